//! A community and its places: charter, circles, the rooms bound to them, holidays, roles.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Instant;
use super::ids::{CircleId, CommunityId, RoomRef};

/// A language the bot speaks, by the name of its folder of texts (`en`, `fr`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

impl Language {
    /// The folder name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Language {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// One community of practice: its domain, purpose, people, agreement, time zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Community {
    /// Its id.
    pub id: CommunityId,
    /// Its name, unique in this install, compared without case.
    pub name: String,
    /// The zone in which its rituals are set unless one says otherwise.
    pub zone: Tz,
    /// The language of its rooms unless one says otherwise.
    pub language: Language,
    /// What it says of itself.
    pub charter: Charter,
    /// How many days words that nobody curated are kept.
    pub keep_days: u32,
    /// When it was created.
    pub created_at: Instant,
}

/// What a community says of itself, and what its convenors set for its care.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Charter {
    /// What it is about.
    pub domain: Option<String>,
    /// Who it is for, and how people belong.
    pub community: Option<String>,
    /// What they do and make together.
    pub practice: Option<String>,
    /// What members agree to.
    pub agreement: Option<String>,
    /// Where someone who has a hard time finds a person; shown when a mood is low.
    pub signposts: Option<String>,
    /// What helps people to take part.
    pub accessibility: Option<String>,
    /// Words that are not met with silence, lower case; empty unless a convenor sets them.
    pub care_words: Vec<String>,
}

/// A place of a community; what is posted to it appears in all its rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Its id.
    pub id: CircleId,
    /// The community it belongs to.
    pub community: CommunityId,
    /// Its name, unique within the community, compared without case.
    pub name: String,
}

/// A room that is bound to a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Where it is.
    pub at: RoomRef,
    /// The circle it is bound to; a room is bound to at most one.
    pub circle: CircleId,
    /// The community of that circle.
    pub community: CommunityId,
    /// What people call it; a rename changes only this.
    pub label: String,
    /// Whether the platform encrypts what is said there.
    pub encrypted: bool,
    /// The language spoken there, where it differs from the community's.
    pub language: Option<Language>,
    /// Whether the bot can speak there now.
    pub state: RoomState,
    /// When it was bound.
    pub bound_at: Instant,
}

/// Whether the bot can speak in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoomState {
    /// All is well.
    Open,
    /// Kicked, archived, deleted, or a permission was narrowed: what runs there waits.
    Paused,
}

/// What an account may do in a community, ordered from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Takes part.
    Member,
    /// Runs one round.
    Facilitator,
    /// Sets the rhythm and looks after the people.
    Convenor,
    /// A convenor who also appoints convenors.
    Steward,
}

impl Role {
    /// The word for it in commands and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Facilitator => "facilitator",
            Self::Convenor => "convenor",
            Self::Steward => "steward",
        }
    }
}
