//! When a ritual runs: wall clock and IANA zone, resolved by our own function.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Instant;

/// When a ritual runs, in wall-clock time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Days and an hour, or a cron expression of five fields.
    pub when: When,
    /// Whose wall clock.
    pub zone: Tz,
    /// Every how many weeks, counted from `anchor`; one is every week.
    pub every: u32,
    /// The date from which weeks are counted when `every` is more than one.
    pub anchor: Option<NaiveDate>,
}

/// The pattern of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// On these weekdays at this time.
    Days {
        /// Which weekdays, Monday first.
        days: Vec<Weekday>,
        /// At what time of day.
        at: NaiveTime,
    },
    /// A cron expression with five fields.
    Cron(String),
}

/// One occurrence: the local date and time that name it, and the instant it falls on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The wall-clock time as the schedule says it, even where a gap moves the instant.
    pub local: NaiveDateTime,
    /// When it is.
    pub at: Instant,
}
