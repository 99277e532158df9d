//! Values that people write in many ways, read by the schedule's own parsers.
//!
//! A refusal here carries no words; [`super::wrong`] says what is wrong by the option's name.

use std::fmt;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::domain::schedule::{
    ParseFault, parse_date, parse_days, parse_span, parse_time, parse_zone,
};

/// A value that can't be read, with the nearest that could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct Unread {
    fault: ParseFault,
    /// What may have been meant.
    pub nearest: Option<&'static str>,
}

impl From<ParseFault> for Unread {
    fn from(fault: ParseFault) -> Self {
        let nearest = match &fault {
            ParseFault::Zone { nearest, .. } => nearest.first().copied(),
            _ => None,
        };
        Self { fault, nearest }
    }
}

/// Weekdays, as one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days(pub Vec<Weekday>);

impl fmt::Display for Days {
    /// As they are typed: `mon,thu`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(|day| day.to_string().to_lowercase()).collect();
        f.write_str(&names.join(","))
    }
}

const EVERY_DAY: [&str; 4] = ["daily", "every day", "quotidien", "tous les jours"];

/// Weekdays: `mon,thu`, or all of them by one word.
///
/// # Errors
/// When a part of it is no weekday.
pub fn days(text: &str) -> Result<Days, Unread> {
    let text = text.trim().to_lowercase();
    let text = if EVERY_DAY.contains(&text.as_str()) { "mon-sun" } else { &text };
    Ok(Days(parse_days(text)?))
}

/// A time of day.
///
/// # Errors
/// When it is none.
pub fn time(text: &str) -> Result<NaiveTime, Unread> {
    Ok(parse_time(text)?)
}

/// Days and a time of day in one, as a form has room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// On which days.
    pub days: Days,
    /// At what time.
    pub at: NaiveTime,
}

/// Words that may stand between the days and the time.
const AT: [&str; 3] = ["at", "à", "a"];

/// Days and a time of day: `mon 09:00`, `mon, thu at 9:30`, `lundi à 9h`.
///
/// # Errors
/// When it is not both.
pub fn when(text: &str) -> Result<When, Unread> {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !AT.contains(&word.to_lowercase().as_str()))
        .collect();
    let parted = (1..words.len()).find_map(|at| {
        let (days_said, time_said) = words.split_at_checked(at)?;
        let (days, at) = (days(&days_said.join(" ")).ok()?, time(&time_said.join(" ")).ok()?);
        Some(When { days, at })
    });
    parted.ok_or_else(|| ParseFault::Time(text.trim().to_owned()).into())
}

/// A length of time.
///
/// # Errors
/// When it is none.
pub fn span(text: &str) -> Result<Duration, Unread> {
    Ok(parse_span(text)?)
}

/// A time zone by its IANA name.
///
/// # Errors
/// When there is no such zone; names the nearest.
pub fn zone(text: &str) -> Result<Tz, Unread> {
    Ok(parse_zone(text)?)
}

/// A date as `2027-01-31`.
///
/// # Errors
/// When it is none.
pub fn date(text: &str) -> Result<NaiveDate, Unread> {
    Ok(parse_date(text)?)
}
