//! Where the parts of an install lie, in the data folder and in a backup.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::config::Config;

/// What was said in practice rooms, from the data folder and in a backup alike.
const JOURNAL: &str = "practice/journal.jsonl";

/// The journal in the data folder.
pub(super) fn journal(config: &Config) -> PathBuf {
    config.data.dir.join(JOURNAL)
}

/// The journal in a backup.
pub(super) fn journal_in(backup: &Path) -> PathBuf {
    backup.join(JOURNAL)
}

/// The folder of the Matrix session and its keys, which is in no backup.
pub(super) fn matrix(config: &Config) -> PathBuf {
    config.data.dir.join("matrix")
}

/// Copies a journal as far as its lines are whole: one may be on its way while it is read. A file
/// that isn't there is no failure; says whether it is.
pub(super) fn copy_lines(from: &Path, to: &Path) -> io::Result<bool> {
    let mut bytes = Vec::new();
    match File::open(from) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(fault) => return Err(fault),
    };
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    bytes.truncate(whole);
    if let Some(folder) = to.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(to)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_on_its_way_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("deep/to"));
        assert!(!copy_lines(&from, &to).unwrap());
        std::fs::write(&from, "{\"n\":1}\n{\"n\":2}\n{\"n\"").unwrap();
        assert!(copy_lines(&from, &to).unwrap());
        assert_eq!(std::fs::read_to_string(&to).unwrap(), "{\"n\":1}\n{\"n\":2}\n");
    }
}
