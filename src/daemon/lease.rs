//! Holds the instance lease: renewed in real time; when it is lost, the house stops.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::flow::House;
use crate::store::StoreError;

/// How long the lease lasts without a renewal.
pub const LASTS: Duration = Duration::from_secs(30);

/// How often it is renewed.
const RENEWED: Duration = Duration::from_secs(8);

/// The lease that this process holds.
pub struct Holding {
    fence: i64,
}

impl Holding {
    /// Keeps renewing the lease until the stop.
    pub fn keep(
        house: Arc<House>,
        fence: i64,
        failed: CancellationToken,
        tasks: &mut JoinSet<()>,
        stop: &CancellationToken,
    ) -> Self {
        let stop = stop.clone();
        tasks.spawn(async move {
            while timeout(RENEWED, stop.cancelled()).await.is_err() {
                match house.store.renew_lease(fence, house.real.now(), LASTS).await {
                    Ok(_) => {}
                    Err(error @ (StoreError::Fenced | StoreError::Held { .. })) => {
                        tracing::error!(%error, "another instance serves this database now");
                        failed.cancel();
                        return;
                    }
                    Err(error) => tracing::warn!(%error, "the lease was not renewed yet"),
                }
            }
        });
        Self { fence }
    }

    /// Gives the lease back, so that the next process need not wait.
    pub async fn release(&self, house: &House) {
        if let Err(error) = house.store.release_lease(self.fence).await {
            tracing::warn!(%error, "the lease was not given back; it runs out by itself");
        }
    }
}
