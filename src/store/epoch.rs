//! The life of a house that began with a restored backup: since when, and which rooms have still to
//! be read back before anything is sent there.

use serde::{Deserialize, Serialize};

use crate::domain::clock::Instant;
use crate::domain::ids::RoomRef;

use super::error::Result;
use super::row::{Cell, Cells, Shape, json, ms};
use super::tx::{Reader, Tx};

/// The setting that holds it.
const NAME: &str = "epoch";

/// A life that began with a restored backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch {
    /// When it was restored, in real time; the number of this life.
    pub at: Instant,
    /// When the backup was made, in real time.
    pub since: Instant,
    /// When it was restored, by the house's own clock.
    pub by_clock: Instant,
}

/// A room that has still to be read back, as it is read.
struct Unread(RoomRef);

impl Shape for Unread {
    const TABLE: &'static str = "cursors";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        row.room().map(Self)
    }
}

impl Reader {
    /// The life this house is in, once it was restored from a backup.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn epoch(&mut self) -> Result<Option<Epoch>> {
        let kept = self.setting(NAME).await?;
        Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// The rooms that are not written to until they are read back.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn unread_rooms(&mut self) -> Result<Vec<RoomRef>> {
        let rooms = all!(
            self,
            Unread,
            "SELECT platform, remote FROM cursors WHERE unread ORDER BY platform, remote",
        )?;
        Ok(rooms.into_iter().map(|Unread(room)| room).collect())
    }

    /// The order of the last post that was wanted when a room had been read back in this life;
    /// zero where that never happened.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn read_upto(&mut self, room: &RoomRef) -> Result<i64> {
        Ok(value!(
            self,
            i64,
            "SELECT COALESCE(MAX(read_seq), 0) FROM cursors WHERE platform = $1 AND remote = $2",
            room.platform.as_str(),
            room.id.as_str(),
        ))
    }
}

impl Tx {
    /// Begins a new life: every bound room has a gap since the backup and has to be read back, the
    /// lease of the house that was copied is over, and its one-time codes are void, since they
    /// may have been used since.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_epoch(&mut self, epoch: &Epoch) -> Result<()> {
        self.set_setting(NAME, &json(epoch)?).await?;
        change!(
            self,
            "INSERT INTO cursors (platform, remote, gap_since, unread)
             SELECT platform, remote, CAST($1 AS BIGINT), TRUE FROM rooms WHERE TRUE
             ON CONFLICT (platform, remote) DO UPDATE SET unread = TRUE,
                 gap_since = COALESCE(cursors.gap_since, excluded.gap_since)",
            ms(epoch.since),
        );
        change!(self, "UPDATE instance SET until = $1", 0_i64);
        change!(self, "UPDATE codes SET expires_at = $1", 0_i64);
        // Who signed out since, or lost the role, is not signed in again by an earlier copy.
        change!(self, "DELETE FROM sessions");
        Ok(())
    }
}
