//! A community's vocabulary, and its rounds by topic. What a round is about is in the round itself;
//! the rows here follow it, so that threads can be listed by topic.

use crate::domain::ids::{CommunityId, RoundId};
use crate::domain::round::Round;

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, fold, ms};
use super::tx::{Reader, Tx};

/// A topic, as it is read.
struct Topic(String);

impl Shape for Topic {
    const TABLE: &'static str = "topics";
    const KEY: &'static str = "community";

    fn read(row: &impl Cells) -> Cell<Self> {
        row.text("name").map(Self)
    }
}

impl Reader {
    /// A community's vocabulary: every topic that was ever used there, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn topics(&mut self, community: &CommunityId) -> Result<Vec<String>> {
        let topics = all!(
            self,
            Topic,
            "SELECT community, name FROM topics WHERE community = $1",
            community.as_str(),
        )?;
        let mut names: Vec<String> = topics.into_iter().map(|Topic(name)| name).collect();
        // Here rather than in SQL: the databases don't agree on the order of letters.
        names.sort_by_cached_key(|name| (fold(name), name.clone()));
        Ok(names)
    }
}

impl Tx {
    /// Adds a topic to a community's vocabulary; `false` when it is there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_topic(&mut self, community: &CommunityId, topic: &str) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO topics (community, name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            community.as_str(),
            clean(topic).as_ref(),
        );
        Ok(rows == 1)
    }

    /// Takes a topic out of a community's vocabulary, unless a round has it; `false` when it stays
    /// or was not there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn drop_topic(&mut self, community: &CommunityId, topic: &str) -> Result<bool> {
        let rows = change!(
            self,
            "DELETE FROM topics WHERE community = $1 AND name = $2 AND NOT EXISTS
                 (SELECT 1 FROM round_topics WHERE community = $1 AND topic = $2)",
            community.as_str(),
            clean(topic).as_ref(),
        );
        Ok(rows == 1)
    }

    /// Lets a round be found by its topics, which become part of the vocabulary.
    pub(super) async fn index_topics(&mut self, round: &Round) -> Result<()> {
        for topic in &round.topics {
            self.add_topic(&round.community, topic).await?;
            change!(
                self,
                "INSERT INTO round_topics (round, topic, community, due_at)
                 VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                round.id.as_str(),
                clean(topic).as_ref(),
                round.community.as_str(),
                ms(round.due_at),
            );
        }
        Ok(())
    }

    pub(super) async fn unindex_topics(&mut self, round: &RoundId) -> Result<()> {
        change!(self, "DELETE FROM round_topics WHERE round = $1", round.as_str());
        Ok(())
    }
}
