//! Keeps the instance lease, in real time; when it is lost, the house stops.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::store::{StoreError, Trouble};

use super::Ending;
use super::opening::Seat;
use super::running::Failure;

/// How long the lease lasts without a renewal.
pub(super) const LASTS: Duration = Duration::from_secs(60);

/// How often it is renewed.
const RENEWED: Duration = Duration::from_secs(5);

/// How often it is tried while the database is in trouble.
const AGAIN: Duration = Duration::from_secs(1);

/// A write that waits longer than this is trouble that people notice.
const SLOW: Duration = Duration::from_secs(6);

/// A lease that is kept from the moment it was taken: opening a store may take longer than it
/// lasts.
pub(super) struct Kept {
    pub seat: Seat,
    pub failure: Failure,
    stop: CancellationToken,
    keeper: JoinSet<()>,
}

impl Kept {
    /// Keeps a lease that was just taken.
    pub(super) fn of(seat: Seat) -> Self {
        let (failure, stop) = (Failure::default(), CancellationToken::new());
        let mut keeper = JoinSet::new();
        keeper.spawn(keep(seat.clone(), failure.clone(), stop.clone()));
        Self { seat, failure, stop, keeper }
    }

    /// Gives it back, so that the next process need not wait.
    pub(super) async fn give_back(mut self) {
        self.stop.cancel();
        while self.keeper.join_next().await.is_some() {}
        self.seat.give_back().await;
    }
}

/// Renews the lease until `stop`. A renewal is a write, so it also tells whether the database can be
/// written to: while it can't, it is tried every second, and the store itself refuses to write
/// once the lease is over.
async fn keep(seat: Seat, failure: Failure, stop: CancellationToken) {
    while until_next(&seat, &stop).await {
        let Some(renewed) = stop.run_until_cancelled(watched(&seat)).await else { return };
        match renewed {
            Ok(()) => seat.wellbeing.wrote(seat.now()),
            Err(error @ (StoreError::Fenced | StoreError::Held { .. })) => {
                return failure.because(Ending::Refused(error.to_string()));
            }
            Err(error) if seat.wellbeing.met_fault(&error, seat.now()) => look_closer(&seat).await,
            Err(error) => tracing::warn!(%error, "the lease was not renewed yet"),
        }
    }
}

/// Waits for the next renewal: while there is trouble a second, else a while, or until somebody
/// meets trouble. `false` at the stop.
async fn until_next(seat: &Seat, stop: &CancellationToken) -> bool {
    let next = async {
        match seat.wellbeing.standing() {
            Some(_) => drop(timeout(AGAIN, pending::<()>()).await),
            None => drop(timeout(RENEWED, seat.wellbeing.poked()).await),
        }
    };
    stop.run_until_cancelled(next).await.is_some()
}

/// One renewal; when it has to wait, that is noted while it waits.
async fn watched(seat: &Seat) -> Result<(), StoreError> {
    let mut renewal = pin!(seat.renew());
    match timeout(SLOW, &mut renewal).await {
        Ok(renewed) => renewed,
        Err(_) => {
            seat.wellbeing.slow(seat.now());
            renewal.await
        }
    }
}

/// A disk that fails may be one that is full, or only lets itself be read; a connection that met it
/// is of no use any more.
async fn look_closer(seat: &Seat) {
    let Some(standing) = seat.wellbeing.standing() else { return };
    if standing.trouble == Trouble::Disk
        && let Some(trouble) = seat.store.disk_trouble()
    {
        seat.wellbeing.is_really(trouble);
    }
    if matches!(standing.trouble, Trouble::Disk | Trouble::ReadOnly) {
        seat.store.renew_writer().await;
    }
}
