//! `[discord]`: read and checked already, so that a file for the next version is understood.

use std::path::PathBuf;

use secrecy::SecretString;

use super::error::ConfigError;
use super::secret::{Secret, either};
use super::web::web_address;

section! {
    /// Discord; off while this section is absent. This version can't run it yet.
    Discord at "discord", always false {
        /// The bot's token.
        token: Option<Secret> = None => r#""…""#,
        /// A file that holds the token.
        token_file: Option<PathBuf> = None => r#""secrets/discord-token""#,
        /// A proxy that does the rate limiting itself; /api/v10 is added.
        api_url: Option<String> = None => r#""http://127.0.0.1:8790""#,
        /// REST speaks TLS to this address instead of discord.com; our rate limiter stays on.
        connect_to: Option<String> = None => r#""127.0.0.1:8791""#,
        /// The authority that is trusted there.
        ca_file: Option<PathBuf> = None => r#""ca.pem""#,
    }
}

impl Discord {
    /// The token, from the key or its file.
    ///
    /// # Errors
    /// When the key is set twice or its file can't be read.
    pub fn token(&self) -> Result<Option<SecretString>, ConfigError> {
        either("discord.token", self.token.as_ref(), self.token_file.as_deref())
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        self.token()?;
        if let Some(url) = &self.api_url {
            web_address("discord.api_url", url)?;
        }
        Err(ConfigError::wrong(
            "discord",
            "this version can't run Discord yet; take the section out to start without it",
        ))
    }
}
