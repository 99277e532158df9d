//! Keeps the instance lease, in real time; when it is lost, the house stops.

use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::store::StoreError;

use super::Ending;
use super::opening::Seat;
use super::running::Failure;

/// How long the lease lasts without a renewal.
pub(super) const LASTS: Duration = Duration::from_secs(20);

/// How often it is renewed.
const RENEWED: Duration = Duration::from_secs(5);

/// Renews the lease until `stop`. A database that is away is asked again on the next beat: the
/// store itself refuses to write once the lease is over.
pub(super) async fn keep(seat: Seat, failure: Failure, stop: CancellationToken) {
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
