//! A community as a file: itself, its circles, rooms and rituals, and how many rows stand beside.

use std::time::Duration;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::record::moment;
use crate::domain::clock::Instant;
use crate::domain::community::{self, Charter, Role, RoomState};
use crate::domain::ids::{CircleId, CommunityId, RitualId};
use crate::domain::member::Standing;
use crate::domain::ritual::{self, Late, RitualState};
use crate::domain::schedule::Schedule;

/// The form of the files; another number can't be read by this program.
pub const FORMAT: u32 = 1;

/// `community.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The form of the files.
    pub format: u32,
    /// Whether moods, private words and choices are in it.
    pub private: bool,
    /// The community's id.
    pub id: CommunityId,
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Tz,
    /// Its language.
    pub language: String,
    /// How many days words are kept.
    pub keep_days: u32,
    /// When it was created.
    #[serde(with = "moment")]
    pub created_at: Instant,
    /// What it says of itself; the words convenors listen for only with what is private.
    pub charter: Charter,
    /// Days without rituals.
    pub holidays: Vec<Holiday>,
    /// Its vocabulary: every topic that was ever used there, by name.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Its circles.
    pub circles: Vec<Circle>,
    /// The rooms bound to them.
    pub rooms: Vec<Room>,
    /// Its rituals, removed ones too: rounds are of them.
    pub rituals: Vec<Ritual>,
    /// Who looks after it, those who were granted it first first.
    pub roles: Vec<Grant>,
    /// How many rows there are in the files beside.
    pub rows: Rows,
}

/// A day without rituals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// A circle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Its id.
    pub id: CircleId,
    /// Its name.
    pub name: String,
}

/// A bound room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Where it is.
    pub room: String,
    /// To which circle it is bound.
    pub circle: CircleId,
    /// What people call it.
    pub label: String,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// The language spoken there, where it differs.
    pub language: Option<String>,
    /// Whether the bot can speak there.
    pub state: RoomState,
    /// When it was bound.
    #[serde(with = "moment")]
    pub bound_at: Instant,
    /// Up to where its history was read.
    pub cursor: Option<String>,
}

/// A ritual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ritual {
    /// Its id.
    pub id: RitualId,
    /// The circle it runs in.
    pub circle: CircleId,
    /// Its name.
    pub name: String,
    /// The method's name.
    pub method: String,
    /// The convenor's own question.
    pub question: Option<String>,
    /// When it runs.
    pub schedule: Schedule,
    /// For how many seconds its rounds are open, where that differs from the method's.
    pub open_for: Option<u64>,
    /// What happens to missed slots.
    pub late: Late,
    /// After how many seconds a missed slot is skipped.
    pub grace: u64,
    /// Whether it runs.
    pub state: RitualState,
}

impl From<&ritual::Ritual> for Ritual {
    fn from(ritual: &ritual::Ritual) -> Self {
        Self {
            id: ritual.id.clone(),
            circle: ritual.circle.clone(),
            name: ritual.name.clone(),
            method: ritual.method.clone(),
            question: ritual.question.clone(),
            schedule: ritual.schedule.clone(),
            open_for: ritual.open_for.map(|span| span.as_secs()),
            late: ritual.late,
            grace: ritual.grace.as_secs(),
            state: ritual.state,
        }
    }
}

impl Ritual {
    /// It as it is stored.
    #[must_use]
    pub fn stored(self, community: &CommunityId) -> ritual::Ritual {
        ritual::Ritual {
            id: self.id,
            community: community.clone(),
            circle: self.circle,
            name: self.name,
            method: self.method,
            question: self.question,
            schedule: self.schedule,
            open_for: self.open_for.map(Duration::from_secs),
            late: self.late,
            grace: Duration::from_secs(self.grace),
            state: self.state,
        }
    }
}

/// Who may do what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Who.
    pub account: String,
    /// What.
    pub role: Role,
    /// For this round only.
    pub round: Option<String>,
    /// The account of the same person that lent it.
    #[serde(default)]
    pub lent_by: Option<String>,
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// In `people.jsonl`.
    pub people: u64,
    /// In `rounds.jsonl`.
    pub rounds: u64,
    /// In `answers.jsonl`.
    pub answers: u64,
    /// In `messages.jsonl`.
    pub messages: u64,
    /// In `posts.jsonl`.
    pub posts: u64,
    /// In `challenges.jsonl`.
    pub challenges: u64,
    /// In `suggestions.jsonl`.
    pub suggestions: u64,
    /// In `reach-outs.jsonl`.
    pub reach_outs: u64,
}

/// A line of `people.jsonl`: somebody who is named in the files beside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// The accounts by which they are named here.
    pub accounts: Vec<Account>,
    /// Since when they take part.
    #[serde(with = "moment::maybe")]
    pub joined_at: Option<Instant>,
    /// What they chose; null where that is left out.
    pub choices: Option<Choices>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// How its platform knows it.
    pub account: String,
    /// The name others see.
    pub name: String,
    /// The person it was before it was linked to another account.
    #[serde(default)]
    pub own: Option<String>,
}

/// What somebody chose for themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// Their zone.
    pub zone: Option<Tz>,
    /// Their language.
    pub language: Option<String>,
    /// Whether they are reminded.
    pub nudges: bool,
    /// Whether their other words in threads may be kept.
    pub words: Standing,
    /// Whether they were asked about that.
    pub asked: bool,
}

/// A line of `challenges.jsonl`: one that waits for a round. An anonymous one names nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// Its id.
    pub id: String,
    /// The circle it was shared with.
    pub circle: CircleId,
    /// Whose it is.
    pub person: Option<String>,
    /// By which account.
    pub account: Option<String>,
    /// The words.
    pub text: String,
    /// Without its author's name.
    pub anonymous: bool,
    /// Listed for the circle.
    pub listed: bool,
    /// When.
    #[serde(with = "moment")]
    pub shared_at: Instant,
}

/// A line of `suggestions.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub person: String,
    /// By which account, where that is known.
    #[serde(default)]
    pub account: Option<String>,
    /// The words.
    pub text: String,
    /// When.
    #[serde(with = "moment")]
    pub made_at: Instant,
}

/// A line of `reach-outs.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachOut {
    /// In which round.
    pub round: String,
    /// Who may be reached.
    pub person: String,
    /// By which account they said so, where that is known.
    #[serde(default)]
    pub account: Option<String>,
    /// When they said so.
    #[serde(with = "moment")]
    pub said_at: Instant,
}

impl Place {
    /// The community as it is stored.
    #[must_use]
    pub fn community(&self) -> community::Community {
        community::Community {
            id: self.id.clone(),
            name: self.name.clone(),
            zone: self.zone,
            language: community::Language(self.language.clone()),
            charter: self.charter.clone(),
            keep_days: self.keep_days,
            created_at: self.created_at,
        }
    }
}
