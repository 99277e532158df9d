//! The step after a round: topics, a note, how far the convenors are. A command and the page change
//! the same rows here, and the posts that tell of them follow.

use anyhow::Context as _;

use crate::domain::ids::{AccountRef, CommunityId, PostId};
use crate::domain::round::{Curation, Round, RoundState};
use crate::ritual::fold::fold;
use crate::ritual::parse::clean;
use crate::store::{StoreError, Tx};

use super::{House, act};

/// The most characters of a topic.
pub const LONGEST_TOPIC: usize = 40;
/// The most topics of a round.
pub const MOST_TOPICS: usize = 12;
/// The most characters of a note.
pub const LONGEST_NOTE: usize = 2000;

/// Why something was not changed.
#[derive(Debug)]
pub enum Amiss {
    /// A topic is empty or too long.
    TopicLength,
    /// The round has as many topics as it can have.
    TopicsFull,
    /// The round has no such topic.
    NoSuchTopic(String),
    /// The note is too long.
    NoteLength,
    /// Something failed.
    Fault(anyhow::Error),
}

impl From<StoreError> for Amiss {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<anyhow::Error> for Amiss {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}

/// Adds topics to a round and takes others away. A topic that the community knows keeps the
/// spelling it has there, and others become part of its vocabulary; adding one again that the round
/// has spells it anew.
///
/// # Errors
/// [`Amiss`]: then nothing of it may be committed.
pub async fn topics(
    house: &House,
    tx: &mut Tx,
    round: &mut Round,
    add: &[String],
    remove: &[String],
) -> Result<(), Amiss> {
    for topic in remove {
        let topic = said(topic)?;
        if take(round, &topic).is_none() {
            return Err(Amiss::NoSuchTopic(topic));
        }
    }
    let known = tx.topics(&round.community).await?;
    let mut respelt = Vec::new();
    for topic in add {
        let topic = said(topic)?;
        let same = known.iter().find(|one| fold(one) == fold(&topic)).cloned();
        let before = take(round, &topic);
        if round.topics.len() >= MOST_TOPICS {
            return Err(Amiss::TopicsFull);
        }
        let spelt = if before.is_some() { topic } else { same.unwrap_or(topic) };
        respelt.extend(before.filter(|before| *before != spelt));
        round.topics.push(spelt);
    }
    save(house, tx, round).await?;
    for topic in respelt {
        tx.drop_topic(&round.community, &topic).await?;
    }
    Ok(())
}

/// A topic as it is kept.
fn said(topic: &str) -> Result<String, Amiss> {
    let topic = clean(topic).split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !topic.is_empty() && topic.chars().count() <= LONGEST_TOPIC;
    if fits { Ok(topic) } else { Err(Amiss::TopicLength) }
}

/// Takes a topic away, whatever its case, and gives how it was spelt; `None` when the round did not
/// have it.
fn take(round: &mut Round, topic: &str) -> Option<String> {
    let at = round.topics.iter().position(|one| fold(one) == fold(topic))?;
    Some(round.topics.remove(at))
}

/// Sets the note on a round; an empty one takes it away.
///
/// # Errors
/// [`Amiss`]: then nothing of it may be committed.
pub async fn note(house: &House, tx: &mut Tx, round: &mut Round, text: &str) -> Result<(), Amiss> {
    let text = clean(text);
    if text.chars().count() > LONGEST_NOTE {
        return Err(Amiss::NoteLength);
    }
    round.note = Some(text).filter(|text| !text.is_empty());
    save(house, tx, round).await
}

/// Says how far the convenors are with a round. No post tells of it.
///
/// # Errors
/// When the database fails.
pub async fn curation(tx: &mut Tx, round: &mut Round, curation: Curation) -> Result<(), Amiss> {
    round.curation = curation;
    Ok(tx.save_round(round).await?)
}

/// Keeps the round and makes its posts true again.
async fn save(house: &House, tx: &mut Tx, round: &Round) -> Result<(), Amiss> {
    tx.save_round(round).await?;
    if round.state != RoundState::Skipped {
        act::refresh(house, tx, &round.id).await.context("posts follow what was curated")?;
    }
    Ok(())
}

/// Notes who did what, without anybody's words.
///
/// # Errors
/// When the database fails.
pub async fn deed(
    house: &House,
    tx: &mut Tx,
    community: &CommunityId,
    actor: &AccountRef,
    deed: &str,
    subject: &str,
) -> Result<(), StoreError> {
    let now = house.now();
    let id = house.chance.with(|chance| PostId::make(now, chance));
    tx.note_deed(id.as_str(), Some(community), &actor.to_string(), deed, subject, now).await
}
