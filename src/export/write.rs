//! Files: written whole or not at all, and only when they changed.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

/// How many files were written, and how many were as they should be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were written.
    pub written: u64,
    /// Files that were left as they were.
    pub unchanged: u64,
}

impl Written {
    pub(super) fn add(&mut self, other: Self) {
        self.written += other.written;
        self.unchanged += other.unchanged;
    }
}

/// A folder that is written into.
pub(super) struct Folder {
    at: PathBuf,
    pub written: Written,
}

impl Folder {
    pub(super) fn at(at: PathBuf) -> Self {
        Self { at, written: Written::default() }
    }

    /// Makes a file say this.
    pub(super) fn put(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        let path = self.at.join(name);
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            self.written.unchanged += 1;
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let new = path.with_added_extension("new");
        fs::write(&new, text)
            .and_then(|()| fs::rename(&new, &path))
            .with_context(|| path.display().to_string())?;
        self.written.written += 1;
        Ok(())
    }
}
