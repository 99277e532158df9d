//! Files: written whole or not at all, and only when they changed.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

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

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.at.join(name)
    }

    /// Makes a file say this.
    pub(super) fn put(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        let path = self.at.join(name);
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            self.written.unchanged += 1;
            return Ok(());
        }
        self.stream(name, |to| Ok(to.write_all(text.as_bytes())?))
    }

    /// Makes a file say what `write` writes, which is never held in memory.
    pub(super) fn stream(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let path = self.at.join(name);
        let shown = || path.display().to_string();
        if let Some(folder) = path.parent() {
            private_folder(folder).with_context(|| folder.display().to_string())?;
        }
        let new = path.with_added_extension("new");
        let mut file = BufWriter::new(private_file(&new).with_context(shown)?);
        write(&mut file).and_then(|()| Ok(file.flush()?)).with_context(shown)?;
        if same(&new, &path).with_context(shown)? {
            self.written.unchanged += 1;
            return fs::remove_file(&new).with_context(shown);
        }
        self.written.written += 1;
        fs::rename(&new, &path).with_context(shown)
    }

    /// Takes a file away that this export doesn't hold.
    pub(super) fn drop(&self, name: &str) -> anyhow::Result<()> {
        let path = self.at.join(name);
        match fs::remove_file(&path) {
            Err(fault) if fault.kind() != ErrorKind::NotFound => {
                Err(fault).with_context(|| path.display().to_string())
            }
            _ => Ok(()),
        }
    }
}

/// A folder that only its owner can look into; one that is there stays as it is.
pub(super) fn private_folder(at: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(at)
}

/// A file that only its owner can read: an export holds what was said in a circle.
pub(super) fn private_file(at: &Path) -> std::io::Result<File> {
    File::options().write(true).create(true).truncate(true).mode(0o600).open(at)
}

/// Whether two files hold the same; one that is not there holds nothing like it.
fn same(one: &Path, other: &Path) -> std::io::Result<bool> {
    let there = match File::open(other) {
        Ok(file) => file,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(false),
        Err(fault) => return Err(fault),
    };
    let one = File::open(one)?;
    if one.metadata()?.len() != there.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut there) = (BufReader::new(one).bytes(), BufReader::new(there).bytes());
    loop {
        match (one.next().transpose()?, there.next().transpose()?) {
            (None, None) => return Ok(true),
            (a, b) if a != b => return Ok(false),
            _ => {}
        }
    }
}
