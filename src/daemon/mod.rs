//! The only place that joins everything: an ordered start and an ordered stop.
//!
//! Start: store, lease, words and methods, platforms, the flow, the listener. Stop: the listener
//! and the platforms first, then what is in hand is stored, then the lease is given back.
//!
//! Never here: rules, words, SQL.

mod health;
mod lease;
mod opening;
mod travel;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use rand::RngCore;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::domain::clock::Clock;
use crate::flow::event::Desk;
use crate::flow::run::Flow;
use crate::flow::{CrashPoints, House};
use crate::platform::practice::Practice;
use crate::web;

pub use travel::Traveller;

/// The longest an ordered stop takes.
const STOP_LIMIT: Duration = Duration::from_secs(8);

/// What a start is made from.
pub struct Start {
    /// What the operator set.
    pub config: Config,
    /// Who takes commands.
    pub desk: Arc<dyn Desk>,
    /// Real time.
    pub real: Arc<dyn Clock>,
    /// The source of ids and seeds.
    pub chance: Box<dyn RngCore + Send>,
    /// Where to abort, when a test asked for it.
    pub crash: CrashPoints,
    /// The clock stands still and is moved by hand.
    pub test_clock: bool,
}

/// A house that is open.
pub struct Running {
    /// Where the listener really listens.
    pub listening: SocketAddr,
    /// The address in links.
    pub url: String,
    /// The house.
    pub house: Arc<House>,
    /// The spine.
    pub flow: Arc<Flow>,
    /// The practice rooms, while they are open.
    pub practice: Option<Arc<Practice>>,
    /// Moves the clock.
    pub time: Arc<Traveller>,
    /// Cancelled when the house has to stop by itself: the lease was lost, a platform gave up.
    pub failed: CancellationToken,
    stop: CancellationToken,
    flow_stop: CancellationToken,
    edges: JoinSet<()>,
    spine: JoinSet<()>,
    lease: lease::Holding,
}

/// Opens the house. When this returns everything is ready to be used.
///
/// # Errors
/// When the database can't be opened, another instance holds the lease, or the address is taken.
pub async fn start(start: Start) -> anyhow::Result<Running> {
    let (stop, flow_stop) = (CancellationToken::new(), CancellationToken::new());
    let failed = CancellationToken::new();
    let config = start.config.clone();
    let desk = Arc::clone(&start.desk);
    let opened = opening::open(start).await?;
    let house = Arc::new(opened.house);
    let flow = Flow::new(Arc::clone(&house), desk);
    let time = Arc::new(Traveller::new(Arc::clone(&house), Arc::clone(&flow), opened.clock));

    let listener = TcpListener::bind(config.web.listen)
        .await
        .with_context(|| format!("web.listen: can't listen on {}", config.web.listen))?;
    let listening = listener.local_addr()?;

    let mut spine = JoinSet::new();
    spine.spawn(Arc::clone(&flow).run(flow_stop.clone()));
    let mut edges = JoinSet::new();
    for platform in house.platforms.iter() {
        let (platform, inbox) = (Arc::clone(platform), flow.inbox());
        let (stop, failed) = (stop.clone(), failed.clone());
        edges.spawn(async move {
            if let Err(error) = platform.run(inbox, stop).await {
                tracing::error!(platform = %platform.name(), "{error:#}");
                failed.cancel();
            }
        });
    }
    let lease =
        lease::Holding::keep(Arc::clone(&house), opened.fence, failed.clone(), &mut edges, &stop);
    edges.spawn(health::count(Arc::clone(&house), stop.clone()));
    let router = web::router(health::pages(
        &house,
        &config,
        opened.practice.clone(),
        Arc::clone(&time),
        stop.clone(),
    )?);
    let ended = stop.clone();
    edges.spawn(async move {
        if let Err(error) = web::serve(listener, router, ended).await {
            tracing::error!(%error, "the listener ended");
        }
    });
    Ok(Running {
        url: config.web.address(listening),
        listening,
        house,
        flow,
        practice: opened.practice,
        time,
        failed,
        stop,
        flow_stop,
        edges,
        spine,
        lease,
    })
}

impl Running {
    /// Stops in order, within ten seconds: nothing new comes in, what is in hand is stored, acts
    /// that have begun end, the lease is given back.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if timeout(STOP_LIMIT / 2, drained(&mut self.edges)).await.is_err() {
            tracing::warn!("an edge did not stop in time and was cut off");
            self.edges.shutdown().await;
        }
        self.flow_stop.cancel();
        if timeout(STOP_LIMIT / 2, drained(&mut self.spine)).await.is_err() {
            tracing::warn!("an act did not end in time; the next start reads the room back");
            self.spine.shutdown().await;
        }
        self.lease.release(&self.house).await;
        self.house.store.close().await;
    }
}

async fn drained(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}
