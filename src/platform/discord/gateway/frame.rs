//! The gateway's messages, both ways. Pure.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

/// One shard of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Shard {
    pub number: u32,
    pub of: u32,
}

impl Shard {
    /// Whether a server's events come over this one.
    pub(in super::super) fn has(self, guild: u64) -> bool {
        (guild >> 22) % u64::from(self.of.max(1)) == u64::from(self.number)
    }
}

/// What came in.
#[derive(Debug)]
pub(super) enum Frame<'a> {
    /// Something happened: `kind` says what.
    Happened { seq: u64, kind: &'a str, data: &'a RawValue },
    /// A heartbeat is wanted now.
    Beat,
    /// The connection is to be made anew, and the session resumed.
    Reconnect,
    /// The session is over, or only to be resumed.
    Invalid { resumable: bool },
    /// The first word: how often a heartbeat is wanted.
    Hello { every: Duration },
    /// A heartbeat was heard.
    Heard,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    op: u8,
    #[serde(default)]
    s: Option<u64>,
    #[serde(default)]
    t: Option<&'a str>,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Hello {
    heartbeat_interval: u64,
}

/// Reads a message; `None` for what means nothing here.
pub(super) fn read(text: &str) -> Option<Frame<'_>> {
    let envelope: Envelope<'_> = serde_json::from_str(text).ok()?;
    let data = || envelope.d.map(RawValue::get).unwrap_or_default();
    match envelope.op {
        0 => Some(Frame::Happened { seq: envelope.s?, kind: envelope.t?, data: envelope.d? }),
        1 => Some(Frame::Beat),
        7 => Some(Frame::Reconnect),
        9 => Some(Frame::Invalid { resumable: data() == "true" }),
        10 => {
            let hello: Hello = serde_json::from_str(data()).ok()?;
            Some(Frame::Hello { every: Duration::from_millis(hello.heartbeat_interval.max(1)) })
        }
        11 => Some(Frame::Heard),
        _ => None,
    }
}

/// The first word of a new session.
pub(super) fn identify(token: &str, intents: u64, shard: Shard) -> String {
    json!({ "op": 2, "d": {
        "token": token,
        "intents": intents,
        "shard": [shard.number, shard.of],
        // Large messages come as one compressed document each.
        "compress": true,
        "large_threshold": 50,
        "properties": {
            "os": std::env::consts::OS, "browser": "samovar", "device": "samovar",
        },
        "presence": { "status": "online", "afk": false, "since": null, "activities": [] },
    }})
    .to_string()
}

/// The first word of a session that goes on.
pub(super) fn resume(token: &str, session: &str, seq: u64) -> String {
    json!({ "op": 6, "d": { "token": token, "session_id": session, "seq": seq } }).to_string()
}

/// A heartbeat, with how far was read.
pub(super) fn beat(seq: Option<u64>) -> String {
    json!({ "op": 1, "d": seq }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_by_their_number() {
        let hello = read(r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}"#);
        assert!(matches!(hello, Some(Frame::Hello { every }) if every.as_millis() == 41_250));
        let happened = read(r#"{"op":0,"s":7,"t":"READY","d":{"v":10}}"#);
        let Some(Frame::Happened { seq: 7, kind: "READY", data }) = happened else { panic!() };
        assert_eq!(data.get(), r#"{"v":10}"#);
        assert!(matches!(read(r#"{"op":9,"d":true}"#), Some(Frame::Invalid { resumable: true })));
        assert!(matches!(read(r#"{"op":9,"d":false}"#), Some(Frame::Invalid { resumable: false })));
        assert!(matches!(read(r#"{"op":7,"d":null}"#), Some(Frame::Reconnect)));
        assert!(matches!(read(r#"{"op":1}"#), Some(Frame::Beat)));
        assert!(matches!(read(r#"{"op":11}"#), Some(Frame::Heard)));
        for odd in ["", "[]", r#"{"op":0,"d":{}}"#, r#"{"op":99,"d":null}"#, r#"{"op":10}"#] {
            assert!(read(odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn what_is_sent_keeps_within_the_gateways_size() {
        let token = "x".repeat(200);
        let identify = identify(&token, 1 << 15, Shard { number: 0, of: 1 });
        assert!(identify.len() < 4096 && identify.contains(r#""compress":true"#));
        assert_eq!(beat(None), r#"{"d":null,"op":1}"#);
        assert_eq!(beat(Some(3)), r#"{"d":3,"op":1}"#);
        assert!(resume("t", "s", 9).contains(r#""seq":9"#));
    }
}
