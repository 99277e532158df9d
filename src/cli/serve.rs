//! `serve`: opens the house, says that it is ready, and stops in order when it is asked to.

use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::command::desk::FrontDesk;
use crate::config::Config;
use crate::daemon::{self, Ending, Start};
use crate::flow::CrashPoints;
use crate::telemetry::Requests;

use super::args::Serve;
use super::out;

pub(super) async fn serve(config: Config, args: Serve, requests: Requests) -> Result<(), Ending> {
    let mut asked = Signals::new()?;
    let start = Start { requests, ..start(config, args)? };
    let running = tokio::select! {
        started = daemon::start(start) => started?,
        () = asked.wait() => return Ok(()),
    };
    out::say(&format!("samovar ready {}", running.url));
    tracing::info!(url = running.url, "ready");
    let ended = tokio::select! {
        () = asked.wait() => Ok(()),
        ending = running.failed() => Err(ending),
    };
    tracing::info!("stopping");
    running.stop().await;
    ended
}

fn start(config: Config, args: Serve) -> Result<Start, Ending> {
    let crash = match args.crash_at.as_deref() {
        None => CrashPoints::none(),
        Some(point) => CrashPoints::armed(point).map_err(|why| Ending::Usage(why.to_string()))?,
    };
    if args.crash_at.is_some() && args.test_clock.is_none() {
        return Err(Ending::Usage("--crash-at needs --test-clock".to_owned()));
    }
    Ok(Start {
        crash,
        test_clock: args.test_clock.is_some(),
        socket: args.test_clock,
        ..Start::new(config, Arc::new(FrontDesk))?
    })
}

/// The two ways to ask for an end.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, Ending> {
        let on = |kind| signal(kind).map_err(|why| Ending::Failed(format!("signals: {why}")));
        Ok(Self {
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
