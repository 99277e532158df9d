//! The lines of an export: one JSON object a row, sorted, so that two exports can be compared.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::clock::{Instant, iso};
use crate::domain::contribution::{self, Standing, Value};
use crate::domain::ids::{ContributionId, RoundId};
use crate::domain::post::{self, Part, PartState, Target};
use crate::domain::{message, round};

/// A line of `rounds.jsonl`.
#[derive(Debug, Clone, Serialize)]
pub struct Round {
    id: String,
    ritual: String,
    method: String,
    slot: String,
    zone: String,
    opened_at: Option<String>,
    closes_at: String,
    state: &'static str,
    topics: Vec<String>,
    note: Option<String>,
}

impl From<&round::Round> for Round {
    fn from(round: &round::Round) -> Self {
        Self {
            id: round.id.to_string(),
            ritual: round.name.clone(),
            method: round.method.clone(),
            slot: round.key.clone(),
            zone: round.zone.name().to_owned(),
            opened_at: round.opened_at.map(iso),
            closes_at: iso(round.closes_at),
            state: round.state.as_str(),
            topics: round.topics.clone(),
            note: round.note.clone(),
        }
    }
}

/// A line of `answers.jsonl`. What may not leave is null; what is anonymous has no person.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    id: String,
    round: String,
    person: Option<String>,
    account: Option<String>,
    fields: BTreeMap<String, Option<Value>>,
    private: bool,
    state: &'static str,
    given_at: String,
    edited_at: Option<String>,
    sources: Vec<String>,
}

impl Answer {
    /// An answer, known by the first contribution it is made of; `leaves` says which fields may
    /// leave.
    #[must_use]
    pub fn of(
        id: &ContributionId,
        round: &RoundId,
        answer: &contribution::Answer,
        leaves: impl Fn(&str) -> bool,
    ) -> Self {
        let named = !answer.wishes.anonymous;
        let field =
            |(key, value): (&String, &Value)| (key.clone(), leaves(key).then(|| value.clone()));
        Self {
            id: id.to_string(),
            round: round.to_string(),
            person: named.then(|| answer.person.to_string()),
            account: named.then(|| answer.account.to_string()),
            fields: answer.fields.iter().map(field).collect(),
            private: answer.wishes.private,
            state: standing(answer.standing),
            given_at: iso(answer.given_at),
            edited_at: answer.edited_at.map(iso),
            sources: if named { answer.sources.clone() } else { Vec::new() },
        }
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Given => "given",
        Standing::Passed => "passed",
        Standing::Withdrawn => "withdrawn",
    }
}

/// A line of `messages.jsonl`; without its author's yes there is no text.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    id: String,
    round: String,
    room: String,
    remote_id: String,
    person: String,
    text: Option<String>,
    state: &'static str,
}

impl From<&message::Message> for Message {
    fn from(message: &message::Message) -> Self {
        Self {
            id: format!("{}:{}", message.room.platform, message.remote),
            round: message.round.to_string(),
            room: message.room.to_string(),
            remote_id: message.remote.to_string(),
            person: message.person.to_string(),
            text: message.text.clone(),
            state: message.state.as_str(),
        }
    }
}

/// A line of `posts.jsonl`. What was said to one person alone has no room.
#[derive(Debug, Clone, Serialize)]
pub struct Post {
    id: String,
    round: Option<String>,
    room: Option<String>,
    purpose: &'static str,
    generation: u32,
    version: u32,
    remote_ids: Vec<String>,
    state: &'static str,
}

impl Post {
    /// A post and its parts; those that stand of its latest generation are listed.
    #[must_use]
    pub fn of(post: &post::Post, parts: &[Part]) -> Self {
        let standing = parts
            .iter()
            .filter(|part| part.generation == post.generation && part.state == PartState::Standing)
            .map(|part| part.remote.to_string());
        Self {
            id: post.id.to_string(),
            round: post.round.as_ref().map(ToString::to_string),
            room: match &post.target {
                Target::Room(room) => Some(room.to_string()),
                Target::Direct(_) => None,
            },
            purpose: post.purpose.as_str(),
            generation: post.generation,
            version: post.posted,
            remote_ids: standing.collect(),
            state: post.state.as_str(),
        }
    }
}

/// Rows as JSON lines, sorted by their text, which begins with their id.
///
/// # Errors
/// When a row can't be written as JSON.
pub fn lines<T: Serialize>(rows: &[T]) -> Result<String, serde_json::Error> {
    let mut lines = rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    lines.sort();
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

/// The moment an answer or message shows in a thread: by the wall clock of the round's zone.
#[must_use]
pub fn wall_clock(at: Instant, zone: chrono_tz::Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}
