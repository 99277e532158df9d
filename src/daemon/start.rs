//! The start, in order; when it returns, everything is ready to be used.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use rand::RngCore;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::domain::clock::Clock;
use crate::flow::CrashPoints;
use crate::flow::clock::RealClock;
use crate::flow::event::Desk;
use crate::flow::run::Flow;
use crate::platform::Platform;
use crate::telemetry::Requests;

use super::lease::Kept;
use super::running::{Begun, Running};
use super::{Ending, Traveller, address, health, opening, test_clock};

/// Said where a clock that stands still could mislead others.
const NOT_HERE: &str = "a test clock is refused: every configured platform and web.listen have to \
                        be on this machine (loopback)";

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
    /// The socket by which it is moved from outside.
    pub socket: Option<PathBuf>,
    /// Platforms beside those that are configured.
    pub platforms: Vec<Arc<dyn Platform>>,
    /// Where requests to platforms are counted.
    pub requests: Requests,
}

impl Start {
    /// An ordinary start: nothing is in the place of anything.
    ///
    /// # Errors
    /// When the system gives no randomness, or nothing can be counted.
    pub fn new(config: Config, desk: Arc<dyn Desk>) -> anyhow::Result<Self> {
        Ok(Self {
            config,
            desk,
            real: Arc::new(RealClock),
            chance: Box::new(opening::system_chance()?),
            crash: CrashPoints::none(),
            test_clock: false,
            socket: None,
            platforms: Vec::new(),
            requests: Requests::new()?,
        })
    }
}

/// Opens the house. When this returns everything is ready to be used.
///
/// # Errors
/// When the database can't be opened, another instance holds the lease, or the address is taken.
pub async fn start(start: Start) -> Result<Running, Ending> {
    if start.test_clock && !start.config.loopback_only() {
        return Err(Ending::Refused(NOT_HERE.to_owned()));
    }
    let config = start.config.clone();
    let kept = Kept::of(opening::take(&config, Arc::clone(&start.real)).await?);
    let begun = match prepare(start, &kept).await {
        Ok(begun) => begun,
        Err(ending) => {
            // Whoever tries next needn't wait for a lease that serves nobody.
            kept.give_back().await;
            return Err(ending);
        }
    };
    let running = Running::begin(begun, kept);
    running.practice_is_there().await;
    Ok(running)
}

async fn prepare(start: Start, kept: &Kept) -> Result<Begun, Ending> {
    let config = start.config.clone();
    let (desk, socket) = (Arc::clone(&start.desk), start.socket.clone());
    let listener = TcpListener::bind(config.web.listen).await.map_err(|why| {
        Ending::Failed(format!("web.listen: {} can't be listened on: {why}", config.web.listen))
    })?;
    let opened = Box::pin(opening::open(start, &kept.seat)).await?;
    let flow = Flow::new(Arc::clone(&opened.house), desk);
    let time =
        Traveller::new(Arc::clone(&opened.house), Arc::clone(&flow), Arc::clone(&opened.clock));
    let socket = socket.as_deref().map(test_clock::listen).transpose()?;
    let addr = listener.local_addr().context("the listener has no address")?;
    let stop = CancellationToken::new();
    let time = Arc::new(time);
    let practice = opened.practice.clone();
    address::keep(&opened.house, &address::of(&config, addr)).await?;
    let pages = health::pages(&opened.house, &config, practice, Arc::clone(&time), stop.clone())?;
    Ok(Begun { opened, flow, time, listener, addr, socket, pages, stop })
}
