//! The web listener: the convenors' page, the practice page and its API, health, readiness, metrics.
//!
//! It shows and takes; what a press or a word means is decided behind it. It never opens a store of
//! its own, never loads anything from elsewhere, and never puts a key into a log. Every route, and
//! who may use it, is in `docs/web.md`; a test holds that table.

mod api;
mod assets;
mod curate;
mod door;
mod events;
mod mine;
mod operate;
mod origin;
mod page;
mod tongue;

#[cfg(test)]
mod stand_ins;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::middleware::from_fn;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::domain::clock::Instant;
use crate::flow::House;
use crate::platform::practice::Practice;
use crate::ritual::words::Words;

pub use mine::{Download, Mine};
pub use operate::{Health, Link, Readiness};
pub use origin::Site;

/// What the listener serves, and from where.
#[derive(Clone)]
pub struct Web {
    /// The practice rooms, while they are open.
    pub practice: Option<Arc<Practice>>,
    /// The key that visitors of the practice rooms need. Without one only this machine's own
    /// browsers are served there.
    pub key: Option<SecretString>,
    /// Moves the practice clock; `None` hides the clock.
    pub time: Option<Arc<dyn TimeTravel>>,
    /// What `/readyz` says.
    pub health: Arc<dyn Health>,
    /// What `/metrics` says.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// What one-time links of members are for.
    pub mine: Arc<dyn Mine>,
    /// What the pages say.
    pub words: Words,
    /// What the convenors' page shows and changes.
    pub house: Arc<House>,
    /// How browsers outside reach it.
    pub site: Site,
    /// Ends the streams that never end by themselves.
    pub stop: CancellationToken,
}

/// A clock that people may move forward.
#[async_trait]
pub trait TimeTravel: Send + Sync {
    /// What time it is there.
    fn now(&self) -> Instant;

    /// Moves it forward, stopping at everything that comes due on the way.
    async fn advance(&self, by: Duration) -> anyhow::Result<()>;
}

/// Serves these routes until the stop.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    routes: Router,
    stop: CancellationToken,
) -> std::io::Result<()> {
    axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await
}

/// All routes.
pub fn router(web: Web) -> Router {
    let mut routes = operate::routes().merge(mine::routes()).merge(curate::routes());
    routes = routes.merge(assets::routes());
    if web.practice.is_some() {
        let guarded = door::guarded(api::routes().merge(page::routes()), &web);
        routes = routes.merge(guarded).merge(assets::practice()).merge(door::routes());
    } else {
        routes = routes.merge(curate::home());
    }
    routes.fallback(door::lost).layer(from_fn(door::headers)).with_state(web)
}
