//! Reads an ordinary cron expression of five fields.
//!
//! The `cron` crate reads four of them. It counts weekdays from Sunday as 1 and refuses 0, so
//! weekdays are read here, 0 and 7 both being Sunday as everywhere else. Only the numbers that
//! the crate found are used: its own walk is wrong around changes of the clock.

use std::str::FromStr;

use chrono::NaiveTime;
use cron::TimeUnitSpec;

use super::fault::{CronField, ScheduleFault};
use super::parse::weekday;
use super::pattern::Pattern;

/// Reads the expression; refuses one that fires oftener than daily.
pub(super) fn read(text: &str) -> Result<Pattern, ScheduleFault> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let &[minute, hour, day, month, weekday] = fields.as_slice() else {
        return Err(ScheduleFault::CronFields { found: fields.len() });
    };
    let weekdays = weekdays(weekday).ok_or_else(|| fault(CronField::Weekday, weekday))?;
    let found = parse(minute, hour, day, month).ok_or_else(|| blame(minute, hour, day, month))?;
    let at = time_of_day(&found)?;
    Ok(Pattern::new(at, weekdays, found.days_of_month().iter(), found.months().iter()))
}

/// The crate wants seconds first; the weekday is left open.
fn parse(minute: &str, hour: &str, day: &str, month: &str) -> Option<cron::Schedule> {
    cron::Schedule::from_str(&format!("0 {minute} {hour} {day} {month} *")).ok()
}

/// The first field that can't be read when the others are left open.
fn blame(minute: &str, hour: &str, day: &str, month: &str) -> ScheduleFault {
    if parse(minute, "*", "*", "*").is_none() {
        fault(CronField::Minute, minute)
    } else if parse("*", hour, "*", "*").is_none() {
        fault(CronField::Hour, hour)
    } else if parse("*", "*", day, "*").is_none() {
        fault(CronField::Day, day)
    } else {
        fault(CronField::Month, month)
    }
}

fn fault(field: CronField, text: &str) -> ScheduleFault {
    ScheduleFault::CronField { field, text: text.to_owned() }
}

/// The one time of day; more than one is oftener than daily.
fn time_of_day(found: &cron::Schedule) -> Result<NaiveTime, ScheduleFault> {
    let (minutes, hours) = (found.minutes(), found.hours());
    let a_day = minutes.count().saturating_mul(hours.count());
    let first = hours.iter().next().zip(minutes.iter().next());
    first
        .filter(|_| a_day == 1)
        .and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0))
        .ok_or(ScheduleFault::TooOften { a_day })
}

/// The weekdays of a field, Monday as zero.
fn weekdays(field: &str) -> Option<Vec<u32>> {
    let parts: Option<Vec<Vec<u32>>> = field.split(',').map(part).collect();
    parts.map(|parts| parts.concat())
}

/// `*`, `1`, `mon`, `1-5`, `sat-sun`, each also with `/step`.
fn part(text: &str) -> Option<Vec<u32>> {
    let (range, step) = match text.split_once('/') {
        Some((range, step)) => (range, step.parse().ok().filter(|step| (1..=7).contains(step))?),
        None => (text, 1),
    };
    let (first, last) = ends(range, step > 1)?;
    let days = (first..=last).step_by(step);
    Some(days.map(|day| (day + 6) % 7).collect())
}

/// Where a range begins and ends, Sunday as zero; one that wraps ends in the next week.
fn ends(range: &str, stepped: bool) -> Option<(u32, u32)> {
    if matches!(range, "*" | "?") {
        return Some((0, 6));
    }
    let Some((first, last)) = range.split_once('-') else {
        let day = number(range)?;
        return Some((day, if stepped { day.max(6) } else { day }));
    };
    let (first, last) = (number(first)?, number(last)?);
    Some((first, if last < first { last + 7 } else { last }))
}

/// A weekday by number or name, Sunday as zero or seven.
fn number(text: &str) -> Option<u32> {
    let by_name = || weekday(text).map(|day| day.num_days_from_sunday());
    text.parse().ok().filter(|day| *day <= 7).or_else(by_name)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

    use super::*;

    fn days(field: &str) -> Vec<chrono::Weekday> {
        read(&format!("0 9 * * {field}")).expect(field).weekdays()
    }

    #[test]
    fn weekdays_are_ordinary_crons() {
        assert_eq!(days("0"), [Sun]);
        assert_eq!(days("7"), [Sun]);
        assert_eq!(days("1"), [Mon]);
        assert_eq!(days("1-5"), [Mon, Tue, Wed, Thu, Fri]);
        assert_eq!(days("0-2"), [Mon, Tue, Sun]);
        assert_eq!(days("5-7"), [Fri, Sat, Sun]);
        assert_eq!(days("1,4"), [Mon, Thu]);
        assert_eq!(days("MON,thu"), [Mon, Thu]);
        assert_eq!(days("sat-sun"), [Sat, Sun]);
        assert_eq!(days("fri-mon"), [Mon, Fri, Sat, Sun]);
        assert_eq!(days("*/2"), [Tue, Thu, Sat, Sun]);
        assert_eq!(days("1-5/2,0"), [Mon, Wed, Fri, Sun]);
        assert_eq!(days("*").len(), 7);
        assert_eq!(days("0-7").len(), 7);
        assert_eq!(days("?").len(), 7);
    }

    #[test]
    fn every_other_field_is_read() {
        let pattern = read("30 7 1-7 jan,JUL *").expect("reads");
        assert_eq!(pattern.at.to_string(), "07:30:00");
        assert_eq!(pattern.days_of_month(), Some((1..=7).collect()));
        assert_eq!(pattern.months(), Some(vec![1, 7]));
        assert_eq!(read("0 9 * * 1").expect("reads").months(), None);
        assert_eq!(
            read("5,5 9 * * 1").expect("the same minute twice is once").at.to_string(),
            "09:05:00"
        );
    }

    #[test]
    fn faults_name_the_field() {
        let cases = [
            ("61 9 * * 1", CronField::Minute, "61"),
            ("0 24 * * 1", CronField::Hour, "24"),
            ("0 9 0 * 1", CronField::Day, "0"),
            ("0 9 L * 1", CronField::Day, "L"),
            ("0 9 * 13 1", CronField::Month, "13"),
            ("0 9 * * 8", CronField::Weekday, "8"),
            ("0 9 * * 1#2", CronField::Weekday, "1#2"),
            ("0 9 * * 1,", CronField::Weekday, "1,"),
            ("0 9 * * */0", CronField::Weekday, "*/0"),
            ("*/0 9 * * *", CronField::Minute, "*/0"),
            ("99999999999 9 * * *", CronField::Minute, "99999999999"),
        ];
        for (text, field, part) in cases {
            assert_eq!(read(text), Err(fault(field, part)), "{text}");
        }
    }

    #[test]
    fn five_fields_and_at_most_daily() {
        assert_eq!(read("0 0 9 * * 1"), Err(ScheduleFault::CronFields { found: 6 }));
        assert_eq!(read(""), Err(ScheduleFault::CronFields { found: 0 }));
        assert_eq!(read("@daily"), Err(ScheduleFault::CronFields { found: 1 }));
        assert_eq!(read("* 9 * * 1"), Err(ScheduleFault::TooOften { a_day: 60 }));
        assert_eq!(read("0 9,17 * * 1"), Err(ScheduleFault::TooOften { a_day: 2 }));
        assert_eq!(read("* * * * *"), Err(ScheduleFault::TooOften { a_day: 1440 }));
    }

    #[test]
    fn no_text_panics() {
        for text in ["- - - - -", "/ / / / /", ", , , , ,", "1, 9 * * 1", "é ü * * ß", "0 9 * * -"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
