//! Reads what people type for days, times, spans, dates and zones. English and French forms.

use std::str::FromStr;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::fault::ParseFault;
use super::pattern::WEEK;

/// Weekdays in full, Monday first. Three letters are enough: no two begin with the same three.
const NAMES: [[&str; 7]; 2] = [
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
];
/// The longest span that is taken, in days.
const MOST_DAYS: u32 = 366;
/// How many near zone names a fault carries, and how near they must be.
const NEAREST: usize = 3;
const NEAR_ENOUGH: f64 = 0.86;

/// Weekdays, Monday first, each once: `mon,thu`, `Monday Thursday`, `lun,jeu`, `mon-fri`.
///
/// # Errors
/// When a part is not a weekday, or there is none.
pub fn parse_days(text: &str) -> Result<Vec<Weekday>, ParseFault> {
    let parts = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let mut days = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        days.extend(weekdays(part).ok_or_else(|| ParseFault::Day(part.to_owned()))?);
    }
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    if days.is_empty() { Err(ParseFault::Day(text.trim().to_owned())) } else { Ok(days) }
}

/// One weekday, or a range of them; a range may pass over the end of the week.
fn weekdays(part: &str) -> Option<Vec<Weekday>> {
    let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
    let (first, last) = (weekday(first)?, weekday(last)?);
    let count = last.num_days_from_monday() + 7 - first.num_days_from_monday();
    let days = std::iter::successors(Some(first), |day| Some(day.succ()));
    Some(days.take(count as usize % 7 + 1).collect())
}

/// A weekday by at least three letters of its name, in any case; a plural and a full stop pass.
pub(super) fn weekday(text: &str) -> Option<Weekday> {
    let word = text.trim().trim_end_matches('.').to_lowercase();
    let stem = word.strip_suffix('s').filter(|stem| stem.len() >= 3).unwrap_or(&word);
    let known = |name: &str| stem.len() >= 3 && name.starts_with(stem);
    let found = NAMES.iter().find_map(|names| names.iter().position(|name| known(name)));
    found.and_then(|place| WEEK.get(place).copied())
}

/// A time of day: `09:00`, `9:00`, `9h`, `9h30`, `21:15`, `9am`, `9:30 pm`.
///
/// # Errors
/// When it is none.
pub fn parse_time(text: &str) -> Result<NaiveTime, ParseFault> {
    time(text).ok_or_else(|| ParseFault::Time(text.trim().to_owned()))
}

fn time(text: &str) -> Option<NaiveTime> {
    let word: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let (clock, half) = halves(&word);
    let (hour, minute) = match clock.split_once([':', 'h']) {
        Some((hour, "")) if clock.ends_with('h') => (hour, "00"),
        Some(parts) => parts,
        None if half.is_some() => (clock, "00"),
        None => return None,
    };
    NaiveTime::from_hms_opt(of_day(number(hour)?, half)?, two(minute)?, 0)
}

/// The clock, and which half of the day it counts from where the words say so.
fn halves(word: &str) -> (&str, Option<Half>) {
    let morning = word.strip_suffix("am").map(|clock| (clock, Some(Half::Morning)));
    let afternoon = || word.strip_suffix("pm").map(|clock| (clock, Some(Half::Afternoon)));
    morning.or_else(afternoon).unwrap_or((word, None))
}

/// A half of the day.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// The hour of the day: twelve in the morning is midnight, twelve in the afternoon noon.
fn of_day(hour: u32, half: Option<Half>) -> Option<u32> {
    match half {
        None => Some(hour),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some(Half::Morning) => Some(hour % 12),
        Some(Half::Afternoon) => Some(hour % 12 + 12),
    }
}

fn two(text: &str) -> Option<u32> {
    number(text).filter(|_| text.len() == 2)
}

/// One or two digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// A length of time: `90m`, `24h`, `2d`, `1w`, `1h30m`; French `2j`, `1sem`. None at all is taken.
///
/// # Errors
/// When it is none, or longer than a year.
pub fn parse_span(text: &str) -> Result<Duration, ParseFault> {
    let given = || text.trim().to_owned();
    let seconds = span(text).ok_or_else(|| ParseFault::Span(given()))?;
    if seconds > u64::from(MOST_DAYS) * 86_400 {
        return Err(ParseFault::SpanTooLong { given: given(), most_days: MOST_DAYS });
    }
    Ok(Duration::from_secs(seconds))
}

/// In seconds; what does not fit is as long as can be.
fn span(text: &str) -> Option<u64> {
    let word: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let (mut rest, mut seconds) = (word.as_str(), None);
    while !rest.is_empty() {
        let (digits, tail) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (name, tail) = tail.split_at(end);
        let count =
            if digits.is_empty() { return None } else { digits.parse().unwrap_or(u64::MAX) };
        let part = count.saturating_mul(unit(name)?);
        seconds = Some(seconds.unwrap_or(0_u64).saturating_add(part));
        rest = tail;
    }
    seconds
}

/// The seconds of a unit.
fn unit(name: &str) -> Option<u64> {
    match name {
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hour" | "hours" | "heure" | "heures" => Some(3_600),
        "d" | "day" | "days" | "j" | "jour" | "jours" => Some(86_400),
        "w" | "week" | "weeks" | "sem" | "semaine" | "semaines" => Some(604_800),
        _ => None,
    }
}

/// A date: `2026-11-23`.
///
/// # Errors
/// When it is none.
pub fn parse_date(text: &str) -> Result<NaiveDate, ParseFault> {
    let word = text.trim();
    let shaped = word.len() == 10 && word.starts_with(|c: char| c.is_ascii_digit());
    let date = NaiveDate::from_str(word).ok().filter(|_| shaped);
    date.ok_or_else(|| ParseFault::Date(word.to_owned()))
}

/// An IANA zone in any case: `America/Toronto`, `america/new york`.
///
/// # Errors
/// When there is none of that name; the fault carries the nearest ones.
pub fn parse_zone(text: &str) -> Result<Tz, ParseFault> {
    let word = text.trim().replace(' ', "_");
    let known = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(&word));
    known
        .copied()
        .ok_or_else(|| ParseFault::Zone { given: text.trim().to_owned(), nearest: nearest(&word) })
}

/// The names nearest to a word, by the whole name or by the place alone.
fn nearest(word: &str) -> Vec<&'static str> {
    let word = word.to_lowercase();
    let scored = TZ_VARIANTS.iter().map(|zone| (likeness(&word, zone.name()), zone.name()));
    let mut near: Vec<_> = scored.filter(|(score, _)| *score >= NEAR_ENOUGH).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().map(|(_, name)| name).take(NEAREST).collect()
}

fn likeness(word: &str, name: &str) -> f64 {
    let name = name.to_lowercase();
    let place = name.rsplit('/').next().unwrap_or(&name);
    let own = word.rsplit('/').next().unwrap_or(word);
    strsim::jaro_winkler(word, &name).max(strsim::jaro_winkler(own, place))
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

    use super::*;

    #[test]
    fn days_in_two_languages() {
        assert_eq!(parse_days("mon,thu"), Ok(vec![Mon, Thu]));
        assert_eq!(parse_days("Thursday, MONDAY,mon"), Ok(vec![Mon, Thu]));
        assert_eq!(parse_days("lun,mar,mer,jeu,ven,sam,dim").map(|days| days.len()), Ok(7));
        assert_eq!(parse_days("Lundi mercredis"), Ok(vec![Mon, Wed]));
        assert_eq!(parse_days("tues, thurs."), Ok(vec![Tue, Thu]));
        assert_eq!(parse_days("mon-fri").map(|days| days.len()), Ok(5));
        assert_eq!(parse_days("fri-mon"), Ok(vec![Mon, Fri, Sat, Sun]));
        assert_eq!(parse_days("mon,blursday"), Err(ParseFault::Day("blursday".into())));
        assert_eq!(parse_days("mo"), Err(ParseFault::Day("mo".into())));
        assert_eq!(parse_days(" , "), Err(ParseFault::Day(",".into())));
        assert_eq!(parse_days("mondayy"), Err(ParseFault::Day("mondayy".into())));
    }

    #[test]
    fn times_of_day() {
        let cases = [
            ("09:00", "09:00"),
            ("9:00", "09:00"),
            ("9h", "09:00"),
            ("9h30", "09:30"),
            ("9H05", "09:05"),
            ("21:15", "21:15"),
            ("00:00", "00:00"),
            ("9am", "09:00"),
            ("9 PM", "21:00"),
            ("9:30 pm", "21:30"),
            ("12am", "00:00"),
            ("12:05pm", "12:05"),
            (" 23h59 ", "23:59"),
        ];
        for (text, expected) in cases {
            let time = parse_time(text).map(|time| time.format("%H:%M").to_string());
            assert_eq!(time.as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "9", "", "24:00", "9:60", "9:", "9:5", "13pm", "0am", "am", "h", ":30", "+9:00",
            "9:00:00", "0900", "é:00", "m",
        ] {
            assert_eq!(parse_time(text), Err(ParseFault::Time(text.into())), "{text}");
        }
    }

    #[test]
    fn spans() {
        let cases = [
            ("90m", 5_400),
            ("24h", 86_400),
            ("2d", 172_800),
            ("1w", 604_800),
            ("2 j", 172_800),
            ("1h30m", 5_400),
            ("0m", 0),
            ("7 days", 604_800),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse_span(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "h", "24", "1x", "-1h", "1.5h", "h1", "1h30", "é"] {
            assert_eq!(parse_span(text), Err(ParseFault::Span(text.into())), "{text}");
        }
        for text in ["367d", "99999999999999999999w", "9999999999999999999m1m"] {
            assert!(matches!(parse_span(text), Err(ParseFault::SpanTooLong { .. })), "{text}");
        }
    }

    #[test]
    fn dates() {
        assert_eq!(
            parse_date(" 2026-11-23 "),
            Ok(NaiveDate::from_ymd_opt(2026, 11, 23).expect("date"))
        );
        for text in ["2026-02-29", "23.11.2026", "2026-11-3", "", "+026-11-23", "tomorrow!!"] {
            assert_eq!(parse_date(text), Err(ParseFault::Date(text.into())), "{text}");
        }
    }

    #[test]
    fn zones_and_the_nearest_ones() {
        assert_eq!(parse_zone("america/toronto"), Ok(Tz::America__Toronto));
        assert_eq!(parse_zone("America/new york"), Ok(Tz::America__New_York));
        assert_eq!(parse_zone("utc"), Ok(Tz::UTC));
        for (text, expected) in [
            ("America/Tornto", "America/Toronto"),
            ("toronto", "America/Toronto"),
            ("Europe/Pari", "Europe/Paris"),
            ("kathmandu", "Asia/Kathmandu"),
        ] {
            let Err(ParseFault::Zone { given, nearest }) = parse_zone(text) else {
                panic!("{text}")
            };
            assert_eq!(given, text);
            assert_eq!(nearest.first().copied(), Some(expected), "{text}: {nearest:?}");
        }
        let fault = ParseFault::Zone { given: "@@@".into(), nearest: vec![] };
        assert_eq!(parse_zone("@@@"), Err(fault));
    }
}
