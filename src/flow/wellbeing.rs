//! Whether the database can be written to: noted by whoever meets trouble, ended by the keeper of
//! the lease, who tries a write every second until one succeeds.
//!
//! It is said once when trouble begins and once when it is over, however many meet it meanwhile;
//! `/readyz`, `status` and the answer to somebody who waits are read from here, since the database
//! can't be asked.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use tokio::sync::Notify;

use crate::domain::clock::Instant;
use crate::store::{StoreError, Trouble};

/// Trouble is over when a write succeeded and nobody met it for this long: on a disk that is
/// almost full a small write may succeed between two that don't.
const QUIET: TimeDelta = TimeDelta::seconds(3);

/// Trouble that lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub trouble: Trouble,
    /// Since when, in real time.
    pub since: Instant,
}

/// Trouble that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// What it was.
    pub trouble: Trouble,
    /// From when, in real time.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
}

/// How the database is, as far as this process knows.
#[derive(Debug, Default)]
pub struct Wellbeing {
    seen: Mutex<Seen>,
    poke: Notify,
}

#[derive(Debug, Default)]
struct Seen {
    standing: Option<Standing>,
    met: Option<Instant>,
    past: Option<Past>,
}

impl Wellbeing {
    /// Notes an error. `true` when it will pass by itself: then it is said already, and whoever
    /// met it only has to try again.
    pub fn met(&self, error: &anyhow::Error, now: Instant) -> bool {
        let Some(fault) = error.chain().find_map(|one| one.downcast_ref::<StoreError>()) else {
            return false;
        };
        self.met_fault(fault, now)
    }

    /// The same for an error of the store itself.
    pub fn met_fault(&self, fault: &StoreError, now: Instant) -> bool {
        if let Some(trouble) = fault.trouble() {
            self.begins(trouble, &fault.to_string(), now);
        }
        if fault.is_transient() {
            self.poke.notify_one();
        }
        fault.is_transient()
    }

    /// What the trouble really is, where somebody looked closer.
    pub fn is_really(&self, trouble: Trouble) {
        if let Some(standing) = &mut self.seen().standing {
            standing.trouble = trouble;
        }
    }

    /// A write takes so long that people would notice.
    pub fn slow(&self, now: Instant) {
        self.begins(Trouble::Locked, "a write has to wait", now);
    }

    /// A write succeeded.
    pub fn wrote(&self, now: Instant) {
        let mut seen = self.seen();
        let Some(standing) = seen.standing else { return };
        if seen.met.is_some_and(|met| now - met < QUIET) {
            return;
        }
        seen.standing = None;
        seen.past = Some(Past { trouble: standing.trouble, from: standing.since, until: now });
        let lasted = (now - standing.since).num_seconds();
        tracing::info!(seconds = lasted, "the database can be written to again");
    }

    /// The trouble there is now.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.seen().standing
    }

    /// The last trouble that is over.
    #[must_use]
    pub fn past(&self) -> Option<Past> {
        self.seen().past
    }

    /// Waits until somebody meets trouble.
    pub async fn poked(&self) {
        self.poke.notified().await;
    }

    fn begins(&self, trouble: Trouble, why: &str, now: Instant) {
        let mut seen = self.seen();
        seen.met = Some(now);
        if let Some(standing) = &mut seen.standing {
            standing.trouble = sharper(standing.trouble, trouble);
        } else {
            seen.standing = Some(Standing { trouble, since: now });
            let what = trouble.as_str();
            tracing::error!(
                trouble = what,
                why,
                "the database can't be written to; what was taken in waits and is not lost, and \
                 it is tried again every second"
            );
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What trouble is called when it shows another face. That a disk fails says least: where it is
/// full or read-only, that is what it is.
fn sharper(known: Trouble, met: Trouble) -> Trouble {
    match (known, met) {
        (Trouble::Full | Trouble::ReadOnly, Trouble::Disk) => known,
        _ => met,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::instant;

    #[test]
    fn trouble_is_over_when_a_write_succeeds_and_nobody_meets_it_any_more() {
        let wellbeing = Wellbeing::default();
        wellbeing.wrote(instant(0));
        assert_eq!(wellbeing.standing(), None);
        wellbeing.slow(instant(1_000));
        wellbeing.slow(instant(2_000));
        let standing = Standing { trouble: Trouble::Locked, since: instant(1_000) };
        assert_eq!(wellbeing.standing(), Some(standing));
        wellbeing.wrote(instant(3_000));
        assert_eq!(wellbeing.standing(), Some(standing), "somebody met it a second ago");
        wellbeing.wrote(instant(5_000));
        assert_eq!(wellbeing.standing(), None);
        assert_eq!(wellbeing.past().map(|past| past.until), Some(instant(5_000)));
    }

    #[test]
    fn what_will_not_pass_is_no_trouble() {
        let wellbeing = Wellbeing::default();
        let fenced = anyhow::Error::from(StoreError::Fenced);
        assert!(!wellbeing.met(&fenced, instant(0)));
        assert!(wellbeing.met(&anyhow::Error::from(StoreError::Lapsed), instant(0)));
        assert!(!wellbeing.met(&anyhow::anyhow!("a method is missing"), instant(0)));
        assert_eq!(wellbeing.standing(), None);
    }
}
