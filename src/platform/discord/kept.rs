//! The few small files the adapter keeps, each whole or not at all.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a file holds; nothing where it is missing or does not read: it is made anew then.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Writes a file, through to the disk, for its owner alone.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write<T: Serialize>(path: &Path, what: &T) -> anyhow::Result<()> {
    let bytes = serde_json::to_vec(what)?;
    let new = path.with_added_extension("new");
    let write = || {
        if let Some(dir) = path.parent() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&new, path)
    };
    write().with_context(|| path.display().to_string())
}
