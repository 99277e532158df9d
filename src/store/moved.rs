//! Rooms that their platform gave up for another, and whether the house went along.

use crate::domain::clock::Instant;
use crate::domain::ids::RoomRef;

use super::error::Result;
use super::row::{Cell, Cells, Shape, ms};
use super::tx::{Reader, Tx};

/// A room that was given up for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The room that was given up.
    pub from: RoomRef,
    /// The one that takes its place.
    pub to: RoomRef,
    /// Whether the house went along.
    pub followed: bool,
}

impl Shape for Move {
    const TABLE: &'static str = "moves";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        let from = row.room()?;
        let to = RoomRef::new(from.platform.clone(), row.text("successor")?);
        Ok(Self { from, to, followed: row.flag("followed")? })
    }
}

impl Reader {
    /// What took the place of a room, if anything did.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn move_of(&mut self, from: &RoomRef) -> Result<Option<Move>> {
        one!(
            self,
            Move,
            "SELECT * FROM moves WHERE platform = $1 AND remote = $2",
            from.platform.as_str(),
            from.id.as_str(),
        )
    }

    /// The rooms whose place a room took, when the house went along.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn moves_to(&mut self, to: &RoomRef) -> Result<Vec<Move>> {
        all!(
            self,
            Move,
            "SELECT * FROM moves WHERE platform = $1 AND successor = $2 AND followed
             ORDER BY noted_at, remote",
            to.platform.as_str(),
            to.id.as_str(),
        )
    }
}

impl Tx {
    /// Notes that a room was given up for another; `false` when that is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_move(&mut self, from: &RoomRef, to: &RoomRef, at: Instant) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO moves (platform, remote, successor, noted_at, followed)
             VALUES ($1, $2, $3, $4, FALSE)
             ON CONFLICT (platform, remote) DO UPDATE SET successor = excluded.successor,
                 noted_at = excluded.noted_at, followed = FALSE
             WHERE moves.successor <> excluded.successor",
            from.platform.as_str(),
            from.id.as_str(),
            to.id.as_str(),
            ms(at),
        );
        Ok(rows == 1)
    }

    /// Notes that the house went along.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn follow_move(&mut self, from: &RoomRef) -> Result<()> {
        change!(
            self,
            "UPDATE moves SET followed = TRUE WHERE platform = $1 AND remote = $2",
            from.platform.as_str(),
            from.id.as_str(),
        );
        Ok(())
    }
}
