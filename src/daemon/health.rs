//! What the pages, `/readyz` and `/metrics` say of the house.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::domain::clock::iso;
use crate::domain::community::Language;
use crate::domain::ids::PlatformName;
use crate::flow::wellbeing::Standing;
use crate::flow::{House, unread};
use crate::platform::practice::Practice;
use crate::store::Trouble;
use crate::web::{Health, Link, Readiness, Site, TimeTravel, Web};

use super::Traveller;
use super::mine::Handing;

/// How long the database may take to answer whether it is there.
const ANSWER: Duration = Duration::from_secs(5);

/// How often the gauges are brought up to date.
const COUNTED: Duration = Duration::from_secs(1);

struct Stand(Arc<House>);

#[async_trait]
impl Health for Stand {
    async fn readiness(&self) -> Readiness {
        let link = |name: &str| match self.0.platforms.get(&PlatformName::from(name)) {
            None => Link::Off,
            Some(platform) if platform.connected() => Link::Connected,
            Some(_) => Link::Down,
        };
        let reason = self.trouble().await;
        Readiness {
            store: reason.is_none(),
            reason,
            discord: link("discord"),
            matrix: link("matrix"),
        }
    }
}

impl Stand {
    /// What keeps the database from being used, in words. A database that is away must not keep
    /// whoever asks waiting.
    async fn trouble(&self) -> Option<String> {
        let house = &self.0;
        let now = house.real.now();
        let answered = timeout(ANSWER, house.store.ping()).await;
        if let Ok(Err(fault)) = &answered {
            house.wellbeing.met_fault(fault, now);
        }
        let language = Language::from("en");
        let silent = answered.is_err().then_some(Standing { trouble: Trouble::Away, since: now });
        let standing = house.wellbeing.standing().or(silent)?;
        let key = format!("trouble-{}", standing.trouble.as_str());
        let why = house.words.say(&language, &key, &[]);
        let args = [("why", why.into()), ("since", iso(standing.since).into())];
        Some(house.words.say(&language, "trouble-since", &args))
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
        health: Arc::new(Stand(Arc::clone(house))),
        mine: Arc::new(Handing(Arc::clone(house))),
        metrics: Arc::new(move || meters.text().unwrap_or_default()),
        words: house.words.clone(),
        house: Arc::clone(house),
        site: Site::of(config.web.public_url.as_deref()),
        stop,
    })
}

/// Brings the gauges up to date until the stop.
pub(super) async fn count(house: Arc<House>, stop: CancellationToken) {
    loop {
        house.meters.store_up(house.wellbeing.standing().is_none());
        if let Ok(Err(error)) = timeout(ANSWER, count_once(&house)).await {
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
    house.meters.undecryptable(unread::count(&mut reader).await?);
    house.meters.gaps(u64::try_from(reader.gaps().await?.len())?);
    Ok(())
}
