//! Lines of files, and what is wrong with them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Lines};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::de::DeserializeOwned;

/// What is wrong with a file, and where.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub(super) struct Broken {
    file: String,
    line: usize,
    reason: String,
}

/// A community's folder.
pub(super) struct Source {
    dir: PathBuf,
}

impl Source {
    pub(super) fn at(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// Something is wrong with a line.
    pub(super) fn broken(&self, name: &str, line: usize, reason: impl Into<String>) -> Broken {
        let file = self.dir.join(name).display().to_string();
        Broken { file, line, reason: reason.into() }
    }

    /// A file that is one JSON value.
    pub(super) fn json<T: DeserializeOwned>(&self, name: &str) -> Result<T, Broken> {
        let text = fs::read_to_string(self.dir.join(name))
            .map_err(|fault| self.broken(name, 0, fault.to_string()))?;
        serde_json::from_str(&text).map_err(|fault| self.broken(name, fault.line(), plain(&fault)))
    }

    /// The rows of a file, one a line, none held in memory.
    pub(super) fn rows<T>(&self, name: &'static str) -> Result<Rows<'_, T>, Broken> {
        let file = File::open(self.dir.join(name))
            .map_err(|fault| self.broken(name, 0, fault.to_string()))?;
        let lines = BufReader::new(file).lines();
        Ok(Rows { source: self, name, lines, line: 0, row: std::marker::PhantomData })
    }

    /// The files in a folder beside, by name, each with its text.
    pub(super) fn texts(&self, folder: &str) -> Result<Vec<(String, String)>, Broken> {
        let path = self.dir.join(folder);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(fault) => return Err(self.broken(folder, 0, fault.to_string())),
        };
        let mut texts = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|fault| self.broken(folder, 0, fault.to_string()))?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if !name.ends_with(".toml") {
                continue;
            }
            let text = fs::read_to_string(entry.path())
                .map_err(|fault| self.broken(&name, 0, fault.to_string()))?;
            texts.push((name, text));
        }
        texts.sort();
        Ok(texts)
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.dir.join(name).is_file()
    }
}

/// The rows of a file.
pub(super) struct Rows<'a, T> {
    source: &'a Source,
    name: &'static str,
    lines: Lines<BufReader<File>>,
    line: usize,
    row: std::marker::PhantomData<T>,
}

impl<T: DeserializeOwned> Rows<'_, T> {
    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<T>, Broken> {
        let Some(line) = self.lines.next() else { return Ok(None) };
        self.line += 1;
        let line = line.map_err(|fault| self.broken(fault.to_string()))?;
        serde_json::from_str(&line).map(Some).map_err(|fault| self.broken(plain(&fault)))
    }

    /// Something is wrong with the row that was read last.
    pub(super) fn broken(&self, reason: impl Into<String>) -> Broken {
        self.source.broken(self.name, self.line, reason)
    }

    /// A reference written as `platform:id`.
    pub(super) fn reference<R: FromStr>(&self, key: &str, text: &str) -> Result<R, Broken>
    where
        R::Err: std::fmt::Display,
    {
        text.parse().map_err(|fault: R::Err| self.broken(format!("{key}: {fault}")))
    }

    /// Checks that there were as many rows as the community's file says; gives their number.
    pub(super) fn complete(&self, said: u64) -> Result<u64, Broken> {
        let found = self.line as u64;
        if found == said {
            return Ok(found);
        }
        Err(self.broken(format!("the file ends here, and community.json says {said} lines")))
    }
}

/// A fault without the place, which is told beside.
fn plain(fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

/// The folders of communities: `dir` itself, or those in it.
pub(super) fn folders(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    if dir.join("community.json").is_file() {
        return Ok(vec![dir.to_owned()]);
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        // A folder with rows and no community is one whose file is lost: better to say so.
        if path.join("community.json").is_file() || path.join("rounds.jsonl").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
