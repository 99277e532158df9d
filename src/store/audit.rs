//! Who did what, without anybody's words.

use crate::domain::clock::Instant;
use crate::domain::ids::CommunityId;

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, limit, ms};
use super::tx::{Reader, Tx};

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its id.
    pub id: String,
    /// In which community; some deeds are in none.
    pub community: Option<CommunityId>,
    /// Who did it.
    pub actor: String,
    /// What.
    pub deed: String,
    /// To what.
    pub subject: String,
    /// When.
    pub at: Instant,
}

impl Shape for Deed {
    const TABLE: &'static str = "audit";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.text("id")?,
            community: row.maybe_id("community")?,
            actor: row.text("actor")?,
            deed: row.text("deed")?,
            subject: row.text("subject")?,
            at: row.instant("done_at")?,
        })
    }
}

impl Reader {
    /// What was done in a community lately, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn deeds(&mut self, community: &CommunityId, most: usize) -> Result<Vec<Deed>> {
        all!(
            self,
            Deed,
            "SELECT * FROM audit WHERE community = $1 ORDER BY done_at DESC, id DESC LIMIT $2",
            community.as_str(),
            limit(most),
        )
    }
}

impl Tx {
    /// Notes what somebody did; nothing happens when the id is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_deed(
        &mut self,
        id: &str,
        community: Option<&CommunityId>,
        actor: &str,
        deed: &str,
        subject: &str,
        at: Instant,
    ) -> Result<()> {
        change!(
            self,
            "INSERT INTO audit (id, community, actor, deed, subject, done_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            id,
            community.map(CommunityId::as_str),
            clean(actor).as_ref(),
            deed,
            clean(subject).as_ref(),
            ms(at),
        );
        Ok(())
    }
}
