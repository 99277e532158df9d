//! `[practice]`: practice rooms in the browser.

use std::path::PathBuf;

use secrecy::SecretString;

use super::error::ConfigError;
use super::secret::read;

section! {
    /// Practice rooms in the browser: the real engine, with made-up people.
    Practice at "practice", always true {
        /// Whether they are open. Default: only while no platform is configured.
        enabled: Option<bool> = None => "true",
        /// A file with the key that visitors need; needed when web.listen is not this machine alone.
        key_file: Option<PathBuf> = None => r#""secrets/practice-key""#,
    }
}

impl Practice {
    /// The key that visitors need, where one is set.
    ///
    /// # Errors
    /// When the file can't be read, or others can read it.
    pub fn key(&self) -> Result<Option<SecretString>, ConfigError> {
        self.key_file.as_deref().map(|path| read("practice.key_file", path)).transpose()
    }
}
