//! The small read form of a schedule: one time of day, and which dates it takes.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::expression;
use super::fault::ScheduleFault;
use super::rule::When;

/// Weekdays from Monday on, as ISO counts them.
pub(super) const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// One time of day, and the dates that fit: weekday, day of month and month all must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// The time of day.
    pub at: NaiveTime,
    /// Bit 0 is Monday.
    weekdays: u32,
    /// Bit 1 is the first of a month.
    days: u32,
    /// Bit 1 is January.
    months: u32,
}

/// Bits 0 to 6.
const ALL_WEEKDAYS: u32 = 0x7f;
/// Bits 1 to 31.
const ALL_DAYS: u32 = !1;
/// Bits 1 to 12.
const ALL_MONTHS: u32 = 0x1ffe;

impl Pattern {
    /// Reads the pattern of a schedule.
    pub(super) fn of(when: &When) -> Result<Self, ScheduleFault> {
        match when {
            When::Days { days, at } => Self::weekly(days, *at),
            When::Cron(text) => expression::read(text),
        }
    }

    fn weekly(days: &[Weekday], at: NaiveTime) -> Result<Self, ScheduleFault> {
        if days.is_empty() {
            return Err(ScheduleFault::NoDays);
        }
        let numbers = days.iter().map(Weekday::num_days_from_monday);
        Ok(Self::new(at, numbers, 1..=31, 1..=12))
    }

    /// Weekdays are counted from Monday as zero, days and months from one.
    pub(super) fn new(
        at: NaiveTime,
        weekdays: impl IntoIterator<Item = u32>,
        days: impl IntoIterator<Item = u32>,
        months: impl IntoIterator<Item = u32>,
    ) -> Self {
        Self {
            at,
            weekdays: bits(weekdays) & ALL_WEEKDAYS,
            days: bits(days) & ALL_DAYS,
            months: bits(months) & ALL_MONTHS,
        }
    }

    /// Whether the pattern takes this date.
    #[must_use]
    pub fn takes(&self, date: NaiveDate) -> bool {
        has(self.weekdays, date.weekday().num_days_from_monday())
            && has(self.days, date.day())
            && has(self.months, date.month())
    }

    /// The weekdays it takes, Monday first; all seven when it doesn't choose.
    #[must_use]
    pub fn weekdays(&self) -> Vec<Weekday> {
        let taken = WEEK.iter().filter(|day| has(self.weekdays, day.num_days_from_monday()));
        taken.copied().collect()
    }

    /// The days of the month it takes; `None` when it doesn't choose.
    #[must_use]
    pub fn days_of_month(&self) -> Option<Vec<u32>> {
        chosen(self.days, ALL_DAYS)
    }

    /// The months it takes, January as 1; `None` when it doesn't choose.
    #[must_use]
    pub fn months(&self) -> Option<Vec<u32>> {
        chosen(self.months, ALL_MONTHS)
    }
}

fn bits(numbers: impl IntoIterator<Item = u32>) -> u32 {
    numbers.into_iter().filter(|number| *number < 32).fold(0, |set, number| set | 1 << number)
}

fn has(set: u32, number: u32) -> bool {
    number < 32 && set & (1 << number) != 0
}

fn chosen(set: u32, all: u32) -> Option<Vec<u32>> {
    (set != all).then(|| (0..32).filter(|number| has(set, *number)).collect())
}
