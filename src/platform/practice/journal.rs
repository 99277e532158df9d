//! The history of the practice rooms on disk: one JSON line for each thing that happened, numbered
//! from one. A line is on the disk before the act that made it returns, so what somebody was told
//! happened is there after a crash; a line that a crash cut short is dropped at the next start.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::content::{Content, is_false};
use crate::domain::clock::Instant;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in history; the next one is one higher. The cursor of a room is such a number.
    pub n: u64,
    /// When.
    pub at: Instant,
    /// In which room; `direct:ana` is Ana and the bot alone.
    pub place: String,
    /// Who did it: a persona, or the bot.
    pub by: String,
    /// What it was.
    #[serde(flatten)]
    pub deed: Deed,
}

/// What happened. Messages are named by their number in the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "do")]
pub enum Deed {
    /// A message.
    Say(Box<Say>),
    /// A message has other content now.
    Edit {
        /// Which.
        message: u64,
        /// What it says now.
        content: Content,
        /// The key of the act, where the bot did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// Overtaken by a later edit or a deletion; its words are not kept.
        #[serde(default, skip_serializing_if = "is_false")]
        blank: bool,
    },
    /// A message or a reaction is gone.
    Delete {
        /// Which.
        message: u64,
        /// The key of the act, where the bot did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// A reaction.
    React {
        /// To which message.
        message: u64,
        /// With what.
        with: String,
    },
    /// A pressed button.
    Press {
        /// Under which message.
        message: u64,
        /// Which.
        button: String,
    },
    /// A form that was sent.
    Submit {
        /// The message that brought the form.
        message: u64,
        /// Which form.
        form: String,
        /// What was filled in.
        fields: BTreeMap<String, String>,
    },
}

/// A message as it was first said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Say {
    /// What it says; after a deletion nothing.
    pub content: Content,
    /// The root of the thread it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<u64>,
    /// The message it replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<u64>,
    /// The key of the act, where the bot said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The mark of the post's part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The room in which only the owner of this direct room sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aside: Option<String>,
    /// The interaction that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<u64>,
}

/// The file. It knows nothing of what the entries mean.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    len: u64,
    /// Something may stand after `len` that an act left there which failed.
    torn: bool,
}

impl Journal {
    /// Opens or makes `dir/journal.jsonl` and reads it whole.
    pub fn open(dir: &Path) -> anyhow::Result<(Self, Vec<Entry>)> {
        let mut folder = DirBuilder::new();
        folder
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .with_context(|| format!("can't make {}", dir.display()))?;
        let path = dir.join("journal.jsonl");
        let shown = path.display().to_string();
        let file = open_file(&path).with_context(|| format!("can't open {shown}"))?;
        sync_dir(dir).with_context(|| format!("can't write {}", dir.display()))?;
        let bytes = std::fs::read(&path).with_context(|| format!("can't read {shown}"))?;
        let (entries, len) = read(&bytes).with_context(|| format!("{shown} is damaged"))?;
        let mut journal = Self { path, file, len, torn: false };
        if journal.len < bytes.len() as u64 {
            tracing::warn!(file = %shown, "dropped the last line: it was not written whole");
            journal.cut_back()?;
        }
        Ok((journal, entries))
    }

    /// Puts an entry on the disk. After an error nothing of it is there.
    pub fn append(&mut self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        if self.torn {
            self.cut_back()?;
        }
        self.torn = true;
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.len += line.len() as u64;
                self.torn = false;
            }
            // Where even that is refused, the next entry begins with it.
            Err(_) => drop(self.cut_back()),
        }
        written
    }

    /// Writes the whole anew; words that are in no entry any more leave the disk.
    pub fn rewrite(&mut self, entries: &[Entry]) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut bytes, entry)?;
            bytes.push(b'\n');
        }
        let fresh = self.path.with_extension("fresh");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&fresh)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, &self.path)?;
        sync_dir(self.path.parent().unwrap_or(Path::new(".")))?;
        self.file = open_file(&self.path)?;
        self.len = bytes.len() as u64;
        Ok(())
    }

    fn cut_back(&mut self) -> io::Result<()> {
        self.file.set_len(self.len)?;
        self.file.sync_data()?;
        self.torn = false;
        Ok(())
    }
}

fn open_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// The entries, and how many bytes of the file they take: the last line may be torn.
fn read(bytes: &[u8]) -> anyhow::Result<(Vec<Entry>, u64)> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut len = 0_usize;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let last = len + line.len() == bytes.len();
        let whole = line.ends_with(b"\n");
        match serde_json::from_slice::<Entry>(line) {
            Ok(entry) if whole && entry.n == entries.len() as u64 + 1 => entries.push(entry),
            Ok(entry) if whole => {
                anyhow::bail!("line {} has number {}", entries.len() + 1, entry.n)
            }
            _ if last => break,
            Ok(_) => break,
            Err(error) => return Err(error).context(format!("line {}", entries.len() + 1)),
        }
        len += line.len();
    }
    Ok((entries, len as u64))
}
