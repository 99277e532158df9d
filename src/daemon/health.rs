//! What the pages, `/readyz` and `/metrics` say of the house.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::domain::ids::PlatformName;
use crate::flow::House;
use crate::platform::practice::Practice;
use crate::web::{Health, Link, Readiness, Site, TimeTravel, Web};

use super::Traveller;
use super::platforms::Undecrypted;

/// How often the gauges are brought up to date.
const COUNTED: Duration = Duration::from_secs(1);

struct Standing(Arc<House>);

#[async_trait]
impl Health for Standing {
    async fn readiness(&self) -> Readiness {
        let link = |name: &str| match self.0.platforms.get(&PlatformName::from(name)) {
            None => Link::Off,
            Some(platform) if platform.connected() => Link::Connected,
            Some(_) => Link::Down,
        };
        Readiness {
            store: self.0.store.ping().await.is_ok(),
            discord: link("discord"),
            matrix: link("matrix"),
        }
    }
}

/// What the listener serves.
pub(super) fn pages(
    house: &Arc<House>,
    config: &Config,
    practice: Option<Arc<Practice>>,
    time: Arc<Traveller>,
    stop: CancellationToken,
) -> anyhow::Result<Web> {
    let meters = Arc::clone(&house.meters);
    // The clock is only play while no real people go by it.
    let alone = practice.is_some() && !config.has_real_platform();
    Ok(Web {
        practice,
        key: config.practice.key()?,
        time: alone.then_some(time as Arc<dyn TimeTravel>),
        health: Arc::new(Standing(Arc::clone(house))),
        metrics: Arc::new(move || meters.text().unwrap_or_default()),
        words: house.words.clone(),
        house: Arc::clone(house),
        site: Site::of(config.web.public_url.as_deref()),
        stop,
    })
}

/// Brings the gauges up to date until the stop.
pub(super) async fn count(house: Arc<House>, undecrypted: Undecrypted, stop: CancellationToken) {
    loop {
        house.meters.undecryptable(undecrypted());
        if let Err(error) = count_once(&house).await {
            tracing::debug!(error = format!("{error:#}"), "the gauges were not brought up to date");
        }
        if timeout(COUNTED, stop.cancelled()).await.is_ok() {
            return;
        }
    }
}

async fn count_once(house: &House) -> anyhow::Result<()> {
    let mut reader = house.store.read().await?;
    let pending = reader.pending().await?;
    for platform in house.platforms.iter() {
        let name = platform.name();
        let waiting =
            pending.iter().find(|(other, _)| *other == name).map_or(0, |(_, count)| *count);
        house.meters.connected(&name, platform.connected());
        house.meters.outbox(&name, waiting);
    }
    house.meters.timers(reader.timers().await?);
    house.meters.gaps(u64::try_from(reader.gaps().await?.len())?);
    Ok(())
}
