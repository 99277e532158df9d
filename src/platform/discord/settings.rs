//! What the operator says about the bot on Discord.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

/// As whom, by which way, and what to keep where.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bot's token.
    pub token: SecretString,
    /// Where Discord is.
    pub way: Way,
    /// Where the adapter keeps its few files: `DATA/discord`.
    pub dir: PathBuf,
    /// Whether what members write in rooms is read; `None`: where the application is allowed to.
    pub message_content: Option<bool>,
    /// The servers in which commands are registered; `None`: everywhere.
    pub command_servers: Option<Vec<u64>>,
}

/// Where Discord is.
#[derive(Debug, Clone)]
pub enum Way {
    /// Where everybody finds it.
    Home,
    /// Behind a proxy that does the rate limiting itself; `/api/v10` is added.
    Proxy(Url),
    /// At this address, by TLS under Discord's own name.
    Address {
        /// The address.
        address: SocketAddr,
        /// The authority that is trusted there instead of the usual ones, as PEM.
        authority: Option<Vec<u8>>,
    },
}

impl Way {
    /// Whether this is Discord itself: then its gateway is only reached by TLS.
    pub(super) fn is_home(&self) -> bool {
        matches!(self, Self::Home)
    }
}
