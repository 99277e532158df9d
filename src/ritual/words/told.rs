//! Moments, days, lengths of time, lists, moods and files in words.

use std::time::Duration;

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{Arg, Words};
use crate::domain::clock::Instant;
use crate::domain::community::Language;
use crate::domain::file::FileRef;
use crate::domain::round::Moods;
use crate::domain::schedule::{Schedule, When};

const MOODS: [&str; 5] = ["mood-1", "mood-2", "mood-3", "mood-4", "mood-5"];

impl Words {
    /// A moment by the wall clock of a zone: `Monday 23 November, 09:00 (Europe/Vienna)`.
    #[must_use]
    pub fn moment(&self, language: &Language, at: Instant, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        let mut args = self.date_args(language, local.date_naive());
        args.push(("time", local.format("%H:%M").to_string().into()));
        args.push(("zone", zone.name().into()));
        self.say(language, "moment", &args)
    }

    /// The same with the time it is then for somebody who lives by another zone.
    #[must_use]
    pub fn moment_for(&self, language: &Language, at: Instant, zone: Tz, own: Tz) -> String {
        let moment = self.moment(language, at, zone);
        let local = at.with_timezone(&own);
        if local.naive_local() == at.with_timezone(&zone).naive_local() {
            return moment;
        }
        let day = self.day(language, local.date_naive());
        let time = local.format("%H:%M").to_string();
        let args = [("moment", moment.into()), ("day", day.into()), ("time", time.into())];
        self.say(language, "moment-own", &args)
    }

    /// A day: `Monday 23 November`.
    #[must_use]
    pub fn day(&self, language: &Language, day: NaiveDate) -> String {
        self.say(language, "day", &self.date_args(language, day))
    }

    fn date_args(&self, language: &Language, day: NaiveDate) -> Vec<(&'static str, Arg<'static>)> {
        let weekday = day.weekday().number_from_monday();
        vec![
            ("weekday", self.say(language, "weekday", &[("number", weekday.into())]).into()),
            ("day", day.day().into()),
            ("month", self.say(language, "month", &[("number", day.month().into())]).into()),
        ]
    }

    /// A length of time: `24 hours`, `2 days`, `1 hour 30 minutes`; seconds are left out.
    #[must_use]
    pub fn span(&self, language: &Language, span: Duration) -> String {
        let minutes = span.as_secs() / 60;
        let (hours, rest) = (minutes / 60, minutes % 60);
        let say = |key, count: u64| self.say(language, key, &[("count", count.into())]);
        match (hours, rest) {
            (0, rest) => say("span-minutes", rest),
            // One day is told as 24 hours: on a day of change the clock would disagree.
            (hours, 0) if hours > 24 && hours.is_multiple_of(24) => say("span-days", hours / 24),
            (hours, 0) => say("span-hours", hours),
            (hours, rest) => format!("{} {}", say("span-hours", hours), say("span-minutes", rest)),
        }
    }

    /// A rhythm: on which days, at what time, by whose clock.
    #[must_use]
    pub fn rhythm(&self, language: &Language, schedule: &Schedule) -> String {
        let when = match &schedule.when {
            When::Days { days, at } => {
                let name = |day: &Weekday| {
                    let number = day.number_from_monday();
                    self.say(language, "weekday", &[("number", number.into())])
                };
                let days = self.list(language, &days.iter().map(name).collect::<Vec<_>>());
                let time = at.format("%H:%M").to_string();
                let args = [("days", days.into()), ("time", time.into())];
                self.say(language, "rhythm-days", &args)
            }
            When::Cron(cron) => {
                self.say(language, "rhythm-cron", &[("cron", cron.as_str().into())])
            }
        };
        let zone = schedule.zone.name();
        let args = [("when", when.into()), ("zone", zone.into()), ("every", schedule.every.into())];
        let key = if schedule.every > 1 { "rhythm-every" } else { "rhythm" };
        self.say(language, key, &args)
    }

    /// A list within a sentence: `tea, milk and sugar`.
    #[must_use]
    pub fn list(&self, language: &Language, entries: &[String]) -> String {
        match entries {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => {
                let args = [("most", most.join(", ").into()), ("last", last.as_str().into())];
                self.say(language, "list-end", &args)
            }
        }
    }

    /// A field and its value on one line: `Rose: the garden`, `Why this word? Too many meetings`.
    #[must_use]
    pub fn field_line(&self, language: &Language, label: &str, value: &str) -> String {
        let asked = label.ends_with(['?', '!', ':', '…']);
        let key = if asked { "summary-field-asked" } else { "summary-field" };
        self.say(language, key, &[("label", label.into()), ("value", value.into())])
    }

    /// A file by its name, its kind and its size: `Plan.pdf (PDF, 1.2 MB)`.
    #[must_use]
    pub fn file(&self, language: &Language, file: &FileRef) -> String {
        let name = match file.name.as_str() {
            "" => self.say(language, "file-unnamed", &[]),
            name => name.to_owned(),
        };
        let sort = match file.kind.as_str() {
            "application/pdf" => "pdf",
            other => other.split('/').next().unwrap_or_default(),
        };
        let kind = self.say(language, "file-kind", &[("kind", sort.into())]);
        let mut args = vec![("name", Arg::from(name)), ("kind", kind.into())];
        let Some(size) = file.size else { return self.say(language, "file-of-no-size", &args) };
        args.push(("size", self.size(language, size).into()));
        self.say(language, "file", &args)
    }

    /// A number of bytes: `12 bytes`, `1.2 MB`, `34 kB`.
    fn size(&self, language: &Language, bytes: u64) -> String {
        let (unit, word) = match bytes {
            0..1_000 => return self.say(language, "file-size-bytes", &[("count", bytes.into())]),
            1_000..1_000_000 => (1_000, "kilo"),
            1_000_000..1_000_000_000 => (1_000_000, "mega"),
            _ => (1_000_000_000, "giga"),
        };
        let (whole, tenth) = (bytes / unit, bytes % unit / (unit / 10));
        let number = if whole < 10 && tenth > 0 {
            format!("{whole}{}{tenth}", self.say(language, "decimal-mark", &[]))
        } else {
            whole.to_string()
        };
        self.say(language, "file-size", &[("number", number.into()), ("unit", word.into())])
    }

    /// What the five moods are called, from low to high.
    #[must_use]
    pub fn mood_labels(&self, language: &Language) -> Vec<String> {
        MOODS.iter().map(|key| self.say(language, key, &[])).collect()
    }

    /// The line of a summary that tells moods as an aggregate.
    #[must_use]
    pub fn moods(&self, language: &Language, moods: &Moods) -> String {
        let told: Vec<String> = self
            .mood_labels(language)
            .iter()
            .zip(moods.0)
            .filter(|(_, count)| *count > 0)
            .map(|(label, count)| {
                let args = [("mood", label.as_str().into()), ("count", count.into())];
                self.say(language, "summary-mood", &args)
            })
            .collect();
        let people: u32 = moods.0.iter().sum();
        let list = self.list(language, &told);
        self.say(language, "summary-moods", &[("list", list.into()), ("count", people.into())])
    }
}
