//! The lines of an export: one JSON object a row. They are written and read back by the same types,
//! so that what was written can be read.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::clock::Instant;
use crate::domain::contribution::{self, Standing, Value};
use crate::domain::file::FileRef;
use crate::domain::ids::{CircleId, ContributionId, PostId, RitualId, RoundId};
use crate::domain::message::{self, MessageState};
use crate::domain::post::{self, PartState, PostState, Purpose, Target};
use crate::domain::round::{self, Moods, RoundState};

/// A line of `rounds.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The ritual's name when it opened.
    pub ritual: String,
    /// The method's name.
    pub method: String,
    /// Its natural key within the ritual.
    pub slot: String,
    /// The zone of its slot.
    pub zone: Tz,
    /// When its prompts were put up.
    #[serde(with = "moment::maybe")]
    pub opened_at: Option<Instant>,
    /// When its current step ends.
    #[serde(with = "moment")]
    pub closes_at: Instant,
    /// Where it stands.
    pub state: RoundState,
    /// Topics of what was said.
    pub topics: Vec<String>,
    /// A convenor's note.
    pub note: Option<String>,
    /// The ritual.
    pub ritual_id: RitualId,
    /// The circle it ran in.
    pub circle: CircleId,
    /// The hash of the method file it keeps.
    pub script: String,
    /// The convenor's own question.
    pub question: Option<String>,
    /// When it was due.
    #[serde(with = "moment")]
    pub due_at: Instant,
    /// When it was closed or skipped.
    #[serde(with = "moment::maybe")]
    pub closed_at: Option<Instant>,
    /// Which step runs, from zero.
    pub step: u32,
    /// How often it was closed.
    pub closings: u32,
    /// The random seed.
    pub seed: u64,
    /// The moods as they were told; null where moods are left out.
    pub moods: Option<Moods>,
    /// Whether its words are gone because their time of keeping was over.
    pub words_gone: bool,
    /// Where convenors are with it: `inbox`, `curated`, `archived`.
    #[serde(default)]
    pub curation: round::Curation,
}

impl Round {
    /// A round; moods only where they may leave.
    #[must_use]
    pub fn of(round: &round::Round, words_gone: bool, with_private: bool) -> Self {
        Self {
            id: round.id.clone(),
            ritual: round.name.clone(),
            method: round.method.clone(),
            slot: round.key.clone(),
            zone: round.zone,
            opened_at: round.opened_at,
            closes_at: round.closes_at,
            state: round.state,
            topics: round.topics.clone(),
            note: round.note.clone(),
            ritual_id: round.ritual.clone(),
            circle: round.circle.clone(),
            script: round.script.clone(),
            question: round.question.clone(),
            due_at: round.due_at,
            closed_at: round.closed_at,
            step: round.step,
            closings: round.closings,
            seed: round.seed,
            moods: round.moods.filter(|_| with_private),
            words_gone,
            curation: round.curation,
        }
    }
}

/// A line of `answers.jsonl`. What may not leave is null; what is anonymous has no person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The id of the first thing its author gave to the round.
    pub id: String,
    /// The round.
    pub round: RoundId,
    /// Whose it is.
    pub person: Option<String>,
    /// The account that spoke last.
    pub account: Option<String>,
    /// Its values.
    pub fields: BTreeMap<String, Value>,
    /// For convenors and in counts only.
    pub private: bool,
    /// Where it stands.
    pub state: Standing,
    /// When it was first given.
    #[serde(with = "moment")]
    pub given_at: Instant,
    /// When it last changed.
    #[serde(with = "moment::maybe")]
    pub edited_at: Option<Instant>,
    /// What it was made from.
    pub sources: Vec<String>,
    /// Without its author's name.
    pub anonymous: bool,
    /// Listed for the circle.
    pub listed: bool,
    /// What its author gave beside that and what counts no more: never to be taken in again.
    pub gone: Vec<String>,
}

impl Answer {
    /// An answer, known by the first contribution it is made of; `leaves` says which fields may
    /// leave, `gone` what counts no more.
    #[must_use]
    pub fn of(
        id: &ContributionId,
        round: &RoundId,
        answer: &contribution::Answer,
        gone: Vec<String>,
        leaves: impl Fn(&str) -> bool,
    ) -> Self {
        let named = !answer.wishes.anonymous;
        let field = |(key, value): (&String, &Value)| {
            (key.clone(), if leaves(key) { value.clone() } else { Value::Absent })
        };
        // What was made by an import has no source of its own.
        let theirs = |sources: Vec<String>| {
            let kept = sources.into_iter().filter(|one| named && !one.starts_with(IMPORTED));
            kept.collect::<Vec<_>>()
        };
        Self {
            id: id.to_string(),
            round: round.clone(),
            person: named.then(|| answer.person.to_string()),
            account: named.then(|| answer.account.to_string()),
            fields: answer.fields.iter().map(field).collect(),
            private: answer.wishes.private,
            state: answer.standing,
            given_at: answer.given_at,
            edited_at: answer.edited_at,
            sources: theirs(answer.sources.clone()),
            anonymous: answer.wishes.anonymous,
            listed: answer.wishes.listed,
            gone: theirs(gone),
        }
    }
}

/// What the sources begin with that an import made.
pub const IMPORTED: &str = "import:";

/// A line of `messages.jsonl`; without its author's yes there is no text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Its platform and id.
    pub id: String,
    /// In the thread of this round.
    pub round: RoundId,
    /// Where.
    pub room: String,
    /// Its id there.
    pub remote_id: String,
    /// Who said it.
    pub person: String,
    /// The words.
    pub text: Option<String>,
    /// Whether they are kept.
    pub state: MessageState,
    /// By which account.
    pub account: String,
    /// When.
    #[serde(with = "moment")]
    pub said_at: Instant,
    /// When it was last edited.
    #[serde(with = "moment::maybe")]
    pub edited_at: Option<Instant>,
    /// The files it came with, by reference; what opens an encrypted one only where it may leave.
    #[serde(default)]
    pub files: Vec<FileRef>,
}

impl Message {
    /// A message; the keys of its files only where they may leave.
    #[must_use]
    pub fn of(message: &message::Message, with_private: bool) -> Self {
        let file = |file: &FileRef| {
            let file = file.clone();
            FileRef { key: file.key.filter(|_| with_private), ..file }
        };
        Self {
            id: format!("{}:{}", message.room.platform, message.remote),
            round: message.round.clone(),
            room: message.room.to_string(),
            remote_id: message.remote.to_string(),
            person: message.person.to_string(),
            text: message.text.clone(),
            state: message.state,
            account: message.account.to_string(),
            said_at: message.at,
            edited_at: message.edited_at,
            files: message.files.iter().map(file).collect(),
        }
    }
}

/// A line of `posts.jsonl`. What was said to one person alone has no room, and no slot: it would
/// name them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The round it is about.
    pub round: Option<RoundId>,
    /// Where it stands.
    pub room: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
    /// Which posting of its slot.
    pub generation: u32,
    /// The version that stands.
    pub version: u32,
    /// The messages that stand for its latest posting.
    pub remote_ids: Vec<String>,
    /// Whether delivery works on it.
    pub state: PostState,
    /// Its natural key.
    pub slot: Option<String>,
    /// Its place in the order of all posts.
    pub seq: i64,
    /// When it was first wanted.
    #[serde(with = "moment")]
    pub created_at: Instant,
    /// Every message that stands or stood for it in a room.
    pub parts: Vec<Part>,
}

/// A message that stands or stood for a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its posting.
    pub generation: u32,
    /// Which part, from zero.
    pub part: u32,
    /// The message.
    pub remote_id: String,
    /// Messages that edited it.
    pub edits: Vec<String>,
    /// Whether it stands.
    pub state: PartState,
}

impl Post {
    /// A post and its parts; those that stand of its latest generation are listed first.
    #[must_use]
    pub fn of(post: &post::Post, parts: &[post::Part]) -> Self {
        let standing = parts
            .iter()
            .filter(|part| part.generation == post.generation && part.state == PartState::Standing)
            .map(|part| part.remote.to_string());
        let part = |part: &post::Part| Part {
            generation: part.generation,
            part: part.part,
            remote_id: part.remote.to_string(),
            edits: part.edits.iter().map(ToString::to_string).collect(),
            state: part.state,
        };
        let room = match &post.target {
            Target::Room(room) => Some(room.to_string()),
            Target::Direct(_) => None,
        };
        Self {
            id: post.id.clone(),
            round: post.round.clone(),
            purpose: post.purpose,
            generation: post.generation,
            version: post.posted,
            remote_ids: standing.collect(),
            state: post.state,
            slot: room.is_some().then(|| post.slot.clone()),
            seq: post.seq,
            created_at: post.created_at,
            parts: if room.is_some() { parts.iter().map(part).collect() } else { Vec::new() },
            room,
        }
    }
}

/// The moment an answer or message shows in a thread: by the wall clock of the round's zone.
#[must_use]
pub fn wall_clock(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// Instants as ISO 8601 in UTC with milliseconds.
pub mod moment {
    use chrono::DateTime;
    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::domain::clock::{Instant, instant, iso};

    /// Writes it.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn serialize<S: Serializer>(at: &Instant, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&iso(*at))
    }

    /// Reads it, to the millisecond.
    ///
    /// # Errors
    /// When the text is no such instant.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Instant, D::Error> {
        read(&String::deserialize(from)?).map_err(de::Error::custom)
    }

    fn read(text: &str) -> Result<Instant, String> {
        let at = DateTime::parse_from_rfc3339(text);
        at.map(|at| instant(at.timestamp_millis())).map_err(|_| format!("{text:?} is no instant"))
    }

    /// The same where there may be none.
    pub mod maybe {
        use serde::{Deserialize, Deserializer, Serializer, de};

        use crate::domain::clock::{Instant, iso};

        /// Writes it.
        ///
        /// # Errors
        /// When the writer fails.
        pub fn serialize<S: Serializer>(at: &Option<Instant>, to: S) -> Result<S::Ok, S::Error> {
            match at {
                Some(at) => to.serialize_some(&iso(*at)),
                None => to.serialize_none(),
            }
        }

        /// Reads it.
        ///
        /// # Errors
        /// When the text is no such instant.
        pub fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<Instant>, D::Error> {
            let text = Option::<String>::deserialize(from)?;
            text.as_deref().map(super::read).transpose().map_err(de::Error::custom)
        }
    }
}
