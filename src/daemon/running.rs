//! What stands while the house serves, and the order in which it stops.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::net::{TcpListener, UnixListener};
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::command::clerk::HouseClerk;
use crate::flow::run::Flow;
use crate::flow::{House, rooms};
use crate::platform::Platform;
use crate::platform::practice::Practice;
use crate::web::{self, Web};

use super::lease::Kept;
use super::opening::Opened;
use super::{Ending, Traveller, health, test_clock};

/// How long the edges may take to stop.
const EDGES_STOP: Duration = Duration::from_secs(3);
/// How long acts that have begun may take to end.
const SPINE_STOP: Duration = Duration::from_secs(4);
/// How long giving the lease back and closing the database may take.
const LAST_STOP: Duration = Duration::from_secs(2);

/// How often it is looked whether the practice rooms are there.
const LOOK: Duration = Duration::from_millis(1);

/// A house that is open.
pub struct Running {
    /// Where the listener really listens.
    pub listening: SocketAddr,
    /// Its address, with the real port.
    pub url: String,
    /// The house.
    pub house: Arc<House>,
    /// The spine.
    pub flow: Arc<Flow>,
    /// The practice rooms, while they are open.
    pub practice: Option<Arc<Practice>>,
    /// Moves the clock.
    pub time: Arc<Traveller>,
    stop: CancellationToken,
    flow_stop: CancellationToken,
    edges: JoinSet<()>,
    spine: JoinSet<()>,
    lease: Kept,
}

/// What has been opened, and only has to begin.
pub(super) struct Begun {
    pub opened: Opened,
    pub flow: Arc<Flow>,
    pub time: Arc<Traveller>,
    pub listener: TcpListener,
    pub addr: SocketAddr,
    pub socket: Option<UnixListener>,
    pub pages: Web,
    pub stop: CancellationToken,
}

/// Why the house has to stop by itself, once it has to.
#[derive(Clone, Default)]
pub(super) struct Failure {
    why: Arc<OnceLock<Ending>>,
    told: CancellationToken,
}

impl Failure {
    /// The house has to stop; the first reason counts.
    pub(super) fn because(&self, ending: Ending) {
        let _ = self.why.set(ending);
        self.told.cancel();
    }
}

impl Running {
    /// Lets everything begin that was opened.
    pub(super) fn begin(begun: Begun, lease: Kept) -> Self {
        let Begun { opened, flow, time, listener, addr, socket, pages, stop } = begun;
        let (house, practice) = (opened.house, opened.practice);
        let flow_stop = CancellationToken::new();
        let mut spine = JoinSet::new();
        spine.spawn(Arc::clone(&flow).run(flow_stop.clone()));
        let mut edges = JoinSet::new();
        for platform in house.platforms.iter().cloned() {
            platform.introduce(Arc::new(HouseClerk(Arc::clone(&house))));
            let (house, flow) = (Arc::clone(&house), Arc::clone(&flow));
            edges.spawn(connect(platform, house, flow, stop.clone(), lease.failure.clone()));
        }
        edges.spawn(health::count(Arc::clone(&house), stop.clone()));
        if let Some(socket) = socket {
            edges.spawn(test_clock::serve(socket, Arc::clone(&time), stop.clone()));
        }
        edges.spawn(listen(listener, pages, stop.clone()));
        Self {
            listening: addr,
            url: format!("http://{addr}"),
            house,
            flow,
            practice,
            time,
            stop,
            flow_stop,
            edges,
            spine,
            lease,
        }
    }

    /// Waits a moment for the practice rooms: who reads that the house is ready may look there.
    pub(super) async fn practice_is_there(&self) {
        let Some(practice) = &self.practice else { return };
        let there = async {
            let mut looks = interval(LOOK);
            while !practice.connected() {
                looks.tick().await;
            }
        };
        let _ = timeout(LAST_STOP, there).await;
    }

    /// Waits until the house has to stop by itself: the lease was lost, a platform gave up.
    pub async fn failed(&self) -> Ending {
        self.lease.failure.told.cancelled().await;
        match self.lease.failure.why.get() {
            Some(Ending::Refused(why)) => Ending::Refused(why.clone()),
            Some(other) => Ending::Failed(other.to_string()),
            None => Ending::Failed("the house stopped by itself".to_owned()),
        }
    }

    /// Stops in order, within ten seconds: nothing new comes in, what is in hand is stored, acts
    /// that have begun end, the lease is given back.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if timeout(EDGES_STOP, drained(&mut self.edges)).await.is_err() {
            tracing::warn!("an edge did not stop in time and was cut off");
            self.edges.shutdown().await;
        }
        self.flow_stop.cancel();
        if timeout(SPINE_STOP, drained(&mut self.spine)).await.is_err() {
            tracing::warn!("an act did not end in time; the next start reads the room back");
            self.spine.shutdown().await;
        }
        let last = async {
            self.lease.give_back().await;
            self.house.store.close().await;
        };
        if timeout(LAST_STOP, last).await.is_err() {
            tracing::warn!("the lease was not given back in time; it runs out by itself");
        }
    }
}

async fn connect(
    platform: Arc<dyn Platform>,
    house: Arc<House>,
    flow: Arc<Flow>,
    stop: CancellationToken,
    failure: Failure,
) {
    if let Err(error) = rooms::introduce(&house, &platform).await {
        tracing::warn!(%error, "the bound rooms can't be read yet");
    }
    if let Err(error) = platform.run(flow.inbox(), stop).await {
        failure.because(Ending::Failed(format!("{}: {error:#}", platform.name())));
    }
}

async fn listen(listener: TcpListener, pages: Web, stop: CancellationToken) {
    if let Err(error) = web::serve(listener, web::router(pages), stop).await {
        tracing::error!(%error, "the listener ended");
    }
}

async fn drained(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}
