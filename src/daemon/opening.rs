//! Opens what the house is made of, in order.

use std::sync::Arc;

use crate::config::Config;
use crate::domain::clock::Clock;
use crate::flow::clock::{DomainClock, OFFSET, STANDING};
use crate::flow::{Access, Chance, House, Methods, Platforms, act};
use crate::platform::Platform;
use crate::platform::practice::Practice;
use crate::platform::practice::cast;
use crate::ritual::words::Words;
use crate::store::{Options, Store};
use crate::telemetry::Meters;

use super::{Start, lease};

/// What was opened.
pub struct Opened {
    /// The house.
    pub house: House,
    /// Its clock, to be moved.
    pub clock: Arc<DomainClock>,
    /// The practice rooms, while they are open.
    pub practice: Option<Arc<Practice>>,
    /// The fence of the lease it holds.
    pub fence: i64,
}

/// Opens the database (migrated, leased), the clock, the platforms and the words.
pub async fn open(start: Start) -> anyhow::Result<Opened> {
    let Start { config, real, chance, crash, test_clock, .. } = start;
    let store = Store::open(&options(&config)?).await?;
    let holder = store.holder();
    let lease = store.take_lease(&holder, real.now(), lease::LASTS).await?;
    store.migrate(&holder, real.now()).await?;
    let store = store.fenced(lease.fence, Arc::clone(&real));
    let clock = Arc::new(clock(&store, &config, Arc::clone(&real), test_clock).await?);
    let practice = practice(&config, Arc::clone(&clock))?;
    let house = House {
        platforms: Platforms::new(platforms(practice.as_ref())),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        real,
        chance: Chance::new(chance),
        words: Words::shipped()?,
        methods: Methods::new(config.methods.dir.clone()),
        wake: Arc::default(),
        crash,
        meters: Arc::new(Meters::new()?),
        prefix: config.prefix(),
        access: Access { create_community: config.access.create_community.clone() },
        store,
    };
    if config.has_real_platform() {
        end_practice(&house).await?;
    }
    Ok(Opened { house, clock, practice, fence: lease.fence })
}

/// Where the database is.
///
/// # Errors
/// When its address can't be right.
pub fn options(config: &Config) -> anyhow::Result<Options> {
    Ok(Options {
        url: Some(config.database_url()?),
        data_dir: config.data.dir.clone(),
        no_backup: false,
    })
}

/// The clock as it was left; the first real platform brings it back to real time.
async fn clock(
    store: &Store,
    config: &Config,
    real: Arc<dyn Clock>,
    test_clock: bool,
) -> anyhow::Result<DomainClock> {
    let mut tx = store.begin().await?;
    if config.has_real_platform() && !test_clock {
        tx.set_setting(OFFSET, "0").await?;
    }
    let offset = tx.setting(OFFSET).await?;
    let standing = tx.setting(STANDING).await?;
    let clock = if test_clock {
        DomainClock::standing(real, standing.as_deref(), offset.as_deref())
    } else {
        DomainClock::running(real, offset.as_deref())
    };
    let kept = clock.kept(clock.now());
    tx.set_setting(OFFSET, &kept.offset).await?;
    tx.set_setting(STANDING, &kept.standing).await?;
    tx.commit().await?;
    Ok(clock)
}

fn practice(config: &Config, clock: Arc<DomainClock>) -> anyhow::Result<Option<Arc<Practice>>> {
    if !config.practice_open() {
        return Ok(None);
    }
    let dir = config.data.dir.join("practice");
    Ok(Some(Arc::new(Practice::open(&dir, clock, &config.prefix())?)))
}

fn platforms(practice: Option<&Arc<Practice>>) -> Vec<Arc<dyn Platform>> {
    practice.map(|practice| Arc::clone(practice) as Arc<dyn Platform>).into_iter().collect()
}

/// With real people about, rounds that only practised end quietly.
async fn end_practice(house: &House) -> anyhow::Result<()> {
    let mut tx = house.store.begin().await?;
    for round in tx.all_open_rounds().await? {
        let rooms = tx.rooms_of(&round.circle).await?;
        if !rooms.is_empty() && rooms.iter().all(|room| room.at.platform == cast::platform()) {
            act::close(house, &mut tx, &round.id).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
