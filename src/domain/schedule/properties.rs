//! What holds for every schedule, zone and instant.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::super::clock::{Instant, instant};
use super::pattern::WEEK;
use super::rule::{Schedule, Slot};

const DAY_MS: i64 = 86_400_000;

/// Zones that once did something odd, drawn as often as all others together.
const ODD: [Tz; 10] = [
    Tz::Pacific__Apia,
    Tz::Pacific__Kwajalein,
    Tz::Australia__Lord_Howe,
    Tz::America__Havana,
    Tz::America__Sao_Paulo,
    Tz::America__St_Johns,
    Tz::Africa__Casablanca,
    Tz::Antarctica__Troll,
    Tz::Asia__Gaza,
    Tz::America__Toronto,
];

fn zones() -> impl Strategy<Value = Tz> {
    prop_oneof![select(ODD.to_vec()), select(TZ_VARIANTS.to_vec())]
}

/// Nights are drawn more often, since that is when clocks change.
fn times() -> impl Strategy<Value = NaiveTime> {
    let hours = prop_oneof![0_u32..4, 0_u32..24];
    (hours, 0_u32..60)
        .prop_filter_map("a time", |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0))
}

fn instants() -> impl Strategy<Value = Instant> {
    (0_i64..2_500_000_000_000).prop_map(instant)
}

fn weekdays() -> impl Strategy<Value = Vec<Weekday>> {
    subsequence(WEEK.to_vec(), 1..=7)
}

fn schedules() -> impl Strategy<Value = Schedule> {
    let weekly =
        (weekdays(), times(), zones()).prop_map(|(days, at, zone)| Schedule::days(days, at, zone));
    let monthly = (1_u32..=28, times(), zones()).prop_map(|(day, at, zone)| {
        Schedule::cron(&format!("{} {day}-31/3 * *", at.format("%M %H")), zone)
    });
    let daily = (times(), zones()).prop_map(|(at, zone)| Schedule::days(WEEK.to_vec(), at, zone));
    let every = (1_u32..=4, instants());
    (prop_oneof![weekly, monthly, daily], every).prop_map(|(schedule, (every, anchor))| {
        schedule.every_weeks(every, Some(anchor.date_naive()))
    })
}

/// Some dates are closed, by a rule that needs no list.
fn holiday(date: NaiveDate) -> bool {
    date.num_days_from_ce() % 11 == 0
}

fn open(_: NaiveDate) -> bool {
    false
}

fn walk(schedule: &Schedule, after: Instant, n: usize) -> Vec<Slot> {
    let first = schedule.next_after(after, &holiday);
    std::iter::successors(first, |slot| schedule.next_after(slot.at, &holiday)).take(n).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slots_are_later_and_later_and_each_date_has_one(
        schedule in schedules(), after in instants(),
    ) {
        let slots = schedule.upcoming(after, 60, &holiday);
        prop_assert_eq!(slots.len(), 60);
        prop_assert!(slots.iter().all(|slot| slot.at > after && !holiday(slot.local.date())));
        prop_assert!(slots.is_sorted_by(|a, b| a.at < b.at && a.local < b.local));
        let dates: BTreeSet<_> = slots.iter().map(|slot| slot.local.date()).collect();
        prop_assert_eq!(dates.len(), slots.len());
        let keys: BTreeSet<_> = slots.iter().map(Slot::key).collect();
        prop_assert_eq!(keys.len(), slots.len());
    }

    #[test]
    fn a_restart_changes_nothing(
        schedule in schedules(), after in instants(), cut in 0..60 * DAY_MS,
    ) {
        let all = schedule.upcoming(after, 40, &holiday);
        prop_assert_eq!(&walk(&schedule, after, 40), &all);
        let restarted = after + TimeDelta::milliseconds(cut);
        let rest: Vec<Slot> = all.iter().copied().filter(|slot| slot.at > restarted).collect();
        prop_assert_eq!(walk(&schedule, restarted, rest.len()), rest);
    }

    #[test]
    fn missed_is_the_walk_up_to_now(
        schedule in schedules(), after in instants(), down in 0..90 * DAY_MS,
    ) {
        let upto = after + TimeDelta::milliseconds(down);
        let all = walk(&schedule, after, 100).into_iter();
        let expected: Vec<Slot> = all.take_while(|slot| slot.at <= upto).collect();
        prop_assert_eq!(schedule.missed(after, upto, &holiday), expected);
        prop_assert!(schedule.missed(upto, after, &holiday).is_empty());
    }

    #[test]
    fn weeks_are_exactly_every_apart(
        day in select(WEEK.to_vec()), at in times(), zone in zones(), every in 1_u32..=9,
        anchor in instants(), after in instants(),
    ) {
        let anchor = anchor.date_naive();
        let schedule = Schedule::days(vec![day], at, zone).every_weeks(every, Some(anchor));
        for slot in schedule.upcoming(after, 20, &open) {
            prop_assert_eq!(slot.local.weekday(), day);
            let monday = |date: NaiveDate| date.week(Weekday::Mon).first_day();
            let apart = monday(slot.local.date()).signed_duration_since(monday(anchor)).num_days();
            prop_assert_eq!(apart % (7 * i64::from(every)), 0);
        }
    }

    #[test]
    fn a_slot_reads_as_its_wall_clock_unless_a_gap_moved_it(
        schedule in schedules(), after in instants(),
    ) {
        let read = |at: Instant| at.with_timezone(&schedule.zone).naive_local();
        for slot in schedule.upcoming(after, 30, &open) {
            let wall = read(slot.at);
            prop_assert!(wall >= slot.local && wall - slot.local <= TimeDelta::hours(24));
            let before = read(slot.at - TimeDelta::minutes(1));
            let in_gap = before < slot.local && wall > slot.local;
            prop_assert!(wall == slot.local || in_gap, "{:?} reads {}", slot, wall);
        }
    }

    #[test]
    fn what_is_drawn_passes_its_check(schedule in schedules(), after in instants()) {
        prop_assert_eq!(schedule.check(after), Ok(()));
    }

    #[test]
    fn a_schedule_survives_its_stored_form(schedule in schedules()) {
        let text = serde_json::to_string(&schedule).expect("writes");
        prop_assert_eq!(serde_json::from_str::<Schedule>(&text).expect("reads"), schedule);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}") {
        let _ = super::parse_days(&text);
        let _ = super::parse_time(&text);
        let _ = super::parse_span(&text);
        let _ = super::parse_date(&text);
        let _ = super::parse_zone(&text);
        let _ = Schedule::cron(&text, Tz::UTC).check(instant(0));
    }

    #[test]
    fn no_cron_field_panics(fields in proptest::collection::vec("[0-9*/,?a-f-]{1,6}", 5)) {
        let _ = Schedule::cron(&fields.join(" "), Tz::UTC).check(instant(0));
    }
}
