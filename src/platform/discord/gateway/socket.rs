//! A websocket to the gateway, and what is compressed on it.

use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use flate2::read::ZlibDecoder;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use url::Url;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// No message of Discord is larger than this, unpacked.
const LARGEST: u64 = 256 << 20;

/// A connection.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came in.
pub(super) enum In {
    /// A message.
    Text(String),
    /// The other side closed: with a code, or without one, or the line broke.
    Closed(Option<u16>),
}

/// The address of the gateway at this base.
///
/// # Errors
/// When it can't be one, or would carry the token in the clear to Discord itself.
pub(super) fn address(base: &str, plain_allowed: bool) -> anyhow::Result<Url> {
    let mut url = Url::parse(base).context("the gateway's address does not read")?;
    match url.scheme() {
        "wss" => {}
        "ws" if plain_allowed => {}
        other => bail!("the gateway's address begins with {other}:, not with wss:"),
    }
    url.set_query(Some("v=10&encoding=json"));
    Ok(url)
}

impl Socket {
    /// Connects.
    ///
    /// # Errors
    /// When nobody is there in time.
    pub(super) async fn connect(url: &Url) -> anyhow::Result<Self> {
        let config = WebSocketConfig {
            max_message_size: None,
            max_frame_size: None,
            ..WebSocketConfig::default()
        };
        let connecting = connect_async_with_config(url.as_str(), Some(config), true);
        let (stream, _) = timeout(CONNECT, Box::pin(connecting)).await??;
        Ok(Self(stream))
    }

    /// The next message. May be dropped at any time without losing one.
    pub(super) async fn next(&mut self) -> In {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return In::Text(text),
                Some(Ok(Message::Binary(bytes))) => match unpacked(&bytes) {
                    Ok(text) => return In::Text(text),
                    Err(error) => tracing::warn!(%error, "a message of the gateway can't be read"),
                },
                Some(Ok(Message::Close(frame))) => {
                    return In::Closed(frame.map(|frame| frame.code.into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => {
                    tracing::debug!(%error, "the gateway's line broke");
                    return In::Closed(None);
                }
                None => return In::Closed(None),
            }
        }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When the line is broken.
    pub(super) async fn send(&mut self, text: String) -> anyhow::Result<()> {
        Ok(timeout(CONNECT, self.0.send(Message::Text(text))).await??)
    }

    /// Closes with this code: 1000 ends the session too, 4000 does not.
    pub(super) async fn close(mut self, code: u16) {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        let closing = async {
            if self.0.close(Some(frame)).await.is_ok() {
                while let Some(Ok(_)) = self.0.next().await {}
            }
        };
        // Whoever does not answer is left alone.
        let _ = timeout(GOODBYE, closing).await;
    }
}

/// A compressed message is one whole document.
fn unpacked(bytes: &[u8]) -> std::io::Result<String> {
    let mut text = String::with_capacity(bytes.len() * 4);
    ZlibDecoder::new(bytes).take(LARGEST).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    #[test]
    fn a_token_goes_in_the_clear_only_where_that_was_asked_for() {
        let url = address("wss://gateway.discord.gg", false).unwrap();
        assert_eq!(url.as_str(), "wss://gateway.discord.gg/?v=10&encoding=json");
        let again = address("wss://gateway.discord.gg/?v=9", false).unwrap();
        assert_eq!(again.query(), Some("v=10&encoding=json"));
        assert!(address("ws://127.0.0.1:1", true).is_ok());
        assert!(address("ws://127.0.0.1:1", false).is_err());
        assert!(address("https://discord.com", true).is_err());
    }

    #[test]
    fn a_compressed_message_is_one_document() {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(br#"{"op":11}"#).unwrap();
        assert_eq!(unpacked(&packed.finish().unwrap()).unwrap(), r#"{"op":11}"#);
        assert!(unpacked(b"nonsense").is_err());
    }
}
