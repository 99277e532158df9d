//! The data of a schedule, as it is stored.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::super::clock::Instant;
use super::fault::ScheduleFault;
use super::pattern::Pattern;

/// When a ritual runs, in wall-clock time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Days and an hour, or a cron expression of five fields.
    pub when: When,
    /// Whose wall clock.
    pub zone: Tz,
    /// Every how many weeks, counted from `anchor`; one is every week.
    pub every: u32,
    /// The date from which weeks are counted when `every` is more than one. It names an ISO week
    /// and no beginning: weeks are counted backwards from it as well.
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

impl Slot {
    /// The key of a scheduled round within its ritual: the local slot, `2026-11-23T09:00`.
    #[must_use]
    pub fn key(&self) -> String {
        self.local.format("%Y-%m-%dT%H:%M").to_string()
    }
}

impl Schedule {
    /// Every week on these weekdays at this time; days are sorted and named once.
    #[must_use]
    pub fn days(mut days: Vec<Weekday>, at: NaiveTime, zone: Tz) -> Self {
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        Self { when: When::Days { days, at }, zone, every: 1, anchor: None }
    }

    /// By a cron expression of five fields; [`Schedule::check`] says what is wrong with it.
    #[must_use]
    pub fn cron(expression: &str, zone: Tz) -> Self {
        let words: Vec<&str> = expression.split_whitespace().collect();
        Self { when: When::Cron(words.join(" ")), zone, every: 1, anchor: None }
    }

    /// The same, but only every so many weeks, counted from the ISO week of `anchor`.
    #[must_use]
    pub fn every_weeks(mut self, every: u32, anchor: Option<NaiveDate>) -> Self {
        self.every = every;
        self.anchor = anchor;
        self
    }

    /// Which dates it takes and at what time of day: what a description of it is made from.
    ///
    /// # Errors
    /// When the pattern can't be read, is empty, or fires oftener than daily.
    pub fn pattern(&self) -> Result<Pattern, ScheduleFault> {
        Pattern::of(&self.when)
    }
}
