//! `[discord]`: the bot's token, and where Discord is, when it is elsewhere.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use url::Url;

use super::error::ConfigError;
use super::secret::{Secret, either};
use super::web::{is_loopback, web_address};

section! {
    /// Discord; off while this section is absent.
    Discord at "discord", always false {
        /// The bot's token.
        token: Option<Secret> = None => r#""…""#,
        /// A file that holds the token.
        token_file: Option<PathBuf> = None => r#""secrets/discord-token""#,
        /// Whether the bot reads what members write in its rooms (the Message Content intent).
        /// Default: where the application is allowed to. Without it members answer by button, form,
        /// command, direct message or mention.
        message_content: Option<bool> = None => "true",
        /// Servers in which the commands are registered. Default: everywhere, which Discord may take
        /// an hour to show.
        command_servers: Option<Vec<String>> = None => r#"["123"]"#,
        /// A proxy that does the rate limiting itself; /api/v10 is added.
        api_url: Option<String> = None => r#""http://127.0.0.1:8790""#,
        /// REST speaks TLS to this address instead of discord.com; our rate limiter stays on.
        connect_to: Option<String> = None => r#""127.0.0.1:8791""#,
        /// The authority that is trusted there.
        ca_file: Option<PathBuf> = None => r#""ca.pem""#,
    }
}

/// Where Discord is.
#[derive(Debug, Clone)]
pub enum DiscordAt {
    /// Where everybody finds it.
    Home,
    /// Behind a proxy that does the rate limiting itself.
    Proxy(Url),
    /// At this address, by TLS under Discord's own name.
    Address {
        /// The address.
        address: SocketAddr,
        /// The authority that is trusted there beside the usual ones, as PEM.
        authority: Option<Vec<u8>>,
    },
}

impl Discord {
    /// The token, from the key or its file.
    ///
    /// # Errors
    /// When there is none, the key is set twice or its file can't be read.
    pub fn token(&self) -> Result<SecretString, ConfigError> {
        let token = either("discord.token", self.token.as_ref(), self.token_file.as_deref())?;
        token.ok_or_else(|| {
            ConfigError::wrong("discord.token_file", "is missing: put the bot's token there")
        })
    }

    /// Where Discord is.
    ///
    /// # Errors
    /// When two places are set, or a place or its authority can't be read.
    pub fn at(&self) -> Result<DiscordAt, ConfigError> {
        match (&self.api_url, &self.connect_to) {
            (Some(_), Some(_)) => Err(ConfigError::wrong(
                "discord.api_url",
                "stands beside connect_to; keep one of the two",
            )),
            (Some(url), None) => Ok(DiscordAt::Proxy(web_address("discord.api_url", url)?)),
            (None, Some(text)) => Ok(DiscordAt::Address {
                address: address(text)?,
                authority: self.ca_file.as_deref().map(authority).transpose()?,
            }),
            (None, None) if self.ca_file.is_some() => Err(ConfigError::wrong(
                "discord.ca_file",
                "is only used with connect_to; take it out or set that",
            )),
            (None, None) => Ok(DiscordAt::Home),
        }
    }

    /// Whether Discord is on this machine, as in tests.
    #[must_use]
    pub fn loopback(&self) -> bool {
        match self.at() {
            Ok(DiscordAt::Proxy(url)) => is_loopback(&url),
            Ok(DiscordAt::Address { address, .. }) => address.ip().is_loopback(),
            Ok(DiscordAt::Home) | Err(_) => false,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        self.token()?;
        self.at()?;
        let servers = self.command_servers.iter().flatten();
        match servers.into_iter().find(|id| !is_id(id)) {
            Some(other) => Err(ConfigError::wrong(
                "discord.command_servers",
                format!("{other:?} is no server id: those are long numbers"),
            )),
            None => Ok(()),
        }
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<u64>().is_ok_and(|id| id > 0)
}

fn address(text: &str) -> Result<SocketAddr, ConfigError> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| {
        let why = format!("{text:?} should be an address and a port, such as 127.0.0.1:8791");
        ConfigError::wrong("discord.connect_to", why)
    })
}

fn authority(path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|why| {
        let shown = path.display();
        ConfigError::wrong("discord.ca_file", format!("{shown} can't be read: {why}"))
    })
}
