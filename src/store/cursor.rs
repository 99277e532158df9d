//! How far each room's history is stored. A gap holds the cursor still until it is filled.

use crate::domain::clock::Instant;
use crate::domain::ids::RoomRef;

use super::error::Result;
use super::row::{Cell, Cells, Shape, ms};
use super::tx::{Reader, Tx};

/// How far a room's history is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The last message that is stored, with everything before it.
    pub cursor: Option<String>,
    /// Since when something after it is missing.
    pub gap_since: Option<Instant>,
}

impl Shape for Cursor {
    const TABLE: &'static str = "cursors";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self { cursor: row.maybe_text("cursor")?, gap_since: row.maybe_instant("gap_since")? })
    }
}

/// A room that has a gap, as it is read.
struct Gap(RoomRef);

impl Shape for Gap {
    const TABLE: &'static str = "cursors";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        row.room().map(Self)
    }
}

impl Reader {
    /// How far a room's history is stored; `None` when nothing of it ever was.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn cursor(&mut self, room: &RoomRef) -> Result<Option<Cursor>> {
        one!(
            self,
            Cursor,
            "SELECT * FROM cursors WHERE platform = $1 AND remote = $2",
            room.platform.as_str(),
            room.id.as_str(),
        )
    }

    /// The rooms of whose history something is missing, the longest missing first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn gaps(&mut self) -> Result<Vec<RoomRef>> {
        let gaps = all!(
            self,
            Gap,
            "SELECT platform, remote FROM cursors WHERE gap_since IS NOT NULL
             ORDER BY gap_since, platform, remote",
        )?;
        Ok(gaps.into_iter().map(|Gap(room)| room).collect())
    }
}

impl Tx {
    /// Moves a room's cursor; nothing happens while a gap is open.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_cursor(&mut self, room: &RoomRef, cursor: &str) -> Result<()> {
        change!(
            self,
            "INSERT INTO cursors (platform, remote, cursor) VALUES ($1, $2, $3)
             ON CONFLICT (platform, remote) DO UPDATE SET cursor = excluded.cursor
             WHERE cursors.gap_since IS NULL",
            room.platform.as_str(),
            room.id.as_str(),
            cursor,
        );
        Ok(())
    }

    /// Notes that something is missing after the cursor; a gap that is open stays as old as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_gap(&mut self, room: &RoomRef, at: Instant) -> Result<()> {
        change!(
            self,
            "INSERT INTO cursors (platform, remote, gap_since) VALUES ($1, $2, $3)
             ON CONFLICT (platform, remote) DO UPDATE
             SET gap_since = COALESCE(cursors.gap_since, excluded.gap_since)",
            room.platform.as_str(),
            room.id.as_str(),
            ms(at),
        );
        Ok(())
    }

    /// Notes that the gap is filled, up to `cursor` if it moved; a room that had to be read back
    /// after a restore may be written to from now on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_gap(&mut self, room: &RoomRef, cursor: Option<&str>) -> Result<()> {
        change!(
            self,
            "UPDATE cursors SET gap_since = NULL, cursor = COALESCE($3, cursor),
                 read_seq = CASE WHEN unread THEN (SELECT COALESCE(MAX(seq), 0) FROM posts)
                     ELSE read_seq END,
                 unread = FALSE
             WHERE platform = $1 AND remote = $2",
            room.platform.as_str(),
            room.id.as_str(),
            cursor,
        );
        Ok(())
    }
}
