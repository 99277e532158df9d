//! Opens what the house is made of, in order.

use std::sync::Arc;

use anyhow::Context as _;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::config::Config;
use crate::domain::clock::{Clock, Instant};
use crate::flow::clock::{DomainClock, OFFSET, STANDING};
use crate::flow::gaps::Gaps;
use crate::flow::reading::Readings;
use crate::flow::{Access, Chance, CrashPoints, House, Methods, Platforms, Wellbeing, erasures};
use crate::platform::practice::Practice;
use crate::ritual::words::Words;
use crate::store::{Epoch, Options, Store, StoreError};
use crate::telemetry::{Meters, Requests};

use super::{Ending, Start, lease, platforms, practice_over};

/// The right to serve the database, and the store that goes by it.
#[derive(Clone)]
pub(super) struct Seat {
    pub store: Store,
    pub wellbeing: Arc<Wellbeing>,
    fence: i64,
    real: Arc<dyn Clock>,
}

impl Seat {
    /// Now, in real time.
    pub(super) fn now(&self) -> Instant {
        self.real.now()
    }

    /// Makes it last.
    pub(super) async fn renew(&self) -> Result<(), StoreError> {
        self.store.renew_lease(self.fence, self.real.now(), lease::LASTS).await.map(drop)
    }

    /// Gives it back, so that the next process need not wait.
    pub(super) async fn give_back(&self) {
        if let Err(error) = self.store.release_lease(self.fence).await {
            tracing::warn!(%error, "the lease was not given back; it runs out by itself");
        }
    }
}

/// What was opened.
pub(super) struct Opened {
    /// The house.
    pub house: Arc<House>,
    /// Its clock, to be moved.
    pub clock: Arc<DomainClock>,
    /// The practice rooms, while they are open.
    pub practice: Option<Arc<Practice>>,
}

/// Opens and migrates the database, and takes its lease.
pub(super) async fn take(config: &Config, real: Arc<dyn Clock>) -> Result<Seat, Ending> {
    let store = Store::open(&options(config)?).await?;
    let holder = store.holder();
    let migrated = store.migrate(&holder, real.now()).await?;
    if let Some(backup) = &migrated.backup {
        tracing::info!(backup = %backup.display(), "the database was copied, then migrated");
    }
    let lease = store.take_lease(&holder, real.now(), lease::LASTS).await?;
    let store = store.fenced(lease.fence, Arc::clone(&real));
    Ok(Seat { store, wellbeing: Arc::default(), fence: lease.fence, real })
}

/// Opens the clock, the platforms and the words.
pub(super) async fn open(start: Start, seat: &Seat) -> Result<Opened, Ending> {
    let Start { config, real, chance, crash, test_clock, requests, .. } = start;
    let clock = Arc::new(clock(seat, test_clock).await?);
    let epoch = seat.store.read().await?.epoch().await?;
    let on =
        platforms::open(&config, Arc::clone(&clock) as Arc<dyn Clock>, Arc::clone(&real)).await?;
    let parts = Parts {
        store: seat.store.clone(),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        real,
        chance: Chance::new(chance),
        platforms: Platforms::new(on.all.into_iter().chain(start.platforms)),
        crash,
        wellbeing: Arc::clone(&seat.wellbeing),
        epoch,
        requests,
    };
    remember_the_forgotten(&config, &parts).await?;
    let house = Arc::new(house(&config, parts)?);
    if config.has_real_platform() {
        practice_over::once(&house, &clock, test_clock).await?;
    }
    Ok(Opened { house, clock, practice: on.practice })
}

/// Erasures survive a restore: who is on the list beside the database is forgotten in it before
/// anything is read back. By platforms that stand still: whether they can be reached now changes
/// nothing of what posts are to say.
async fn remember_the_forgotten(config: &Config, parts: &Parts) -> Result<(), Ending> {
    if erasures::due(&parts.store).await?.is_empty() {
        return Ok(parts.store.list_erasures().await?);
    }
    let aside = Parts {
        store: parts.store.clone(),
        clock: Arc::clone(&parts.clock),
        real: Arc::clone(&parts.real),
        chance: Chance::new(Box::new(system_chance()?)),
        platforms: platforms::beside(config, Arc::clone(&parts.real))?,
        crash: CrashPoints::none(),
        wellbeing: Arc::clone(&parts.wellbeing),
        epoch: parts.epoch.clone(),
        requests: parts.requests.clone(),
    };
    let forgotten = erasures::apply(&house(config, aside)?).await?;
    tracing::info!(forgotten, "the list of erasures was applied to an earlier copy");
    Ok(())
}

/// Where the database is.
///
/// # Errors
/// When its address can't be right.
pub fn options(config: &Config) -> Result<Options, Ending> {
    Ok(Options {
        url: Some(config.database_url()?),
        data_dir: config.data.dir.clone(),
        keep_backups: config.data.keep_backups,
        no_backup: false,
    })
}

/// What differs between a house that serves and one beside it.
pub(super) struct Parts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub real: Arc<dyn Clock>,
    pub chance: Chance,
    pub platforms: Platforms,
    pub crash: CrashPoints,
    pub wellbeing: Arc<Wellbeing>,
    pub epoch: Option<Epoch>,
    pub requests: Requests,
}

/// A house of these parts.
pub(super) fn house(config: &Config, parts: Parts) -> anyhow::Result<House> {
    let meters = Meters::with(&parts.requests)?;
    parts.platforms.iter().for_each(|platform| meters.begin(&platform.name()));
    Ok(House {
        store: parts.store,
        clock: parts.clock,
        real: parts.real,
        chance: parts.chance,
        platforms: parts.platforms,
        words: Words::shipped()?,
        methods: Methods::new(config.methods.dir.clone()),
        wake: Arc::default(),
        crash: parts.crash,
        meters: Arc::new(meters),
        wellbeing: parts.wellbeing,
        gaps: Gaps::default(),
        readings: Readings::default(),
        epoch: parts.epoch,
        prefix: config.prefix(),
        access: Access {
            create_community: config.access.create_community.clone(),
            operators: config.access.operators.clone(),
        },
    })
}

/// Chance from the operating system: one-time codes come from it too.
pub(super) fn system_chance() -> anyhow::Result<StdRng> {
    StdRng::try_from_os_rng().context("the system gives no randomness")
}

/// The clock as it was left; what it goes by from now on is stored.
async fn clock(seat: &Seat, test_clock: bool) -> Result<DomainClock, StoreError> {
    let mut tx = seat.store.begin().await?;
    let offset = tx.setting(OFFSET).await?;
    let standing = tx.setting(STANDING).await?;
    let real = Arc::clone(&seat.real);
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
