//! How often the bot may identify: so many times in five seconds and in a day, over all its
//! connections and over restarts. Who goes beyond gets a new token by mail from Discord.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Mutex, MutexGuard};

use super::super::kept;
use crate::domain::clock::{Clock, Instant, instant};

/// In this time one connection of a kind may identify.
const SPACING: TimeDelta = TimeDelta::seconds(5);

/// Discord counts a little differently than we do: stay on the safe side of its five seconds.
const MARGIN: TimeDelta = TimeDelta::milliseconds(250);

const DAY: TimeDelta = TimeDelta::days(1);

/// What Discord says before the first connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// How many times in a day.
    pub total: usize,
    /// How many of these are left now.
    pub remaining: usize,
    /// When they are all back.
    pub reset_after: Duration,
    /// How many kinds of connections there are: each shard is of the kind that is left when its
    /// number is divided by this. Usually one.
    pub kinds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total: 1000, remaining: 1000, reset_after: Duration::ZERO, kinds: 1 }
    }
}

/// When the bot identified in the last day, kept in `DATA/discord/identifies.json`.
pub(super) struct Budget {
    path: PathBuf,
    real: Arc<dyn Clock>,
    limits: Limits,
    /// When what Discord said is over, where it said that nothing is left.
    not_before: Option<Instant>,
    /// One turn at a time, whoever's it is: when, and of which kind.
    spent: Mutex<VecDeque<(Instant, u32)>>,
}

impl Budget {
    /// What is left, by the file and by what Discord says.
    pub(super) fn open(path: PathBuf, real: Arc<dyn Clock>, limits: Limits) -> Self {
        let kept: Vec<(i64, u32)> = kept::read(&path).unwrap_or_default();
        let now = real.now();
        let out = limits.remaining == 0;
        Self {
            path,
            limits,
            not_before: out.then(|| now + TimeDelta::from_std(limits.reset_after).unwrap_or(DAY)),
            spent: Mutex::new(kept.into_iter().map(|(at, kind)| (instant(at), kind)).collect()),
            real,
        }
    }

    /// Waits until a shard may identify. It has to do so at once: nobody else may meanwhile.
    pub(super) async fn turn(&self, shard: u32) -> Turn<'_> {
        let kind = shard % self.limits.kinds.max(1);
        let mut spent = self.spent.lock().await;
        loop {
            let now = self.real.now();
            spent.retain(|(at, _)| *at + DAY > now && *at <= now);
            let Some(until) = self.wait(&spent, kind, now) else {
                return Turn { budget: self, kind, spent };
            };
            let wait = (until - now).to_std().unwrap_or_default();
            if wait > Duration::from_secs(60) {
                tracing::error!(
                    platform = super::super::NAME,
                    until = %until,
                    "the bot connected anew too often today; it waits, or Discord would take its \
                     token away"
                );
            }
            pause(wait).await;
        }
    }

    /// Until when there is to wait, if there is.
    fn wait(&self, spent: &VecDeque<(Instant, u32)>, kind: u32, now: Instant) -> Option<Instant> {
        let last = spent.iter().rfind(|(_, one)| *one == kind);
        let spaced = last.map(|(at, _)| *at + SPACING + MARGIN);
        let full = spent.len() >= self.limits.total;
        let daily = spent.front().filter(|_| full).map(|(oldest, _)| *oldest + DAY);
        [spaced, daily, self.not_before].into_iter().flatten().filter(|until| *until > now).max()
    }
}

/// Somebody's turn to identify.
pub(super) struct Turn<'a> {
    budget: &'a Budget,
    kind: u32,
    spent: MutexGuard<'a, VecDeque<(Instant, u32)>>,
}

impl Turn<'_> {
    /// To be called right before the bot identifies.
    ///
    /// # Errors
    /// When it can't be noted: then it must not be done.
    pub(super) fn spend(mut self) -> anyhow::Result<()> {
        let now = self.budget.real.now();
        self.spent.push_back((now, self.kind));
        let kept = self.spent.iter().map(|(at, kind)| (at.timestamp_millis(), *kind));
        let all: Vec<(i64, u32)> = kept.collect();
        kept::write(&self.budget.path, &all)
    }
}

#[expect(clippy::disallowed_methods, reason = "Discord's limits are kept by waiting")]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    /// A clock that moves on whenever it is looked at.
    struct Running(AtomicI64);

    impl Clock for Running {
        fn now(&self) -> Instant {
            instant(self.0.load(Ordering::Relaxed))
        }
    }

    fn budget(dir: &std::path::Path, now: i64, limits: Limits) -> (Budget, Arc<Running>) {
        let clock = Arc::new(Running(AtomicI64::new(now)));
        let path = dir.join("identifies.json");
        (Budget::open(path, Arc::clone(&clock) as Arc<dyn Clock>, limits), clock)
    }

    async fn waits(budget: &Budget, kind: u32) -> Option<i64> {
        let spent = budget.spent.lock().await;
        budget.wait(&spent, kind, budget.real.now()).map(|until| until.timestamp_millis())
    }

    #[tokio::test]
    async fn five_seconds_lie_between_two_even_over_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let (first, clock) = budget(dir.path(), 100_000, Limits::default());
        first.turn(0).await.spend().unwrap();
        assert_eq!(waits(&first, 0).await, Some(105_250));
        let (second, _) = budget(dir.path(), 103_000, Limits::default());
        assert_eq!(waits(&second, 0).await, Some(105_250));
        clock.0.store(106_000, Ordering::Relaxed);
        assert_eq!(waits(&first, 0).await, None);
    }

    #[tokio::test]
    async fn shards_of_different_kinds_need_not_wait_for_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let limits = Limits { kinds: 2, ..Limits::default() };
        let (budget, _) = budget(dir.path(), 100_000, limits);
        budget.turn(0).await.spend().unwrap();
        assert_eq!((waits(&budget, 0).await, waits(&budget, 1).await), (Some(105_250), None));
        budget.turn(3).await.spend().unwrap();
        assert_eq!(waits(&budget, 1).await, Some(105_250));
    }

    #[tokio::test]
    async fn the_day_is_kept_by_our_count_and_by_discords() {
        let dir = tempfile::tempdir().unwrap();
        let limits = Limits { total: 2, ..Limits::default() };
        let (ours, clock) = budget(dir.path(), 100_000, limits);
        for at in [100_000, 200_000] {
            clock.0.store(at, Ordering::Relaxed);
            ours.turn(0).await.spend().unwrap();
        }
        clock.0.store(300_000, Ordering::Relaxed);
        assert_eq!(waits(&ours, 0).await, Some(100_000 + 86_400_000));
        let out = Limits { remaining: 0, reset_after: Duration::from_secs(9), ..Limits::default() };
        let (theirs, _) = budget(&dir.path().join("other"), 100_000, out);
        assert_eq!(waits(&theirs, 0).await, Some(109_000));
    }
}
