//! What the operator says about the bot's account.

use std::fmt;
use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

/// How to reach the homeserver, as whom, and what to keep where.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The homeserver's own address (not a server name that would have to be looked up).
    pub homeserver: Url,
    /// The bot's full user id: `@samovar:example.org`.
    pub user: String,
    /// How it logs in.
    pub login: Login,
    /// Where session and store are kept: `DATA/matrix`.
    pub dir: PathBuf,
    /// The passphrase of the store; made on the first start if missing.
    pub passphrase_file: PathBuf,
    /// The recovery key of the account's keys; made on the first start if missing.
    pub recovery_file: PathBuf,
    /// Whether keys of the account that can't be opened are given up for new ones.
    pub new_identity: bool,
    /// Whose invites are taken: `matrix:server:S`, `matrix:user:@u:s`; other platforms' entries are
    /// passed over. `None`: everyone on the bot's own server.
    pub accept_invites_from: Option<Vec<String>>,
    /// What a command in a room begins with: `!cop`.
    pub prefix: String,
}

/// How the bot logs in.
#[derive(Clone)]
pub enum Login {
    /// With its password: makes a device of its own once, and keeps it.
    Password(SecretString),
    /// With a token that somebody made; it belongs to a device.
    Token {
        /// The token.
        token: SecretString,
        /// Its device; asked from the server where it isn't given.
        device: Option<String>,
    },
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password",
            Self::Token { .. } => "Token",
        })
    }
}
