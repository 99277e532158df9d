//! A house beside the one that serves: for `exec`, `export` and `check`.

use std::sync::Arc;

use crate::config::Config;
use crate::domain::clock::Clock;
use crate::flow::clock::{DomainClock, OFFSET, RealClock, STANDING};
use crate::flow::{Chance, CrashPoints, House};
use crate::store::Store;

use super::opening::{self, Parts};
use super::{Ending, platforms};

/// Opens a database without its lease, with no platform running, by the clock that `serve` goes by.
///
/// # Errors
/// When there is no database, or it is not at this program's schema.
pub async fn attach(config: &Config) -> Result<House, Ending> {
    let store = Store::attach(&opening::options(config)?).await?;
    let real: Arc<dyn Clock> = Arc::new(RealClock);
    let (standing, offset) = {
        let mut reader = store.read().await?;
        (reader.setting(STANDING).await?, reader.setting(OFFSET).await?)
    };
    let clock = DomainClock::as_kept(Arc::clone(&real), standing.as_deref(), offset.as_deref());
    let parts = Parts {
        store,
        clock: Arc::new(clock),
        real,
        chance: Chance::new(Box::new(opening::system_chance()?)),
        platforms: platforms::beside(config)?,
        crash: CrashPoints::none(),
    };
    Ok(opening::house(config, parts)?)
}
