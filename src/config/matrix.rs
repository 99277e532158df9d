//! `[matrix]`: the homeserver, the bot's account, and where its secrets lie.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::error::ConfigError;
use super::secret::{Secret, either, refuse_open};
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
        /// An access token instead of the password.
        access_token: Option<Secret> = None => r#""…""#,
        /// A file that holds the access token.
        access_token_file: Option<PathBuf> = None => r#""secrets/matrix-token""#,
        /// The device that the access token belongs to; asked from the server where it isn't given.
        device_id: Option<String> = None => r#""SAMOVAR""#,
        /// The recovery key for cross-signing and key backup; made on the first start. Default: in
        /// data.dir; better elsewhere, with the secrets that you keep.
        recovery_key_file: Option<PathBuf> = None => r#""secrets/matrix-recovery""#,
        /// Gives up keys of the account that no recovery key opens any more, and begins with new ones.
        /// To others the bot's identity changes then. Set it for one start only.
        new_identity: bool = false => "true",
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
    Password(SecretString),
    /// By an access token and the device it belongs to.
    Token {
        /// The token.
        token: SecretString,
        /// Its device; asked from the server where it isn't given.
        device: Option<String>,
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
        match (password, token) {
            (Some(password), None) => Ok(MatrixLogin::Password(password)),
            (None, Some(token)) => Ok(MatrixLogin::Token { token, device: self.device_id.clone() }),
            (Some(_), Some(_)) => Err(ConfigError::wrong(
                "matrix.access_token",
                "stands beside a password; keep one of the two",
            )),
            (None, None) => Err(ConfigError::wrong(
                "matrix.password_file",
                "is missing: set it, or access_token_file",
            )),
        }
    }

    /// The file with what the Matrix store is encrypted with; made on the first start.
    #[must_use]
    pub fn passphrase_file(&self, data: &Path) -> PathBuf {
        match &self.store_passphrase_file {
            Some(path) => path.clone(),
            None => data.join("secrets").join("matrix-store"),
        }
    }

    /// The file with the recovery key of the account's keys; made on the first start.
    #[must_use]
    pub fn recovery_file(&self, data: &Path) -> PathBuf {
        match &self.recovery_key_file {
            Some(path) => path.clone(),
            None => data.join("secrets").join("matrix-recovery"),
        }
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
        for (key, file) in [
            ("matrix.store_passphrase_file", &self.store_passphrase_file),
            ("matrix.recovery_key_file", &self.recovery_key_file),
        ] {
            file.as_deref().map_or(Ok(()), |path| refuse_open(key, path))?;
        }
        self.login().map(drop)
    }
}
