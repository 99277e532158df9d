//! Events that were acted on: a replay finds its row and does nothing.

use crate::domain::clock::Instant;
use crate::domain::ids::PlatformName;

use super::error::Result;
use super::row::ms;
use super::tx::Tx;

impl Tx {
    /// Whether an event is seen for the first time; from now on it isn't, if this is committed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn first_sight(
        &mut self,
        platform: &PlatformName,
        event: &str,
        at: Instant,
    ) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO seen (platform, remote, seen_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
            platform.as_str(),
            event,
            ms(at),
        );
        Ok(rows == 1)
    }
}
