//! What can be taken back for a while.

use crate::domain::clock::Instant;
use crate::domain::ids::CommunityId;

use super::error::Result;
use super::row::{Cell, Cells, Shape, ms};
use super::tx::{Reader, Tx};

/// Something that was done and can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Its id.
    pub id: String,
    /// In which community.
    pub community: CommunityId,
    /// What was done.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// When.
    pub done_at: Instant,
}

impl Shape for Undo {
    const TABLE: &'static str = "undos";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.text("id")?,
            community: row.id("community")?,
            kind: row.text("kind")?,
            subject: row.text("subject")?,
            done_at: row.instant("done_at")?,
        })
    }
}

impl Reader {
    /// What was done in a community at or after an instant, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn undos_since(&mut self, community: &CommunityId, at: Instant) -> Result<Vec<Undo>> {
        all!(
            self,
            Undo,
            "SELECT * FROM undos WHERE community = $1 AND done_at >= $2
             ORDER BY done_at DESC, id DESC",
            community.as_str(),
            ms(at),
        )
    }
}

impl Tx {
    /// Notes that something was done; nothing happens when it is noted.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_undo(&mut self, undo: &Undo) -> Result<()> {
        change!(
            self,
            "INSERT INTO undos (id, community, kind, subject, done_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            undo.id.as_str(),
            undo.community.as_str(),
            undo.kind.as_str(),
            undo.subject.as_str(),
            ms(undo.done_at),
        );
        Ok(())
    }

    /// Forgets it: it was taken back.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_undo(&mut self, id: &str) -> Result<()> {
        change!(self, "DELETE FROM undos WHERE id = $1", id);
        Ok(())
    }
}
