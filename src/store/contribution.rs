//! What members gave to rounds, act by act.

use crate::domain::contribution::Contribution;
use crate::domain::ids::{PersonId, RoundId};

use super::error::Result;
use super::row::{Cell, Cells, Shape, json, maybe_ms, ms, saved, word};
use super::tx::{Reader, Tx};

impl Shape for Contribution {
    const TABLE: &'static str = "contributions";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.id("id")?,
            round: row.id("round")?,
            person: row.id("person")?,
            account: row.account()?,
            at: row.instant("given_at")?,
            edited_at: row.maybe_instant("edited_at")?,
            source: row.text("source")?,
            road: row.word("road")?,
            act: row.json("act")?,
            wishes: row.json("wishes")?,
        })
    }
}

impl Reader {
    /// Everything that was given to a round, in order of time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn contributions(&mut self, round: &RoundId) -> Result<Vec<Contribution>> {
        all!(
            self,
            Contribution,
            "SELECT * FROM contributions WHERE round = $1 ORDER BY given_at, id",
            round.as_str(),
        )
    }

    /// What one person gave to a round, in order of time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn contributions_of(
        &mut self,
        round: &RoundId,
        person: &PersonId,
    ) -> Result<Vec<Contribution>> {
        all!(
            self,
            Contribution,
            "SELECT * FROM contributions WHERE round = $1 AND person = $2 ORDER BY given_at, id",
            round.as_str(),
            person.as_str(),
        )
    }

    /// The contribution that came from this source; the latest, should several rounds have one.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn contribution_from(&mut self, source: &str) -> Result<Option<Contribution>> {
        one!(
            self,
            Contribution,
            "SELECT * FROM contributions WHERE source = $1
             ORDER BY given_at DESC, id DESC LIMIT 1",
            source,
        )
    }
}

impl Tx {
    /// Adds a contribution; `false` when the round has one from this source.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contribution(&mut self, given: &Contribution) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO contributions (id, round, person, platform, remote, given_at, edited_at,
                 source, road, act, wishes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            given.id.as_str(),
            given.round.as_str(),
            given.person.as_str(),
            given.account.platform.as_str(),
            given.account.id.as_str(),
            ms(given.at),
            maybe_ms(given.edited_at),
            given.source.as_str(),
            word(&given.road)?,
            json(&given.act)?,
            json(&given.wishes)?,
        );
        Ok(rows == 1)
    }

    /// Saves what may change in a contribution: its act, its wishes, its instants, its road.
    ///
    /// # Errors
    /// When the database refuses, or there is no such contribution.
    pub async fn save_contribution(&mut self, given: &Contribution) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE contributions SET person = $2, platform = $3, remote = $4, given_at = $5,
                 edited_at = $6, road = $7, act = $8, wishes = $9 WHERE id = $1",
            given.id.as_str(),
            given.person.as_str(),
            given.account.platform.as_str(),
            given.account.id.as_str(),
            ms(given.at),
            maybe_ms(given.edited_at),
            word(&given.road)?,
            json(&given.act)?,
            json(&given.wishes)?,
        );
        saved(rows, "contributions", given.id.as_str())
    }
}
