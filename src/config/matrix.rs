//! `[matrix]`: the homeserver, the bot's account, and where its secrets lie.

use std::path::{Path, PathBuf};

use rand::RngCore;

use super::error::ConfigError;
use super::secret::{Secret, either, read_or_make};
use super::web::{is_loopback, web_address};

section! {
    /// Matrix; off while this section is absent.
    Matrix at "matrix", always false {
        /// Where the homeserver is reached.
        homeserver: String = String::new() => r#""https://matrix.example.org""#,
        /// The bot's account.
        user: String = String::new() => r#""@samovar:example.org""#,
        /// The account's password.
        password: Option<Secret> = None => r#""…""#,
        /// A file that holds the password.
        password_file: Option<PathBuf> = None => r#""secrets/matrix-password""#,
        /// An access token instead of the password; needs device_id.
        access_token: Option<Secret> = None => r#""…""#,
        /// A file that holds the access token.
        access_token_file: Option<PathBuf> = None => r#""secrets/matrix-token""#,
        /// The device that the access token belongs to.
        device_id: Option<String> = None => r#""SAMOVAR""#,
        /// The recovery key for cross-signing and key backup. Default: in data.dir.
        recovery_key_file: Option<PathBuf> = None => r#""secrets/matrix-recovery""#,
        /// What the Matrix store is encrypted with; made on the first start. Default: in data.dir.
        store_passphrase_file: Option<PathBuf> = None => r#""secrets/matrix-store""#,
        /// What a command in a room begins with.
        prefix: String = "!cop".to_owned() => r#""!cop""#,
    }
}

/// How the bot logs in.
#[derive(Debug, Clone)]
pub enum MatrixLogin {
    /// By password; the session is kept and used again.
    Password(Secret),
    /// By an access token and the device it belongs to.
    Token {
        /// The token.
        token: Secret,
        /// Its device.
        device: String,
    },
}

impl Matrix {
    /// How the bot logs in.
    ///
    /// # Errors
    /// When there is no way, or more than one, or a secret's file can't be read.
    pub fn login(&self) -> Result<MatrixLogin, ConfigError> {
        let password =
            either("matrix.password", self.password.as_ref(), self.password_file.as_deref())?;
        let token = either(
            "matrix.access_token",
            self.access_token.as_ref(),
            self.access_token_file.as_deref(),
        )?;
        match (password, token, &self.device_id) {
            (Some(password), None, _) => Ok(MatrixLogin::Password(password)),
            (None, Some(token), Some(device)) => {
                Ok(MatrixLogin::Token { token, device: device.clone() })
            }
            (None, Some(_), None) => Err(ConfigError::wrong(
                "matrix.device_id",
                "is missing: an access token belongs to a device",
            )),
            (Some(_), Some(_), _) => Err(ConfigError::wrong(
                "matrix.access_token",
                "stands beside a password; keep one of the two",
            )),
            (None, None, _) => Err(ConfigError::wrong(
                "matrix.password_file",
                "is missing: set it, or access_token_file with device_id",
            )),
        }
    }

    /// What the Matrix store is encrypted with, made on the first start.
    ///
    /// # Errors
    /// When its file can be read by others, or neither read nor written.
    pub fn store_passphrase(
        &self,
        data: &Path,
        chance: &mut dyn RngCore,
    ) -> Result<Secret, ConfigError> {
        let path = match &self.store_passphrase_file {
            Some(path) => path.clone(),
            None => data.join("secrets").join("matrix-store"),
        };
        read_or_make("matrix.store_passphrase_file", &path, chance)
    }

    /// The server's name in the bot's own account.
    #[must_use]
    pub fn server_name(&self) -> &str {
        self.user.split_once(':').map_or("", |(_, server)| server)
    }

    /// Whether the homeserver is on this machine.
    #[must_use]
    pub fn loopback(&self) -> bool {
        web_address("matrix.homeserver", &self.homeserver).is_ok_and(|url| is_loopback(&url))
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        if self.homeserver.is_empty() {
            return Err(ConfigError::wrong("matrix.homeserver", "is missing"));
        }
        web_address("matrix.homeserver", &self.homeserver)?;
        if !self.user.starts_with('@') || self.server_name().is_empty() {
            return Err(ConfigError::wrong("matrix.user", "should read @name:server"));
        }
        if self.prefix.is_empty() || self.prefix.chars().any(char::is_whitespace) {
            return Err(ConfigError::wrong("matrix.prefix", "should be one word, such as !cop"));
        }
        self.login().map(drop)
    }
}
