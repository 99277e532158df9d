//! From a schedule to its slots: dates are walked in wall-clock time, then resolved one by one.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::super::clock::Instant;
use super::fault::ScheduleFault;
use super::pattern::Pattern;
use super::rule::{Schedule, Slot};

/// A new schedule must have a slot within these years, else it is as good as never.
const SOON_YEARS: u32 = 5;
/// For how many dates a next slot is looked for: past the calendar's turn of 28 years.
const FAR_DATES: u32 = 30 * 366;
/// How far to step back before a walk. A zone is at most a date away from UTC, and at most a
/// whole date is left out or repeated where one moved across the date line.
const BACK: Days = Days::new(3);
/// The longest gap that is looked through, in minutes: a date left out, and one to spare.
const LONGEST_GAP: i64 = 2 * 24 * 60;

impl Schedule {
    /// Refuses what can't be read, what fires oftener than daily, and what never fires.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, after: Instant) -> Result<(), ScheduleFault> {
        self.pattern()?;
        match (self.every, self.anchor) {
            (0, _) => return Err(ScheduleFault::EveryZero),
            (1, _) | (_, Some(_)) => {}
            (every, None) => return Err(ScheduleFault::NoAnchor { every }),
        }
        let soon = TimeDelta::days(i64::from(SOON_YEARS) * 366);
        let first = self.next_after(after, &|_| false);
        let fires = first.is_some_and(|slot| slot.at.signed_duration_since(after) <= soon);
        fires.then_some(()).ok_or(ScheduleFault::NeverFires { years: SOON_YEARS })
    }

    /// The first slot strictly after an instant. Dates that are `closed` are passed over.
    #[must_use]
    pub fn next_after(&self, after: Instant, closed: &dyn Fn(NaiveDate) -> bool) -> Option<Slot> {
        self.walk(after, closed)?.next()
    }

    /// The next `n` slots strictly after an instant.
    #[must_use]
    pub fn upcoming(
        &self,
        after: Instant,
        n: usize,
        closed: &dyn Fn(NaiveDate) -> bool,
    ) -> Vec<Slot> {
        self.walk(after, closed).into_iter().flatten().take(n).collect()
    }

    /// The slots strictly after one instant, up to another and including it, oldest first.
    #[must_use]
    pub fn missed(
        &self,
        after: Instant,
        upto: Instant,
        closed: &dyn Fn(NaiveDate) -> bool,
    ) -> Vec<Slot> {
        let slots = self.walk(after, closed).into_iter().flatten();
        slots.take_while(|slot| slot.at <= upto).collect()
    }

    /// A schedule that [`Schedule::check`] would refuse as unreadable has no slots.
    fn walk<'a>(
        &'a self,
        after: Instant,
        closed: &'a dyn Fn(NaiveDate) -> bool,
    ) -> Option<Walk<'a>> {
        let pattern = self.pattern().ok()?;
        let date = after.date_naive().checked_sub_days(BACK)?;
        Some(Walk { schedule: self, pattern, closed, date, last: after })
    }

    /// Whether the ISO week of a date is one of those that count.
    fn takes_week(&self, date: NaiveDate) -> bool {
        match (self.every, self.anchor) {
            (0, _) => false,
            (1, _) => true,
            (every, anchor) => anchor.is_some_and(|anchor| {
                (week(date) - week(anchor)).rem_euclid(i64::from(every)) == 0
            }),
        }
    }
}

/// A walk over dates; each slot is later than the one before it.
struct Walk<'a> {
    schedule: &'a Schedule,
    pattern: Pattern,
    closed: &'a dyn Fn(NaiveDate) -> bool,
    date: NaiveDate,
    last: Instant,
}

impl Iterator for Walk<'_> {
    type Item = Slot;

    fn next(&mut self) -> Option<Slot> {
        for _ in 0..FAR_DATES {
            let date = self.date;
            self.date = date.succ_opt()?;
            // Where a zone left out a date, two slots can fall on one instant: the first has it.
            if let Some(slot) = self.slot_on(date).filter(|slot| slot.at > self.last) {
                self.last = slot.at;
                return Some(slot);
            }
        }
        None
    }
}

impl Walk<'_> {
    fn slot_on(&self, date: NaiveDate) -> Option<Slot> {
        let taken = self.pattern.takes(date) && self.schedule.takes_week(date);
        if !taken || (self.closed)(date) {
            return None;
        }
        let local = date.and_time(self.pattern.at);
        resolve(local, self.schedule.zone).map(|at| Slot { local, at })
    }
}

/// The week of a date, Monday to Sunday, counted from the one that begins on 0001-01-01.
fn week(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()).saturating_sub(1).div_euclid(7)
}

/// The instant of a wall-clock time: in an overlap its first pass, in a gap the first valid
/// minute after it.
fn resolve(local: NaiveDateTime, zone: Tz) -> Option<Instant> {
    let minutes = (0..LONGEST_GAP).map(|n| local.checked_add_signed(TimeDelta::minutes(n)));
    let mut valid = minutes
        .map_while(|wall| wall)
        .filter_map(|wall| zone.from_local_datetime(&wall).earliest());
    valid.next().map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use chrono::Weekday::{Mon, Thu};
    use chrono_tz::America::{Sao_Paulo, Toronto};
    use chrono_tz::Pacific::Apia;

    use super::*;

    fn utc(text: &str) -> Instant {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect(text).and_utc()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().expect(text)
    }

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
    }

    fn next(schedule: &Schedule, after: &str, n: usize) -> Vec<String> {
        let slots = schedule.upcoming(utc(after), n, &|_| false);
        slots.iter().map(|slot| format!("{} {}", slot.key(), slot.at.format("%dT%H:%MZ"))).collect()
    }

    #[test]
    fn weekdays_at_nine() {
        let schedule = Schedule::days(vec![Thu, Mon, Thu], time(9, 0), Toronto);
        let slots = next(&schedule, "2026-11-23 14:00", 3);
        assert_eq!(
            slots,
            [
                "2026-11-26T09:00 26T14:00Z",
                "2026-11-30T09:00 30T14:00Z",
                "2026-12-03T09:00 03T14:00Z"
            ]
        );
    }

    #[test]
    fn a_gap_goes_to_the_first_minute_after_it() {
        let schedule = Schedule::cron("30 2 * * *", Toronto);
        let slots = next(&schedule, "2026-03-07 12:00", 2);
        assert_eq!(slots, ["2026-03-08T02:30 08T07:00Z", "2026-03-09T02:30 09T06:30Z"]);
        let midnight = Schedule::cron("0 0 * * *", Sao_Paulo);
        assert_eq!(next(&midnight, "2018-11-03 12:00", 1), ["2018-11-04T00:00 04T03:00Z"]);
    }

    #[test]
    fn an_overlap_goes_to_its_first_pass_and_only_there() {
        let schedule = Schedule::cron("30 1 * * *", Toronto);
        let first = "2026-11-01T01:30 01T05:30Z";
        let second = "2026-11-02T01:30 02T06:30Z";
        assert_eq!(next(&schedule, "2026-11-01 05:00", 2), [first, second]);
        assert_eq!(next(&schedule, "2026-11-01 05:30", 1), [second]);
        assert_eq!(next(&schedule, "2026-11-01 06:10", 1), [second]);
    }

    #[test]
    fn a_date_that_a_zone_left_out_gives_no_instant_twice() {
        let schedule = Schedule::cron("0 0 * * *", Apia);
        let slots = next(&schedule, "2011-12-29 08:00", 3);
        let expected = [
            "2011-12-29T00:00 29T10:00Z",
            "2011-12-30T00:00 30T10:00Z",
            "2012-01-01T00:00 31T10:00Z",
        ];
        assert_eq!(slots, expected);
    }

    #[test]
    fn every_second_week_counts_from_the_anchors_week() {
        let sunday = Some(date("2026-11-29"));
        let schedule = Schedule::days(vec![Mon], time(9, 0), Toronto).every_weeks(2, sunday);
        let slots = next(&schedule, "2026-11-20 00:00", 3);
        let days: Vec<&str> = slots.iter().filter_map(|slot| slot.get(..10)).collect();
        assert_eq!(days, ["2026-11-23", "2026-12-07", "2026-12-21"]);
    }

    #[test]
    fn closed_dates_are_passed_over() {
        let schedule = Schedule::days(vec![Mon], time(9, 0), Toronto);
        let holiday = date("2026-11-23");
        let slot = schedule.next_after(utc("2026-11-20 00:00"), &|day| day == holiday);
        assert_eq!(slot.map(|slot| slot.key()).as_deref(), Some("2026-11-30T09:00"));
        assert_eq!(schedule.next_after(utc("2026-11-20 00:00"), &|_| true), None);
    }

    #[test]
    fn missed_includes_its_end_and_not_its_beginning() {
        let schedule = Schedule::days(vec![Mon], time(9, 0), Toronto);
        let (first, last) = (utc("2026-11-23 14:00"), utc("2026-12-07 14:00"));
        let missed = schedule.missed(first, last, &|_| false);
        assert_eq!(
            missed.iter().map(Slot::key).collect::<Vec<_>>(),
            ["2026-11-30T09:00", "2026-12-07T09:00"]
        );
    }

    #[test]
    fn what_never_fires_is_refused() {
        let now = utc("2026-11-22 09:00");
        let never = Err(ScheduleFault::NeverFires { years: 5 });
        assert_eq!(Schedule::cron("0 0 31 2 *", Toronto).check(now), never);
        assert_eq!(Schedule::cron("0 9 31 4,6 *", Toronto).check(now), never);
        assert_eq!(Schedule::cron("0 9 29 2 *", Toronto).check(now), Ok(()));
        let rare =
            Schedule::cron("0 9 * * 1", Toronto).every_weeks(u32::MAX, Some(date("2020-01-01")));
        assert_eq!(rare.check(now), never);
    }

    #[test]
    fn every_needs_a_number_and_an_anchor() {
        let now = utc("2026-11-22 09:00");
        let weekly = Schedule::cron("0 9 * * 1", Toronto);
        assert_eq!(weekly.clone().every_weeks(0, None).check(now), Err(ScheduleFault::EveryZero));
        let fault = Err(ScheduleFault::NoAnchor { every: 2 });
        assert_eq!(weekly.clone().every_weeks(2, None).check(now), fault);
        assert_eq!(weekly.every_weeks(1, None).check(now), Ok(()));
        let none = Schedule::days(vec![], time(9, 0), Toronto);
        assert_eq!(none.check(now), Err(ScheduleFault::NoDays));
        assert_eq!(none.next_after(now, &|_| false), None);
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let schedule = Schedule::cron("0 9 * * *", Toronto);
        assert_eq!(schedule.next_after(Instant::MAX_UTC, &|_| false), None);
        let _ = schedule.next_after(Instant::MIN_UTC, &|_| false);
        let _ = schedule.next_after(Instant::MIN_UTC + TimeDelta::days(9), &|_| false);
    }
}
