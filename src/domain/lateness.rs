//! What happens to slots that passed while the process was down.

use std::time::Duration;

use chrono::TimeDelta;

use super::clock::Instant;
use super::ritual::Late;
use super::schedule::Slot;

/// A slot that is late by less than this is on time: some lateness is in every wake-up.
const ON_TIME: TimeDelta = TimeDelta::minutes(1);

/// What to do with the slots that are due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Those that run, oldest first.
    pub run: Vec<Run>,
    /// Those that don't, oldest first. They are told in one notice.
    pub skipped: Vec<Slot>,
}

/// A slot that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub slot: Slot,
    /// When its window ends: the slot's instant and the window, or from now where it runs anyway.
    pub closes_at: Instant,
    /// Whether it is late by a minute or more, so that this is said.
    pub late: bool,
}

/// How late something is by now; `None` for what counts as on time.
#[must_use]
pub fn late_by(due: Instant, now: Instant) -> Option<Duration> {
    let passed = now.signed_duration_since(due);
    if passed < ON_TIME { None } else { passed.to_std().ok() }
}

/// Decides over the slots that are due, of one ritual. A slot in the future is left out.
///
/// The newest may run, and under [`Late::Always`] each does, with a full window from now.
#[must_use]
pub fn plan(missed: &[Slot], now: Instant, window: Duration, late: Late, grace: Duration) -> Plan {
    let mut due: Vec<Slot> = missed.iter().copied().filter(|slot| slot.at <= now).collect();
    due.sort();
    let newest = due.last().copied();
    let mut plan = Plan::default();
    for slot in due {
        let runs = late == Late::Always || Some(slot) == newest;
        match runs.then(|| judge(slot, now, window, late, grace)).flatten() {
            Some(run) => plan.run.push(run),
            None => plan.skipped.push(slot),
        }
    }
    plan
}

/// How a slot runs; `None` where it is skipped.
fn judge(slot: Slot, now: Instant, window: Duration, late: Late, grace: Duration) -> Option<Run> {
    let passed = now.signed_duration_since(slot.at);
    let closes_at = later(slot.at, window);
    if passed < ON_TIME {
        return Some(Run { slot, closes_at, late: false });
    }
    let run = Run { slot, closes_at, late: true };
    match late {
        Late::Once => (passed <= span(window / 2)).then_some(run),
        Late::Skip => (passed <= span(grace) && now < closes_at).then_some(run),
        Late::Always => Some(Run { closes_at: later(now, window), ..run }),
    }
}

/// As chrono counts; what does not fit is as long as can be.
fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

fn later(at: Instant, window: Duration) -> Instant {
    at.checked_add_signed(span(window)).unwrap_or(Instant::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::super::clock::instant;
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);
    const DAY: Duration = Duration::from_secs(86_400);
    const GRACE: Duration = Duration::from_secs(7_200);

    /// The slot of a day, at midnight UTC.
    fn slot(day: i64) -> Slot {
        let at = at(day, 0);
        Slot { local: at.naive_utc(), at }
    }

    fn at(day: i64, minutes: i64) -> Instant {
        instant((day * 1_440 + minutes) * 60_000)
    }

    fn run(day: i64, closes_at: Instant, late: bool) -> Run {
        Run { slot: slot(day), closes_at, late }
    }

    #[test]
    fn what_is_due_now_just_runs() {
        for late in [Late::Once, Late::Skip, Late::Always] {
            for now in [at(3, 0), at(3, 1) - TimeDelta::milliseconds(1)] {
                let plan = plan(&[slot(3)], now, DAY, late, Duration::ZERO);
                assert_eq!(plan, Plan { run: vec![run(3, at(4, 0), false)], skipped: vec![] });
            }
        }
    }

    #[test]
    fn once_runs_the_newest_while_half_its_window_remains() {
        let slots = [slot(1), slot(2), slot(3)];
        let half = plan(&slots, at(3, 720), DAY, Late::Once, Duration::ZERO);
        assert_eq!(half.run, [run(3, at(4, 0), true)]);
        assert_eq!(half.skipped, [slot(1), slot(2)]);
        let less = plan(&slots, at(3, 721), DAY, Late::Once, DAY);
        assert_eq!(less, Plan { run: vec![], skipped: slots.to_vec() });
    }

    #[test]
    fn skip_runs_the_newest_within_the_grace() {
        let slots = [slot(2), slot(3)];
        let within = plan(&slots, at(3, 120), DAY, Late::Skip, GRACE);
        assert_eq!(within.run, [run(3, at(4, 0), true)]);
        assert_eq!(within.skipped, [slot(2)]);
        let past = plan(&slots, at(3, 121), DAY, Late::Skip, GRACE);
        assert_eq!(past, Plan { run: vec![], skipped: slots.to_vec() });
        let over = plan(&slots, at(3, 60), HOUR, Late::Skip, GRACE);
        assert_eq!(over.run, [], "a window that is over is not opened");
    }

    #[test]
    fn always_runs_each_with_a_full_window() {
        let plan = plan(&[slot(1), slot(2), slot(3)], at(3, 0), DAY, Late::Always, Duration::ZERO);
        let full = at(4, 0);
        assert_eq!(plan.run, [run(1, full, true), run(2, full, true), run(3, full, false)]);
        assert_eq!(plan.skipped, []);
    }

    #[test]
    fn what_lies_ahead_is_left_out_and_order_does_not_matter() {
        let plan = plan(&[slot(4), slot(3), slot(2)], at(3, 5), DAY, Late::Once, Duration::ZERO);
        assert_eq!(plan, Plan { run: vec![run(3, at(4, 0), true)], skipped: vec![slot(2)] });
        assert_eq!(super::plan(&[], at(3, 0), DAY, Late::Once, DAY), Plan::default());
    }

    #[test]
    fn no_length_overflows() {
        let plan = plan(&[slot(1)], at(3, 0), Duration::MAX, Late::Always, Duration::MAX);
        assert_eq!(plan.run, [run(1, Instant::MAX_UTC, true)]);
    }
}
