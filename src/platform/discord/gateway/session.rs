//! What follows from each message of the gateway: the protocol as a state machine. Pure.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::closing::{self, After};
use super::frame::{self, Frame, Shard};

/// What is to be said first on every connection, and is the same on all.
#[derive(Clone)]
pub(super) struct Terms {
    pub token: String,
    pub intents: u64,
    pub shard: Shard,
}

/// A session that can be resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    id: String,
    url: String,
}

/// A shard's session over its connections.
pub(super) struct Session {
    terms: Terms,
    known: Option<Known>,
    seq: Option<u64>,
    /// A heartbeat is out that was not answered.
    unheard: bool,
}

/// What follows from a message.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// Nothing.
    Nothing,
    /// This is to be sent.
    Send(String),
    /// The session stands: anew, or it went on.
    Stands { anew: bool, kind: &'a str, data: &'a RawValue },
    /// Something happened.
    Tell { kind: &'a str, data: &'a RawValue },
    /// The connection is over.
    Over(After),
}

#[derive(Deserialize)]
struct Ready {
    session_id: String,
    resume_gateway_url: String,
}

impl Session {
    /// Before the first connection.
    pub(super) fn new(terms: Terms) -> Self {
        Self { terms, known: None, seq: None, unheard: false }
    }

    /// Where a session that can be resumed is resumed.
    pub(super) fn resume_at(&self) -> Option<&str> {
        self.known.as_ref().map(|known| known.url.as_str())
    }

    /// The next connection begins a new session.
    pub(super) fn forget(&mut self) {
        self.known = None;
        self.seq = None;
    }

    /// The first word on a new connection.
    pub(super) fn first_word(&mut self) -> String {
        self.unheard = false;
        let Terms { token, intents, shard } = &self.terms;
        match (&self.known, self.seq) {
            (Some(known), Some(seq)) => frame::resume(token, &known.id, seq),
            _ => frame::identify(token, *intents, *shard),
        }
    }

    /// Whether the first word begins a new session, which may be done only so often.
    pub(super) fn identifies(&self) -> bool {
        self.known.is_none() || self.seq.is_none()
    }

    /// It is time for a heartbeat; `None` where the last was not heard: nobody is there any more.
    pub(super) fn beat(&mut self) -> Option<String> {
        if std::mem::replace(&mut self.unheard, true) {
            return None;
        }
        Some(frame::beat(self.seq))
    }

    /// While nothing is read nobody can be heard either.
    pub(super) fn was_deaf(&mut self) {
        self.unheard = false;
    }

    /// A message came in.
    pub(super) fn take<'a>(&mut self, frame: Frame<'a>) -> Step<'a> {
        match frame {
            Frame::Beat => {
                self.unheard = true;
                Step::Send(frame::beat(self.seq))
            }
            Frame::Heard => {
                self.unheard = false;
                Step::Nothing
            }
            Frame::Hello { .. } => Step::Nothing,
            Frame::Reconnect => Step::Over(After::Resume),
            Frame::Invalid { resumable: true } => Step::Over(After::Resume),
            Frame::Invalid { resumable: false } => Step::Over(After::Identify),
            Frame::Happened { seq, kind, data } => self.happened(seq, kind, data),
        }
    }

    fn happened<'a>(&mut self, seq: u64, kind: &'a str, data: &'a RawValue) -> Step<'a> {
        self.seq = Some(seq);
        match kind {
            "READY" => {
                let Ok(ready) = serde_json::from_str::<Ready>(data.get()) else {
                    return Step::Over(After::Identify);
                };
                self.known = Some(Known { id: ready.session_id, url: ready.resume_gateway_url });
                Step::Stands { anew: true, kind, data }
            }
            "RESUMED" => Step::Stands { anew: false, kind, data },
            _ => Step::Tell { kind, data },
        }
    }

    /// The other side closed, with this code or without one.
    pub(super) fn closed(&self, code: Option<u16>) -> After {
        closing::after(code)
    }
}

/// When the first heartbeat goes out: within its time, and not with everybody else's.
pub(super) fn first_beat(every: Duration, chance: u32) -> Duration {
    every * (chance % 1000) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    const READY: &str = r#"{"op":0,"s":1,"t":"READY","d":
        {"session_id":"abc","resume_gateway_url":"wss://elsewhere"}}"#;

    fn session() -> Session {
        let shard = Shard { number: 0, of: 1 };
        Session::new(Terms { token: "dummy".into(), intents: 1, shard })
    }

    fn take<'a>(session: &mut Session, text: &'a str) -> Step<'a> {
        session.take(frame::read(text).unwrap())
    }

    #[test]
    fn a_session_is_resumed_where_discord_says_and_from_where_it_was_read() {
        let mut session = session();
        assert!(session.identifies() && session.first_word().contains("\"op\":2"));
        assert!(matches!(take(&mut session, READY), Step::Stands { anew: true, .. }));
        let said = r#"{"op":0,"s":9,"t":"MESSAGE_CREATE","d":{}}"#;
        assert!(matches!(take(&mut session, said), Step::Tell { kind: "MESSAGE_CREATE", .. }));
        assert!(matches!(take(&mut session, r#"{"op":7}"#), Step::Over(After::Resume)));
        assert_eq!(session.resume_at(), Some("wss://elsewhere"));
        assert!(!session.identifies());
        let word = session.first_word();
        assert!(word.contains("\"op\":6") && word.contains("abc") && word.contains("\"seq\":9"));
        let resumed = r#"{"op":0,"s":10,"t":"RESUMED","d":{}}"#;
        assert!(matches!(take(&mut session, resumed), Step::Stands { anew: false, .. }));
    }

    #[test]
    fn an_invalid_session_is_over_and_a_resumable_one_is_not() {
        let mut session = session();
        take(&mut session, READY);
        assert!(matches!(take(&mut session, r#"{"op":9,"d":true}"#), Step::Over(After::Resume)));
        assert!(matches!(take(&mut session, r#"{"op":9,"d":false}"#), Step::Over(After::Identify)));
        session.forget();
        assert!(session.identifies() && session.resume_at().is_none());
    }

    #[test]
    fn a_heartbeat_that_nobody_heard_ends_the_connection() {
        let mut session = session();
        assert!(session.beat().is_some());
        take(&mut session, r#"{"op":11}"#);
        assert!(session.beat().is_some());
        assert!(session.beat().is_none());
        session.first_word();
        assert!(session.beat().is_some(), "a new connection begins afresh");
        session.was_deaf();
        assert!(session.beat().is_some());
    }

    #[test]
    fn a_heartbeat_that_is_asked_for_is_sent_at_once() {
        let mut session = session();
        take(&mut session, READY);
        let Step::Send(beat) = take(&mut session, r#"{"op":1}"#) else { panic!() };
        assert_eq!(beat, r#"{"d":1,"op":1}"#);
    }

    #[test]
    fn the_first_heartbeat_comes_within_its_time() {
        let every = Duration::from_secs(40);
        assert_eq!(first_beat(every, 0), Duration::ZERO);
        assert_eq!(first_beat(every, 1500), Duration::from_secs(20));
        assert!(first_beat(every, u32::MAX) < every);
    }
}
