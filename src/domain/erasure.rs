//! What is left of somebody who asked to be forgotten: a tombstone without a name or a word.
//!
//! It knows the account by a hash, and the moment. Whatever that account said before is not taken
//! in again, however often its platform tells of it. What happened about that very moment is known
//! by the hash of its id, since instants of different clocks can't tell before from after there.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::clock::Instant;
use super::ids::AccountRef;

/// Events this much older than an erasure are known by their instant alone.
pub const MARGIN: TimeDelta = TimeDelta::seconds(60);

/// One account's tombstone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The hash of the account.
    pub account: String,
    /// When its person asked to be forgotten.
    pub at: Instant,
    /// Hashes of what is known to have happened about then, before it.
    #[serde(default)]
    pub events: Vec<String>,
}

impl Erasure {
    /// The tombstone of an account; `events` are ids of what happened about that moment.
    #[must_use]
    pub fn of<'a>(
        account: &AccountRef,
        at: Instant,
        events: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut events: Vec<String> =
            events.into_iter().map(|id| event_hash(account, id)).collect();
        events.sort();
        events.dedup();
        Self { account: account_hash(account), at, events }
    }

    /// Whether something that this account did is from before the erasure.
    #[must_use]
    pub fn covers(&self, account: &AccountRef, event: &str, at: Instant) -> bool {
        at < self.at || (at < self.at + MARGIN && self.events.contains(&event_hash(account, event)))
    }

    /// This one and an earlier one of the same account as one.
    #[must_use]
    pub fn after(mut self, earlier: Option<Self>) -> Self {
        if let Some(earlier) = earlier {
            self.at = self.at.max(earlier.at);
            if self.at < earlier.at + MARGIN {
                self.events.extend(earlier.events);
                self.events.sort();
                self.events.dedup();
            }
        }
        self
    }
}

/// By what an account is known after it was forgotten.
#[must_use]
pub fn account_hash(account: &AccountRef) -> String {
    hash(&["account", &account.to_string()], 32)
}

fn event_hash(account: &AccountRef, event: &str) -> String {
    hash(&["event", account.platform.as_str(), event], 12)
}

fn hash(parts: &[&str], bytes: usize) -> String {
    let mut digest = Sha256::new();
    digest.update(b"samovar erasure");
    for part in parts {
        digest.update([0]);
        digest.update(part.as_bytes());
    }
    let digest = digest.finalize();
    URL_SAFE_NO_PAD.encode(digest.get(..bytes).unwrap_or(&digest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::instant;

    #[test]
    fn a_tombstone_knows_what_was_before_it() {
        let ben = AccountRef::new("practice", "ben");
        let stone = Erasure::of(&ben, instant(100_000), ["m7"]);
        assert!(stone.covers(&ben, "m1", instant(99_999)));
        assert!(stone.covers(&ben, "m7", instant(100_000)), "named");
        assert!(!stone.covers(&ben, "m8", instant(100_000)), "said afresh");
        let text = serde_json::to_string(&stone).unwrap();
        assert!(!text.contains("ben") && !text.contains("m7"), "{text}");
        assert_ne!(stone.account, account_hash(&AccountRef::new("practice", "bea")));
    }

    #[test]
    fn the_later_of_two_holds_and_close_ones_keep_both_lists() {
        let ben = AccountRef::new("practice", "ben");
        let first = Erasure::of(&ben, instant(100_000), ["m7"]);
        let second = Erasure::of(&ben, instant(100_000), ["m9"]).after(Some(first.clone()));
        assert!(second.covers(&ben, "m7", instant(100_000)));
        let much_later = Erasure::of(&ben, instant(900_000), ["m20"]).after(Some(first));
        assert_eq!((much_later.at, much_later.events.len()), (instant(900_000), 1));
    }
}
