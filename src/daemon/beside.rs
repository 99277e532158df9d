//! A house beside the one that serves: for `exec`, `export` and `check`.

use std::sync::Arc;

use crate::config::Config;
use crate::domain::clock::Clock;
use crate::flow::clock::{DomainClock, OFFSET, RealClock, STANDING};
use crate::flow::{Chance, CrashPoints, House};
use crate::store::{Store, StoreError};
use crate::telemetry::Requests;

use super::opening::{self, Parts};
use super::{Ending, platforms};

/// Opens a database without its lease, with no platform running, by the clock that `serve` goes by.
///
/// # Errors
/// When there is no database, or it is not at this program's schema.
pub async fn attach(config: &Config) -> Result<House, Ending> {
    let store = Store::attach(&opening::options(config)?).await?;
    around(config, store).await
}

/// The same around a store that is open.
///
/// # Errors
/// When the database can't be read, or a secret.
pub async fn around(config: &Config, store: Store) -> Result<House, Ending> {
    let real: Arc<dyn Clock> = Arc::new(RealClock);
    let epoch = store.read().await?.epoch().await?;
    let clock = clock_of(&store, Arc::clone(&real)).await?;
    let parts = Parts {
        store,
        clock: Arc::new(clock),
        platforms: platforms::beside(config, Arc::clone(&real))?,
        real,
        chance: Chance::new(Box::new(opening::system_chance()?)),
        crash: CrashPoints::none(),
        wellbeing: Arc::default(),
        epoch,
        requests: Requests::new().map_err(anyhow::Error::from)?,
    };
    Ok(opening::house(config, parts)?)
}

/// The clock that a house goes by, from outside it.
///
/// # Errors
/// When the database can't be read.
pub async fn clock_of(store: &Store, real: Arc<dyn Clock>) -> Result<DomainClock, StoreError> {
    let mut reader = store.read().await?;
    let standing = reader.setting(STANDING).await?;
    let offset = reader.setting(OFFSET).await?;
    Ok(DomainClock::as_kept(real, standing.as_deref(), offset.as_deref()))
}
