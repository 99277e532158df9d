//! Secrets: never shown, read from a file that nobody else can read, or made where one is missing.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use base64::Engine;
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

use super::error::ConfigError;

/// A secret as it stands in a configuration; shows itself as nothing.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The secret itself; only where it is handed to whom it is for.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

/// A key and its `_file` twin as one secret; both at once is a fault.
pub(crate) fn either(
    key: &str,
    inline: Option<&Secret>,
    file: Option<&Path>,
) -> Result<Option<Secret>, ConfigError> {
    match (inline, file) {
        (Some(_), Some(_)) => {
            Err(ConfigError::wrong(key, format!("is set twice; keep {key} or {key}_file")))
        }
        (Some(secret), None) => Ok(Some(secret.clone())),
        (None, Some(path)) => read(&format!("{key}_file"), path).map(Some),
        (None, None) => Ok(None),
    }
}

/// The first line of a secret's file, which nobody but its owner may be able to read.
pub(crate) fn read(key: &str, path: &Path) -> Result<Secret, ConfigError> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|why| ConfigError::wrong(key, format!("{shown} can't be read: {why}")))?;
    refuse_open(key, path)?;
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return Err(ConfigError::wrong(key, format!("{shown} is empty")));
    }
    Ok(Secret::from(line.to_owned()))
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

/// The secret in a file, made from 32 random bytes on the first start.
///
/// # Errors
/// When the file can be read by others, or neither read nor written.
pub fn read_or_make(
    key: &str,
    path: &Path,
    chance: &mut dyn RngCore,
) -> Result<Secret, ConfigError> {
    if path.exists() {
        return read(key, path);
    }
    let mut bytes = [0_u8; 32];
    chance.fill_bytes(&mut bytes);
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    write(path, &text).map_err(|why| {
        ConfigError::wrong(key, format!("{} can't be made: {why}", path.display()))
    })?;
    Ok(Secret::from(text))
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
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
        assert_eq!(read("k", &path).unwrap().expose(), "canary");
    }

    #[test]
    fn a_missing_secret_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets/matrix-store");
        let mut chance = <rand::rngs::SmallRng as rand::SeedableRng>::seed_from_u64(7);
        let first = read_or_make("k", &path, &mut chance).unwrap();
        let again = read_or_make("k", &path, &mut chance).unwrap();
        assert_eq!(first.expose(), again.expose());
        assert_eq!(first.expose().len(), 43);
        assert_eq!(format!("{first:?}").find(first.expose()), None);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
