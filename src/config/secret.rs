//! Secrets: never shown, read from a file that nobody else can read.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

use super::error::ConfigError;

/// A secret as it stands in a section; shows itself as nothing.
#[derive(Debug, Clone)]
pub struct Secret(pub(crate) SecretString);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(SecretString::from(text)))
    }
}

/// A key and its `_file` twin as one secret; both at once is a fault.
pub(crate) fn either(
    key: &str,
    inline: Option<&Secret>,
    file: Option<&Path>,
) -> Result<Option<SecretString>, ConfigError> {
    match (inline, file) {
        (Some(_), Some(_)) => {
            Err(ConfigError::wrong(key, format!("is set twice; keep {key} or {key}_file")))
        }
        (Some(secret), None) => Ok(Some(secret.0.clone())),
        (None, Some(path)) => read(&format!("{key}_file"), path).map(Some),
        (None, None) => Ok(None),
    }
}

/// The first line of a secret's file, which nobody but its owner may be able to read.
pub(crate) fn read(key: &str, path: &Path) -> Result<SecretString, ConfigError> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|why| ConfigError::wrong(key, format!("{shown} can't be read: {why}")))?;
    refuse_open(key, path)?;
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return Err(ConfigError::wrong(key, format!("{shown} is empty")));
    }
    Ok(SecretString::from(line.to_owned()))
}

/// A fault when others can read a file that holds a secret.
pub(crate) fn refuse_open(key: &str, path: &Path) -> Result<(), ConfigError> {
    let Ok(facts) = fs::metadata(path) else { return Ok(()) };
    let mode = facts.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let shown = path.display();
    let why = format!("{shown} can be read by others (mode {mode:o}); run: chmod 600 {shown}");
    Err(ConfigError::wrong(key, why))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn file(mode: u32, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn a_file_that_others_can_read_is_refused_with_the_mend() {
        let (_folder, path) = file(0o644, "canary");
        let fault = read("matrix.password_file", &path).unwrap_err().to_string();
        assert!(fault.contains("matrix.password_file") && fault.contains("chmod 600"), "{fault}");
        assert!(!fault.contains("canary"), "{fault}");
        let (_folder, path) = file(0o600, "canary\n");
        assert_eq!(read("k", &path).unwrap().expose_secret(), "canary");
    }
}
