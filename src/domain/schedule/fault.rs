//! What can be wrong with a schedule or with the words for one, as data to make words from.

/// Why a schedule is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleFault {
    /// No weekday is named.
    #[error("no weekday")]
    NoDays,
    /// `every` is zero.
    #[error("every zero weeks")]
    EveryZero,
    /// `every` is more than one, and nothing says from which week to count.
    #[error("every {every} weeks without an anchor")]
    NoAnchor {
        /// Every how many weeks.
        every: u32,
    },
    /// A cron expression does not have five fields.
    #[error("{found} cron fields instead of five")]
    CronFields {
        /// How many it has.
        found: usize,
    },
    /// A field of a cron expression can't be read.
    #[error("cron field {field}: {text}")]
    CronField {
        /// Which field.
        field: CronField,
        /// What stands there.
        text: String,
    },
    /// It fires more than once a day.
    #[error("fires {a_day} times a day")]
    TooOften {
        /// How often a day.
        a_day: u32,
    },
    /// No date fits within the years that are looked at.
    #[error("no slot within {years} years")]
    NeverFires {
        /// How many years were looked at.
        years: u32,
    },
}

/// A field of a cron expression, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CronField {
    /// The first.
    Minute,
    /// The second.
    Hour,
    /// The third.
    Day,
    /// The fourth.
    Month,
    /// The fifth.
    Weekday,
}

impl CronField {
    /// A name to choose words by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Weekday => "weekday",
        }
    }
}

impl std::fmt::Display for CronField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why words for a day, a time, a span, a date or a zone can't be read; each carries the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseFault {
    /// Not a weekday, or none at all.
    #[error("not a weekday: {0}")]
    Day(String),
    /// Not a time of day.
    #[error("not a time of day: {0}")]
    Time(String),
    /// Not a length of time.
    #[error("not a length of time: {0}")]
    Span(String),
    /// A length of time beyond what can be meant.
    #[error("longer than {most_days} days: {given}")]
    SpanTooLong {
        /// What was given.
        given: String,
        /// The most days that are taken.
        most_days: u32,
    },
    /// Not a date of the calendar as `2026-11-23`.
    #[error("not a date: {0}")]
    Date(String),
    /// Not an IANA zone.
    #[error("not a zone: {given}")]
    Zone {
        /// What was given.
        given: String,
        /// The zones whose names come nearest, the nearest first.
        nearest: Vec<&'static str>,
    },
}
