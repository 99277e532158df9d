//! `[web]`: the listener for the pages, health and metrics.

use std::net::{Ipv4Addr, SocketAddr};

use url::Url;

use super::error::ConfigError;

section! {
    /// The pages, health and metrics.
    Web at "web", always true {
        /// The address and port to listen on; port 0 takes a free one.
        listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)) => r#""127.0.0.1:8080""#,
        /// How people reach the pages, for links. Default: the address it listens on.
        public_url: Option<String> = None => r#""http://127.0.0.1:8080""#,
    }
}

impl Web {
    /// Whether only this machine can reach it.
    #[must_use]
    pub fn loopback(&self) -> bool {
        self.listen.ip().is_loopback()
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let Some(url) = &self.public_url else { return Ok(()) };
        web_address("web.public_url", url).map(drop)
    }
}

/// An `http` or `https` address.
pub(crate) fn web_address(key: &str, text: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(text)
        .map_err(|why| ConfigError::wrong(key, format!("{text:?} is no web address: {why}")))?;
    match (url.scheme(), url.has_host()) {
        ("http" | "https", true) => Ok(url),
        _ => {
            Err(ConfigError::wrong(key, format!("{text:?} should begin with http:// or https://")))
        }
    }
}

/// Whether an address names this machine itself.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}
