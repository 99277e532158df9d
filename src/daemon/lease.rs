//! Keeps the instance lease, in real time; when it is lost, the house stops.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::store::StoreError;

use super::Ending;
use super::opening::Seat;
use super::running::Failure;

/// How long the lease lasts without a renewal.
pub(super) const LASTS: Duration = Duration::from_secs(60);

/// How often it is renewed.
const RENEWED: Duration = Duration::from_secs(10);

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

/// Renews the lease until `stop`. A database that is away is asked again on the next beat: the
/// store itself refuses to write once the lease is over.
async fn keep(seat: Seat, failure: Failure, stop: CancellationToken) {
    while timeout(RENEWED, stop.cancelled()).await.is_err() {
        match seat.renew().await {
            Ok(()) => {}
            Err(error @ (StoreError::Fenced | StoreError::Held { .. })) => {
                return failure.because(Ending::Refused(error.to_string()));
            }
            Err(error) => tracing::warn!(%error, "the lease was not renewed yet"),
        }
    }
}
