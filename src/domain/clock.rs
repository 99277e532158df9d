//! Time as a parameter: an instant is UTC in whole milliseconds, and only a [`Clock`] knows now.

use chrono::{DateTime, TimeZone, Utc};

/// A moment, UTC, in whole milliseconds: what both databases hold as BIGINT.
pub type Instant = DateTime<Utc>;

/// What time it is for rituals, rounds and words. Leases and retries use real time instead.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds.
    fn now(&self) -> Instant;

    /// Whether it stands still until somebody moves it: then what happens on a platform happens
    /// now, whatever the platform's own clock says.
    fn stands(&self) -> bool {
        false
    }
}

/// The instant `ms` milliseconds after the epoch; out of range reads as the epoch itself.
#[must_use]
pub fn instant(ms: i64) -> Instant {
    Utc.timestamp_millis_opt(ms).single().unwrap_or(DateTime::UNIX_EPOCH)
}

/// ISO 8601 in UTC with milliseconds and `Z`: how instants look everywhere outside the database.
#[must_use]
pub fn iso(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
