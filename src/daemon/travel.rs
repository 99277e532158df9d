//! Moves the house's clock forward: stopping at everything that comes due, or leaping over it as
//! after a downtime. And waits until the house is at rest.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use tokio::sync::Mutex;
use tokio::time::{Instant as Tick, interval};

use crate::domain::clock::{Clock, Instant};
use crate::flow::House;
use crate::flow::clock::{DomainClock, OFFSET, STANDING};
use crate::flow::run::Flow;
use crate::flow::settle::{Busy, busy};
use crate::web::TimeTravel;

/// How often rest is looked for.
const LOOK: Duration = Duration::from_millis(5);

/// How long a stop on the way may take to come to rest.
pub(super) const REST_LIMIT: Duration = Duration::from_secs(30);

/// Moves the clock of a house.
pub struct Traveller {
    house: Arc<House>,
    flow: Arc<Flow>,
    clock: Arc<DomainClock>,
    moving: Mutex<()>,
}

/// Why the clock was not moved.
#[derive(Debug, thiserror::Error)]
pub enum TravelError {
    /// Time goes forward only.
    #[error("time goes forward only; it is {0} now")]
    Backward(String),
    /// The house did not come to rest in time.
    #[error("busy timers={} outbox={} gather={}", .0.timers, .0.outbox, .0.gather)]
    Busy(Busy),
    /// The house failed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl Traveller {
    /// Moves this clock of this house.
    #[must_use]
    pub fn new(house: Arc<House>, flow: Arc<Flow>, clock: Arc<DomainClock>) -> Self {
        Self { house, flow, clock, moving: Mutex::default() }
    }

    /// The clock itself.
    #[must_use]
    pub fn clock(&self) -> &DomainClock {
        &self.clock
    }

    /// What time it is in the house.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// How often each crash point was passed since the start: `POINT=N`, in order.
    #[must_use]
    pub fn passings(&self) -> String {
        let passed = self.house.crash.passings().map(|(point, count)| format!("{point}={count}"));
        passed.collect::<Vec<_>>().join(" ")
    }

    /// Goes forward to `target`, stopping at each timer that is due on the way until the house has
    /// come to rest.
    ///
    /// # Errors
    /// When `target` is past, the house does not come to rest, or the database fails.
    pub async fn go_to(&self, target: Instant) -> Result<(), TravelError> {
        let _alone = self.moving.lock().await;
        self.forward_only(target)?;
        self.settle(REST_LIMIT).await?;
        while let Some(due) = self.next_due().await?.filter(|due| *due <= target) {
            if due > self.clock.now() {
                self.move_to(due).await?;
            }
            self.settle(REST_LIMIT).await?;
        }
        if target > self.clock.now() {
            self.move_to(target).await?;
        }
        self.settle(REST_LIMIT).await
    }

    /// Leaps to `target` without a stop, as after a downtime; back too, for a test that begins
    /// on a day of its own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jump_to(&self, target: Instant) -> Result<(), TravelError> {
        let _alone = self.moving.lock().await;
        self.move_to(target).await
    }

    /// Waits until nothing is due, to be delivered or to be taken in.
    ///
    /// # Errors
    /// [`TravelError::Busy`] when that takes longer than `limit`.
    pub async fn settle(&self, limit: Duration) -> Result<(), TravelError> {
        let end = Tick::now() + limit;
        let mut looks = interval(LOOK);
        let mut rested = false;
        loop {
            looks.tick().await;
            let left = busy(&self.house, self.flow.in_hand()).await?;
            // Twice in a row: what passed between two loops during one look, the next one sees.
            if left.at_rest() && rested {
                return Ok(());
            }
            rested = left.at_rest();
            if Tick::now() >= end && !rested {
                return Err(TravelError::Busy(left));
            }
            self.house.wake.notify_one();
        }
    }

    fn forward_only(&self, target: Instant) -> Result<(), TravelError> {
        let now = self.clock.now();
        if target < now {
            return Err(TravelError::Backward(crate::domain::clock::iso(now)));
        }
        Ok(())
    }

    async fn next_due(&self) -> anyhow::Result<Option<Instant>> {
        Ok(self.house.store.read().await?.next_due().await?)
    }

    /// The new time is stored before anything goes by it.
    async fn move_to(&self, at: Instant) -> Result<(), TravelError> {
        let kept = self.clock.kept(at);
        let stored = async {
            let mut tx = self.house.store.begin().await?;
            tx.set_setting(OFFSET, &kept.offset).await?;
            tx.set_setting(STANDING, &kept.standing).await?;
            tx.commit().await
        };
        stored.await.map_err(anyhow::Error::from)?;
        self.clock.move_to(at);
        self.house.wake.notify_one();
        Ok(())
    }
}

#[async_trait]
impl TimeTravel for Traveller {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    async fn advance(&self, by: Duration) -> anyhow::Result<()> {
        let target = self.clock.now() + TimeDelta::from_std(by)?;
        Ok(self.go_to(target).await?)
    }
}
