//! Pretend files: what a persona says along is taken by name, kind and size; its bytes never are.

use serde::Deserialize;

use super::server::number;
use super::state::State;
use crate::domain::file::{self, FileRef};
use crate::domain::ids::RemoteId;
use crate::platform::Refusal;

/// A file that a persona says along with words, or without any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its media type; without one it is told from the name.
    pub kind: Option<String>,
    /// Its size in bytes; without one it is as large as what stands for it.
    pub size: Option<u64>,
}

impl Attached {
    /// A file of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

/// Files as the history keeps them: each lies at its place in its message.
pub(super) fn references(files: &[Attached]) -> Vec<FileRef> {
    let all = files.iter().filter(|file| !file.name.trim().is_empty()).take(file::MOST);
    let reference = |(at, file): (usize, &Attached)| {
        let told = file.kind.as_deref().filter(|kind| !kind.is_empty());
        let kind = told.unwrap_or_else(|| kind_of(&file.name));
        let made = FileRef::new(&file.name, kind, None, at.to_string());
        let size = file.size.unwrap_or(bytes(&made).len() as u64);
        FileRef { size: Some(size), ..made }
    };
    all.enumerate().map(reference).collect()
}

/// What stands for the bytes of a pretend file: its name.
fn bytes(file: &FileRef) -> Vec<u8> {
    format!("{}\n", file.name).into_bytes()
}

/// What stands for the bytes of a file, while its message stands.
pub(super) fn fetch(state: &State, message: &RemoteId, file: &FileRef) -> Result<Vec<u8>, Refusal> {
    let gone = || Refusal::Gone(format!("{message} has no such file any more"));
    let n = number(message.as_str()).ok_or_else(gone)?;
    let stands = state.message(n).is_some_and(|(_, _, standing)| !standing.gone);
    let content = state.content(n).filter(|_| stands).ok_or_else(gone)?;
    let found = content.files.iter().find(|one| one.place == file.place);
    found.map(bytes).ok_or_else(gone)
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "txt" | "md" => "text/plain",
        "csv" => "text/csv",
        "ogg" | "oga" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "odt" => "application/vnd.oasis.opendocument.text",
        _ => "",
    }
}
