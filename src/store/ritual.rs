//! Rituals. A removed one stays for `undo` and for its rounds, and leaves its name to another.

use crate::domain::ids::{CommunityId, RitualId};
use crate::domain::ritual::Ritual;

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, fold, json, maybe_clean, saved, span, word};
use super::tx::{Reader, Tx};

impl Shape for Ritual {
    const TABLE: &'static str = "rituals";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.id("id")?,
            community: row.id("community")?,
            circle: row.id("circle")?,
            name: row.text("name")?,
            method: row.text("method")?,
            question: row.maybe_text("question")?,
            schedule: row.json("schedule")?,
            open_for: row.maybe_span("open_for")?,
            late: row.word("late")?,
            grace: row.span("grace")?,
            state: row.word("state")?,
        })
    }
}

impl Reader {
    /// A ritual by its id, removed or not.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn ritual(&mut self, id: &RitualId) -> Result<Option<Ritual>> {
        one!(self, Ritual, "SELECT * FROM rituals WHERE id = $1", id.as_str())
    }

    /// A community's ritual by its name, without case; removed ones have no name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn ritual_named(
        &mut self,
        community: &CommunityId,
        name: &str,
    ) -> Result<Option<Ritual>> {
        one!(
            self,
            Ritual,
            "SELECT * FROM rituals
             WHERE community = $1 AND folded_name = $2 AND state <> 'removed'",
            community.as_str(),
            fold(name),
        )
    }

    /// A community's rituals by name, without the removed ones.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rituals(&mut self, community: &CommunityId) -> Result<Vec<Ritual>> {
        all!(
            self,
            Ritual,
            "SELECT * FROM rituals WHERE community = $1 AND state <> 'removed'
             ORDER BY folded_name",
            community.as_str(),
        )
    }

    /// A community's rituals, removed ones too.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn all_rituals(&mut self, community: &CommunityId) -> Result<Vec<Ritual>> {
        all!(
            self,
            Ritual,
            "SELECT * FROM rituals WHERE community = $1 ORDER BY id",
            community.as_str(),
        )
    }

    /// The active rituals of all communities, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn active_rituals(&mut self) -> Result<Vec<Ritual>> {
        all!(self, Ritual, "SELECT * FROM rituals WHERE state = 'active' ORDER BY id")
    }
}

impl Tx {
    /// Adds a ritual; `false` when its name is taken in the community.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_ritual(&mut self, ritual: &Ritual) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO rituals (id, community, circle, name, folded_name, method, question,
                 schedule, open_for, late, grace, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
            ritual.id.as_str(),
            ritual.community.as_str(),
            ritual.circle.as_str(),
            clean(&ritual.name).as_ref(),
            fold(&ritual.name),
            ritual.method.as_str(),
            maybe_clean(ritual.question.as_deref()),
            json(&ritual.schedule)?,
            ritual.open_for.map(span),
            ritual.late.as_str(),
            span(ritual.grace),
            word(&ritual.state)?,
        );
        Ok(rows == 1)
    }

    /// Saves everything about a ritual but its id and community.
    ///
    /// # Errors
    /// [`Taken`](super::StoreError::Taken) when another has the name by now.
    pub async fn save_ritual(&mut self, ritual: &Ritual) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE rituals SET circle = $2, name = $3, folded_name = $4, method = $5,
                 question = $6, schedule = $7, open_for = $8, late = $9, grace = $10, state = $11
             WHERE id = $1",
            ritual.id.as_str(),
            ritual.circle.as_str(),
            clean(&ritual.name).as_ref(),
            fold(&ritual.name),
            ritual.method.as_str(),
            maybe_clean(ritual.question.as_deref()),
            json(&ritual.schedule)?,
            ritual.open_for.map(span),
            ritual.late.as_str(),
            span(ritual.grace),
            word(&ritual.state)?,
        );
        saved(rows, "rituals", ritual.id.as_str())
    }
}
