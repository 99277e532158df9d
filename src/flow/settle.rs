//! Whether the house is at rest: nothing due, nothing to deliver, nothing to take in.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{House, erasures};

/// How many events the loop has in hand: received and not yet stored and followed up.
#[derive(Debug, Default)]
pub struct InHand(AtomicU64);

impl InHand {
    /// Some more were received.
    pub fn received(&self, events: u64) {
        self.0.fetch_add(events, Ordering::SeqCst);
    }

    /// These are done with.
    pub fn done(&self, events: u64) {
        self.0.fetch_sub(events, Ordering::SeqCst);
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// What is left to do now. Platforms that are down are not waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    /// Timers that are due, and files to be written anew.
    pub timers: u64,
    /// Posts that can be delivered.
    pub outbox: u64,
    /// Events in hand, and gaps that can be filled.
    pub gather: u64,
}

impl Busy {
    /// Nothing is left to do.
    #[must_use]
    pub fn at_rest(self) -> bool {
        self == Self { timers: 0, outbox: 0, gather: 0 }
    }
}

/// What is left to do now.
///
/// # Errors
/// When the database fails.
pub async fn busy(house: &House, in_hand: u64) -> anyhow::Result<Busy> {
    let mut reader = house.store.read().await?;
    let up: BTreeSet<_> =
        house.platforms.iter().filter(|one| one.connected()).map(|one| one.name()).collect();
    let outbox = reader
        .pending()
        .await?
        .into_iter()
        .filter(|(platform, _)| up.contains(platform))
        .map(|(_, count)| count)
        .sum();
    let gaps = reader.gaps().await?.into_iter().filter(|room| up.contains(&room.platform)).count();
    let backlog: u64 =
        house.platforms.iter().filter(|one| one.connected()).map(|one| one.backlog()).sum();
    let files = usize::from(erasures::pending(house, &mut reader).await?);
    let timers = reader.due_timers(house.now(), 100).await?.len() + files;
    Ok(Busy {
        timers: u64::try_from(timers).unwrap_or(u64::MAX),
        outbox,
        gather: in_hand + backlog + u64::try_from(gaps).unwrap_or(u64::MAX),
    })
}
