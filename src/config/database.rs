//! `[database]`: SQLite by default, PostgreSQL by URL.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::error::ConfigError;
use super::secret::{Secret, either};

section! {
    /// SQLite needs nothing; PostgreSQL is chosen by its URL.
    Database at "database", always true {
        /// Where it is: sqlite://FILE or postgres://user@host/name. Default: samovar.db in data.dir.
        url: Option<Secret> = None => r#""sqlite://data/samovar.db""#,
        /// A file that holds the URL, for one with a password in it.
        url_file: Option<PathBuf> = None => r#""secrets/database-url""#,
    }
}

impl Database {
    /// The URL, from the key, its file, or the data folder.
    ///
    /// # Errors
    /// When the key is set twice, its file can't be read, or it names no database that we know.
    pub fn address(&self, data: &Path) -> Result<SecretString, ConfigError> {
        let set = either("database.url", self.url.as_ref(), self.url_file.as_deref())?;
        let address = set.unwrap_or_else(|| {
            SecretString::from(format!("sqlite://{}", data.join("samovar.db").display()))
        });
        let known = ["sqlite:", "postgres://", "postgresql://"];
        match known.iter().any(|start| address.expose_secret().starts_with(start)) {
            true => Ok(address),
            false => Err(ConfigError::wrong(
                "database.url",
                "should begin with sqlite:// or postgres://",
            )),
        }
    }

    /// The password inside the URL, which no log may show.
    pub(crate) fn password(address: &SecretString) -> Option<SecretString> {
        let url = Url::parse(address.expose_secret()).ok()?;
        url.password().map(|text| SecretString::from(text.to_owned()))
    }
}
