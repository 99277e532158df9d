//! Rounds, each under its natural key: a slot is run once, whoever finds it due.

use crate::domain::clock::Instant;
use crate::domain::ids::{CircleId, CommunityId, PlatformName, RemoteId, RitualId, RoundId};
use crate::domain::round::Round;

use super::error::{Result, StoreError};
use super::row::{
    Cell, Cells, Shape, clean, json, limit, maybe_clean, maybe_json, maybe_ms, ms, saved,
};
use super::tx::{Reader, Tx};

impl Shape for Round {
    const TABLE: &'static str = "rounds";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.id("id")?,
            ritual: row.id("ritual")?,
            community: row.id("community")?,
            circle: row.id("circle")?,
            key: row.text("slot")?,
            name: row.text("name")?,
            method: row.text("method")?,
            script: row.text("script")?,
            question: row.maybe_text("question")?,
            zone: row.zone("zone")?,
            due_at: row.instant("due_at")?,
            opened_at: row.maybe_instant("opened_at")?,
            closes_at: row.instant("closes_at")?,
            closed_at: row.maybe_instant("closed_at")?,
            state: row.word("state")?,
            step: row.count("step")?,
            closings: row.count("closings")?,
            seed: row.int("seed")?.cast_unsigned(),
            moods: row.maybe_json("moods")?,
            topics: row.json("topics")?,
            note: row.maybe_text("note")?,
            curation: row.word("curation")?,
        })
    }
}

impl Reader {
    /// A round by its id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn round(&mut self, id: &RoundId) -> Result<Option<Round>> {
        one!(self, Round, "SELECT * FROM rounds WHERE id = $1", id.as_str())
    }

    /// A ritual's round by its natural key.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn round_of_key(&mut self, ritual: &RitualId, key: &str) -> Result<Option<Round>> {
        one!(
            self,
            Round,
            "SELECT * FROM rounds WHERE ritual = $1 AND slot = $2",
            ritual.as_str(),
            key,
        )
    }

    /// The round in whose name a message was posted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn round_of_message(
        &mut self,
        platform: &PlatformName,
        remote: &RemoteId,
    ) -> Result<Option<Round>> {
        one!(
            self,
            Round,
            "SELECT rounds.* FROM post_parts
             JOIN posts ON posts.id = post_parts.post
             JOIN rounds ON rounds.id = posts.round
             WHERE post_parts.platform = $1 AND post_parts.remote = $2
             LIMIT 1",
            platform.as_str(),
            remote.as_str(),
        )
    }

    /// The open rounds of a circle, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn open_rounds(&mut self, circle: &CircleId) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE circle = $1 AND state = 'open' ORDER BY due_at, id",
            circle.as_str(),
        )
    }

    /// The rounds of a circle that are open, or closed at this instant or later; the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rounds_since(&mut self, circle: &CircleId, since: Instant) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE circle = $1
                 AND (state = 'open' OR (state = 'closed' AND closed_at >= $2))
             ORDER BY due_at, id",
            circle.as_str(),
            ms(since),
        )
    }

    /// The open rounds of a community, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn open_rounds_of(&mut self, community: &CommunityId) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE community = $1 AND state = 'open' ORDER BY due_at, id",
            community.as_str(),
        )
    }

    /// The open rounds of all communities, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn all_open_rounds(&mut self) -> Result<Vec<Round>> {
        all!(self, Round, "SELECT * FROM rounds WHERE state = 'open' ORDER BY due_at, id")
    }

    /// A ritual's latest rounds, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rounds_of(&mut self, ritual: &RitualId, most: usize) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE ritual = $1 ORDER BY due_at DESC, id DESC LIMIT $2",
            ritual.as_str(),
            limit(most),
        )
    }

    /// The open rounds of a community and, up to this many in all, the last ones that were held,
    /// the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn last_rounds(
        &mut self,
        community: &CommunityId,
        most: usize,
    ) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE community = $1 AND opened_at IS NOT NULL
             ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, due_at DESC, id DESC LIMIT $2",
            community.as_str(),
            limit(most),
        )
    }

    /// All rounds of a community, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rounds(&mut self, community: &CommunityId) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE community = $1 ORDER BY due_at, id",
            community.as_str(),
        )
    }

    /// Rounds of a community by their ids, after an id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rounds_after(
        &mut self,
        community: &CommunityId,
        after: &str,
        most: usize,
    ) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE community = $1 AND id > $2 ORDER BY id LIMIT $3",
            community.as_str(),
            after,
            limit(most),
        )
    }

    /// The facts a round was opened with.
    ///
    /// # Errors
    /// When the database can't be read, or there is no such round.
    pub async fn facts(&mut self, id: &RoundId) -> Result<String> {
        let facts: Option<String> =
            run!(self, |conn| sqlx::query_scalar("SELECT facts FROM rounds WHERE id = $1")
                .bind(id.as_str())
                .fetch_optional(conn)
                .await?);
        facts.ok_or_else(|| StoreError::Missing { table: "rounds", row: id.to_string() })
    }
}

impl Tx {
    /// Adds a round with the facts that were used; `false` when the ritual has one of this key.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_round(&mut self, round: &Round, facts: &str) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO rounds (id, ritual, community, circle, slot, name, method, script,
                 question, zone, due_at, opened_at, closes_at, closed_at, state, step, closings,
                 seed, facts, moods, topics, note, curation)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20, $21, $22, $23) ON CONFLICT DO NOTHING",
            round.id.as_str(),
            round.ritual.as_str(),
            round.community.as_str(),
            round.circle.as_str(),
            round.key.as_str(),
            clean(&round.name).as_ref(),
            round.method.as_str(),
            round.script.as_str(),
            maybe_clean(round.question.as_deref()),
            round.zone.name(),
            ms(round.due_at),
            maybe_ms(round.opened_at),
            ms(round.closes_at),
            maybe_ms(round.closed_at),
            round.state.as_str(),
            i64::from(round.step),
            i64::from(round.closings),
            round.seed.cast_signed(),
            clean(facts).as_ref(),
            maybe_json(round.moods.as_ref())?,
            json(&round.topics)?,
            maybe_clean(round.note.as_deref()),
            round.curation.as_str(),
        );
        if rows == 1 {
            self.index_topics(round).await?;
        }
        Ok(rows == 1)
    }

    /// Saves what changes in a round's life; what it began with stays as it was.
    ///
    /// # Errors
    /// When the database refuses, or there is no such round.
    pub async fn save_round(&mut self, round: &Round) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE rounds SET opened_at = $2, closes_at = $3, closed_at = $4, state = $5,
                 step = $6, closings = $7, moods = $8, topics = $9, note = $10, question = $11,
                 name = $12, circle = $13, seed = $14, curation = $15
             WHERE id = $1",
            round.id.as_str(),
            maybe_ms(round.opened_at),
            ms(round.closes_at),
            maybe_ms(round.closed_at),
            round.state.as_str(),
            i64::from(round.step),
            i64::from(round.closings),
            maybe_json(round.moods.as_ref())?,
            json(&round.topics)?,
            maybe_clean(round.note.as_deref()),
            maybe_clean(round.question.as_deref()),
            clean(&round.name).as_ref(),
            round.circle.as_str(),
            round.seed.cast_signed(),
            round.curation.as_str(),
        );
        self.unindex_topics(&round.id).await?;
        self.index_topics(round).await?;
        saved(rows, "rounds", round.id.as_str())
    }
}
