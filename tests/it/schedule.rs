//! Schedules, compared with a model of them in Python over its own zone arithmetic.

use std::io::Write;
use std::process::{Command, Stdio};

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use samovar::domain::clock::Instant;
use samovar::domain::schedule::{Schedule, parse_time, parse_zone};
use serde_json::{Value, json};

/// Zones that change at midnight, by half an hour, by two, in Ramadan, not at all, or that have
/// changed their mind within these years.
const ZONES: [&str; 20] = [
    "America/Toronto",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/Nuuk",
    "Atlantic/Azores",
    "Europe/Paris",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Almaty",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Antarctica/Troll",
];

/// A few dates without rituals.
const CLOSED: [&str; 4] = ["2024-03-10", "2025-12-25", "2026-11-01", "2030-03-31"];
const FROM: &str = "2024-01-01";
const TO: &str = "2031-01-01";

/// The schedules, as the model reads them.
fn schedules() -> Vec<Value> {
    let daily = ["00:00", "00:30", "01:00", "01:45", "02:00", "02:15", "02:59", "09:00", "23:30"];
    let every_day = daily.iter().map(|at| days(&[0, 1, 2, 3, 4, 5, 6], at, 1));
    let weekly = [days(&[0, 3], "09:00", 1), days(&[6], "02:30", 2), days(&[0, 6], "01:30", 3)];
    let crons =
        ["30 2 * * 0-2", "15 1 1-7 * 1", "0 0 */2 3,10-11 5-7", "45 23 29 2 *", "5 1 * * */3"];
    let crons = crons.iter().map(|cron| json!({"cron": cron, "every": 1, "anchor": FROM}));
    let fortnight = json!({"cron": "30 1 * * 0,6", "every": 2, "anchor": "2026-11-01"});
    every_day.chain(weekly).chain(crons).chain([fortnight]).collect()
}

fn days(days: &[u32], at: &str, every: u32) -> Value {
    json!({"days": days, "at": at, "every": every, "anchor": "2026-11-22"})
}

#[test]
fn every_slot_of_seven_years_is_where_python_says() {
    let schedules = schedules();
    let theirs = model(&schedules);
    let ours: Vec<String> = ZONES
        .iter()
        .flat_map(|zone| schedules.iter().enumerate().map(move |(n, schedule)| (zone, n, schedule)))
        .flat_map(|(zone, n, schedule)| lines(zone, n, schedule))
        .collect();
    let theirs: Vec<&str> = theirs.lines().collect();
    let pairs = ours.iter().zip(&theirs);
    let different: Vec<_> = pairs.filter(|(ours, theirs)| ours != theirs).take(5).collect();
    assert!(different.is_empty(), "ours and Python's: {different:#?}");
    assert_eq!(ours.len(), theirs.len(), "as many slots");
    assert!(ours.len() > ZONES.len() * 7 * 365, "the model said enough: {}", ours.len());
}

/// Our slots as the model prints its own.
fn lines(zone: &str, number: usize, value: &Value) -> Vec<String> {
    let (from, to) = (date(FROM), date(TO));
    let (before, after) = (instant(from - Days::new(9)), instant(to + Days::new(9)));
    let schedule = schedule(value, parse_zone(zone).expect("a zone"));
    let holidays = CLOSED.map(date);
    let closed = |day: NaiveDate| holidays.contains(&day);
    schedule.check(before).expect("a schedule that fires");
    let slots = schedule.missed(before, after, &closed).into_iter();
    slots
        .filter(|slot| (from..to).contains(&slot.local.date()))
        .map(|slot| format!("{zone} {number} {} {}", slot.key(), slot.at.timestamp()))
        .collect()
}

fn schedule(value: &Value, zone: Tz) -> Schedule {
    let every = value["every"].as_u64().expect("every");
    let anchor = Some(date(value["anchor"].as_str().expect("anchor")));
    let plain = match value["cron"].as_str() {
        Some(cron) => Schedule::cron(cron, zone),
        None => {
            let days = value["days"].as_array().expect("days").iter().map(weekday).collect();
            let at = parse_time(value["at"].as_str().expect("at")).expect("a time");
            Schedule::days(days, at, zone)
        }
    };
    plain.every_weeks(u32::try_from(every).expect("a small number"), anchor)
}

fn weekday(number: &Value) -> Weekday {
    let number = number.as_u64().and_then(|number| u8::try_from(number).ok());
    number.and_then(|number| Weekday::try_from(number).ok()).expect("a weekday")
}

/// Midnight in UTC.
fn instant(date: NaiveDate) -> Instant {
    date.and_time(NaiveTime::MIN).and_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Runs the model. It fails, with what to install, unless it has our version of the database.
fn model(schedules: &[Value]) -> String {
    let python = std::env::var("SAMOVAR_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/zone_model.py");
    let task = json!({
        "iana": chrono_tz::IANA_TZDB_VERSION,
        "from": FROM,
        "to": TO,
        "zones": ZONES,
        "closed": CLOSED,
        "schedules": schedules,
    });
    let mut child = Command::new(&python)
        .arg(script)
        .env("PYTHONTZPATH", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python} (from SAMOVAR_PYTHON) does not start: {error}"));
    let mut input = child.stdin.take().expect("its input");
    input.write_all(task.to_string().as_bytes()).expect("the task is read");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the model in Python can't run: {complaint}");
    String::from_utf8(output.stdout).expect("plain text")
}
