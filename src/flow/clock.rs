//! The clocks: real time, and the domain's time, which can be moved and can stand still.
//!
//! The domain's time is real time plus an offset that the practice page may raise, or, under a
//! test clock, one moment that stands until it is moved. Both are settings of the database, so
//! that they survive a restart and `exec` beside `serve` reads the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use chrono::Utc;

use crate::domain::clock::{Clock, Instant, instant};

/// The setting that holds how far the domain's time is ahead of real time, in milliseconds.
pub const OFFSET: &str = "clock.offset";
/// The setting that holds the moment at which a test clock stands, in milliseconds; empty: none.
pub const STANDING: &str = "clock.standing";

/// Real time: for leases, retries and key windows, and the base of the domain's time.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealClock;

impl Clock for RealClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system for the time"
    )]
    fn now(&self) -> Instant {
        instant(Utc::now().timestamp_millis())
    }
}

/// The domain's time.
pub struct DomainClock {
    real: Arc<dyn Clock>,
    stands: AtomicBool,
    /// The moment it stands at, or the offset to real time.
    ms: AtomicI64,
}

/// A clock's settings, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The value of [`OFFSET`].
    pub offset: String,
    /// The value of [`STANDING`].
    pub standing: String,
}

impl DomainClock {
    /// A clock that runs with real time, ahead of it by the stored offset.
    #[must_use]
    pub fn running(real: Arc<dyn Clock>, offset: Option<&str>) -> Self {
        Self {
            real,
            stands: AtomicBool::new(false),
            ms: AtomicI64::new(number(offset).unwrap_or(0)),
        }
    }

    /// A clock that stands still: where it stood before, else at real time plus the stored offset.
    #[must_use]
    pub fn standing(real: Arc<dyn Clock>, standing: Option<&str>, offset: Option<&str>) -> Self {
        let now = real.now().timestamp_millis() + number(offset).unwrap_or(0);
        let at = number(standing).unwrap_or(now);
        Self { real, stands: AtomicBool::new(true), ms: AtomicI64::new(at) }
    }

    /// The clock that these settings describe: what a process beside `serve` goes by.
    #[must_use]
    pub fn as_kept(real: Arc<dyn Clock>, standing: Option<&str>, offset: Option<&str>) -> Self {
        match number(standing) {
            Some(_) => Self::standing(real, standing, offset),
            None => Self::running(real, offset),
        }
    }

    /// Moves the clock; the caller stores [`DomainClock::kept`] first where it must survive.
    pub fn move_to(&self, at: Instant) {
        let ms = match self.stands.load(Ordering::SeqCst) {
            true => at.timestamp_millis(),
            false => self.ahead(at),
        };
        self.ms.store(ms, Ordering::SeqCst);
    }

    /// What the settings have to say for the clock to be at `at` after a restart.
    #[must_use]
    pub fn kept(&self, at: Instant) -> Kept {
        let standing = match self.stands.load(Ordering::SeqCst) {
            true => at.timestamp_millis().to_string(),
            false => String::new(),
        };
        Kept { offset: self.ahead(at).to_string(), standing }
    }

    /// How far the domain's time is from real time, in milliseconds.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.ahead(self.now())
    }

    /// Reads the settings again: a process beside `serve` calls it before each act.
    pub fn follow(&self, standing: Option<&str>, offset: Option<&str>) {
        let stood = number(standing);
        self.stands.store(stood.is_some(), Ordering::SeqCst);
        self.ms.store(stood.or(number(offset)).unwrap_or(0), Ordering::SeqCst);
    }

    fn ahead(&self, at: Instant) -> i64 {
        at.timestamp_millis() - self.real.now().timestamp_millis()
    }
}

impl Clock for DomainClock {
    fn now(&self) -> Instant {
        let ms = self.ms.load(Ordering::SeqCst);
        match self.stands.load(Ordering::SeqCst) {
            true => instant(ms),
            false => instant(self.real.now().timestamp_millis() + ms),
        }
    }

    fn stands(&self) -> bool {
        self.stands.load(Ordering::SeqCst)
    }
}

fn number(setting: Option<&str>) -> Option<i64> {
    setting.and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct At(AtomicI64);

    impl Clock for At {
        fn now(&self) -> Instant {
            instant(self.0.load(Ordering::SeqCst))
        }
    }

    #[test]
    fn a_running_clock_keeps_its_offset_across_a_restart() {
        let real = Arc::new(At(AtomicI64::new(1_000)));
        let clock = DomainClock::running(real.clone(), None);
        let kept = clock.kept(instant(5_000));
        clock.move_to(instant(5_000));
        real.0.store(2_000, Ordering::SeqCst);
        assert_eq!(clock.now(), instant(6_000));
        let again = DomainClock::as_kept(real, Some(&kept.standing), Some(&kept.offset));
        assert_eq!(again.now(), instant(6_000));
    }

    #[test]
    fn a_standing_clock_stands_and_is_found_where_it_stood() {
        let real = Arc::new(At(AtomicI64::new(1_000)));
        let clock = DomainClock::standing(real.clone(), None, None);
        let kept = clock.kept(instant(9_000));
        clock.move_to(instant(9_000));
        real.0.store(4_000, Ordering::SeqCst);
        assert_eq!(clock.now(), instant(9_000));
        let beside = DomainClock::as_kept(real.clone(), Some(&kept.standing), Some(&kept.offset));
        assert_eq!(beside.now(), instant(9_000));
        let plain = DomainClock::running(real, Some(&kept.offset));
        assert_eq!(plain.now(), instant(12_000));
    }
}
