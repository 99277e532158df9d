//! A file of a thread: named on the page, and asked of its platform when a convenor opens it. Its
//! bytes pass through and are kept nowhere.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::form_urlencoded::byte_serialize;

use super::frame::{fault, nothing, told};
use super::guard::Visitor;
use super::thread::{address, held};
use crate::domain::file::FileRef;
use crate::domain::ids::{RemoteId, RoundId};
use crate::domain::message::{Message, MessageState};
use crate::platform::Refusal;
use crate::web::Web;
use crate::web::tongue::Tongue;

/// A file as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// What it is called, of which kind it is, how large.
    pub label: String,
    /// Where it is opened.
    pub href: String,
}

/// The files of a message, as its thread's page shows them.
pub(super) fn shown(t: &Tongue, message: &Message) -> Vec<Shown> {
    let file = |(at, file): (usize, &FileRef)| {
        let key = format!("{}\n{}\n{at}", message.room.platform, message.remote);
        let href = format!("{}/files/{}", address(&message.round), URL_SAFE_NO_PAD.encode(key));
        Shown { label: t.file(file), href }
    };
    message.files.iter().enumerate().map(file).collect()
}

pub(super) async fn open(
    State(web): State<Web>,
    visitor: Visitor,
    Path((round, key)): Path<(String, String)>,
) -> Response {
    match find(&web, &visitor, &round.into(), &key).await {
        Ok(Some((message, file))) => fetch(&web, &visitor.tongue, &message, &file).await,
        Ok(None) => nothing(&visitor.tongue),
        Err(error) => fault(&visitor.tongue, &error),
    }
}

/// The file that a key names, if it is of this thread, and this thread of the visitor's community.
async fn find(
    web: &Web,
    visitor: &Visitor,
    round: &RoundId,
    key: &str,
) -> anyhow::Result<Option<(Message, FileRef)>> {
    let Some((platform, remote, at)) = read(key) else { return Ok(None) };
    let mut reader = web.house.store.read().await?;
    let Some(round) = held(&mut reader, visitor, round).await? else { return Ok(None) };
    let message = reader.message(&platform.as_str().into(), &remote).await?;
    let here = |one: &Message| one.round == round.id && one.state == MessageState::Kept;
    let Some(message) = message.filter(here) else { return Ok(None) };
    let file = message.files.get(at).cloned();
    Ok(file.map(|file| (message, file)))
}

/// What a key holds: platform, message, which of its files.
fn read(key: &str) -> Option<(String, RemoteId, usize)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(key).ok()?).ok()?;
    let mut parts = text.splitn(3, '\n');
    let (platform, remote) = (parts.next()?.to_owned(), parts.next()?.into());
    Some((platform, remote, parts.next()?.parse().ok()?))
}

async fn fetch(web: &Web, t: &Tongue, message: &Message, file: &FileRef) -> Response {
    let fetched = match web.house.platforms.get(&message.room.platform) {
        Some(platform) => platform.fetch(&message.room, &message.remote, file).await,
        None => Err(Refusal::Down("that platform is off".to_owned())),
    };
    match fetched {
        Ok(bytes) => download(file, bytes),
        Err(refusal) => {
            tracing::info!(%refusal, platform = %message.room.platform, "a file can't be had");
            let (status, key) = match refusal {
                Refusal::Gone(_) => (StatusCode::GONE, "curate-file-gone"),
                Refusal::Never(_) => (StatusCode::BAD_GATEWAY, "curate-file-never"),
                _ => (StatusCode::BAD_GATEWAY, "curate-file-away"),
            };
            told(t, status, key, &[])
        }
    }
}

/// Bytes to be saved, never to be shown here: what a member sent must not act as a page of ours.
fn download(file: &FileRef, bytes: Vec<u8>) -> Response {
    let name = if file.name.is_empty() { "file" } else { &file.name };
    // As in a form, but for what a header's value has no other way to say.
    let name: String = byte_serialize(name.as_bytes()).collect();
    let name = name.replace('+', "%20").replace('*', "%2A");
    let lasts = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    (lasts, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_was_written() {
        let key = URL_SAFE_NO_PAD.encode("matrix\n$a:b\n3");
        assert_eq!(read(&key), Some(("matrix".to_owned(), "$a:b".into(), 3)));
        for odd in ["", "!", "bWF0cml4"] {
            assert_eq!(read(odd), None);
        }
    }

    #[test]
    fn a_name_can_t_break_out_of_its_header() {
        let file = FileRef::new("a\";b= *\u{1F375}.pdf", "text/html", None, "1");
        let response = download(&file, vec![1]);
        let text = |name| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(text("content-type"), "application/octet-stream");
        let said = text("content-disposition");
        assert!(said.starts_with("attachment; filename*=UTF-8''a%22%3Bb%3D%20%2A%F0%9F"), "{said}");
    }
}
