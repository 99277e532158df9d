//! What a list's address asks for, and the addresses of other lists.

use chrono::{Datelike, Months, NaiveDate, TimeZone};
use chrono_tz::Tz;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::domain::clock::{Instant, instant};
use crate::domain::ids::{CommunityId, RoundId};
use crate::domain::round::Curation;
use crate::store::Wanted;

/// How many threads a page lists.
pub(super) const PAGE: usize = 30;

/// What is asked for; what is empty is not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// How far; without any the inbox, `all` is every one.
    pub state: String,
    /// A circle's id.
    pub circle: String,
    /// A ritual's id.
    pub ritual: String,
    /// A topic.
    pub topic: String,
    /// A month, as `2026-11`.
    pub month: String,
    /// Older than this one: instant and id.
    pub before: String,
}

impl Asked {
    /// How far the threads that are asked for are; `None` for all.
    pub(super) fn curation(&self) -> Option<Curation> {
        match self.state.as_str() {
            "all" => None,
            other => Some(Curation::named(other).unwrap_or_default()),
        }
    }

    /// Whether anything is asked for beside how far.
    pub(super) fn narrows(&self) -> bool {
        [&self.circle, &self.ritual, &self.topic, &self.month].iter().any(|one| !one.is_empty())
    }

    /// As the store is asked. One more than a page, so that it is known whether there are more.
    pub(super) fn wanted(&self, community: &CommunityId, zone: Tz) -> Wanted {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        let month = month(&self.month);
        Wanted {
            community: community.clone(),
            circle: given(&self.circle).map(Into::into),
            ritual: given(&self.ritual).map(Into::into),
            topic: given(&self.topic),
            curation: self.curation(),
            from: month.and_then(|first| midnight(first, zone)),
            to: month
                .and_then(|first| first.checked_add_months(Months::new(1)))
                .and_then(|next| midnight(next, zone)),
            before: key(&self.before),
            most: PAGE + 1,
        }
    }

    /// The address of the same list in another state, from its beginning.
    pub(super) fn in_state(&self, state: &str) -> String {
        Self { state: state.to_owned(), before: String::new(), ..self.clone() }.address()
    }

    /// The address of what follows this thread.
    pub(super) fn after(&self, at: Instant, id: &RoundId) -> String {
        Self { before: format!("{}.{id}", at.timestamp_millis()), ..self.clone() }.address()
    }

    /// The address of the list's beginning.
    pub(super) fn newest(&self) -> String {
        Self { before: String::new(), ..self.clone() }.address()
    }

    fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        let pairs = [
            ("state", &self.state),
            ("circle", &self.circle),
            ("ritual", &self.ritual),
            ("topic", &self.topic),
            ("month", &self.month),
            ("before", &self.before),
        ];
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        format!("/curate?{}", query.finish()).trim_end_matches('?').to_owned()
    }
}

/// The first day of a month.
fn month(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()
}

/// When a day begins there; where it begins twice, the first time.
fn midnight(day: NaiveDate, zone: Tz) -> Option<Instant> {
    let local = day.and_hms_opt(0, 0, 0)?;
    let found = zone.from_local_datetime(&local).earliest();
    Some(found.map_or_else(|| local.and_utc(), |at| at.to_utc()))
}

fn key(text: &str) -> Option<(Instant, RoundId)> {
    let (at, id) = text.split_once('.')?;
    Some((instant(at.parse().ok()?), id.into()))
}

/// The months from one instant to another, the latest first: their value, year and number.
pub(super) fn months(from: Instant, to: Instant, zone: Tz) -> Vec<(String, i32, u32)> {
    /// Twenty years of them fit into a menu.
    const MOST: usize = 240;
    let first = from.with_timezone(&zone).date_naive();
    let mut now = to.with_timezone(&zone).date_naive();
    let mut months = Vec::new();
    while (now.year(), now.month()) >= (first.year(), first.month()) && months.len() < MOST {
        months.push((now.format("%Y-%m").to_string(), now.year(), now.month()));
        let Some(before) = now.checked_sub_months(Months::new(1)) else { break };
        now = before;
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_the_community_s() {
        let asked = Asked { month: "2026-03".to_owned(), ..Asked::default() };
        let wanted = asked.wanted(&"tea".into(), Tz::Europe__Paris);
        assert_eq!(wanted.from.unwrap().to_rfc3339(), "2026-02-28T23:00:00+00:00");
        assert_eq!(wanted.to.unwrap().to_rfc3339(), "2026-03-31T22:00:00+00:00");
        assert_eq!(wanted.curation, Some(Curation::Inbox));
        let none = Asked { month: "soon".to_owned(), state: "all".to_owned(), ..Asked::default() };
        let wanted = none.wanted(&"tea".into(), Tz::UTC);
        assert_eq!((wanted.from, wanted.to, wanted.curation), (None, None, None));
    }

    #[test]
    fn an_address_reads_as_it_was_written() {
        let asked = Asked { topic: "a&b".to_owned(), ..Asked::default() };
        let at = instant(1_793_577_600_000);
        let next = asked.after(at, &"01R".into());
        assert_eq!(next, "/curate?topic=a%26b&before=1793577600000.01R");
        assert_eq!(key("1793577600000.01R"), Some((at, "01R".into())));
        assert_eq!(key("x"), None);
        assert_eq!(Asked::default().newest(), "/curate");
    }

    #[test]
    fn months_go_back_to_the_first() {
        let (from, to) = (instant(1_793_577_600_000), instant(1_799_000_000_000));
        let values: Vec<String> =
            months(from, to, Tz::UTC).into_iter().map(|(value, ..)| value).collect();
        assert_eq!(values, ["2027-01", "2026-12", "2026-11"]);
    }
}
