//! A member of a community: a person, what they chose, and the accounts they speak with.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Instant;
use super::community::Language;
use super::ids::{AccountRef, CommunityId, PersonId};

/// An account and the person who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// How the platform knows it.
    pub at: AccountRef,
    /// Who holds it.
    pub person: PersonId,
    /// The name others see, as the platform last told it.
    pub name: String,
}

/// What one person chose for themselves, in every community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their own zone, for times told in private.
    pub zone: Option<Tz>,
    /// Their own language, for words told in private.
    pub language: Option<Language>,
}

/// A person's place in one community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The community.
    pub community: CommunityId,
    /// The person.
    pub person: PersonId,
    /// Whether they asked to be nudged; off until they say so.
    pub nudges: bool,
    /// Whether other words of theirs in threads may be kept.
    pub words: Standing,
    /// Whether they were already asked about those words.
    pub asked: bool,
    /// When they first took part.
    pub joined_at: Instant,
}

impl Member {
    /// The place of somebody who had two: what either of them agreed to or refused.
    #[must_use]
    pub fn with(self, other: &Self) -> Self {
        Self {
            nudges: self.nudges || other.nudges,
            words: self.words.with(other.words),
            asked: self.asked || other.asked,
            joined_at: self.joined_at.min(other.joined_at),
            ..self
        }
    }
}

/// A standing answer to "may these words be kept?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Not said: words are not kept, and the person is asked once.
    Ask,
    /// Yes.
    Yes,
    /// No, and never asked again.
    No,
}

impl Standing {
    /// What holds of two answers of one person: a no, else a yes.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::Ask, Self::Ask) => Self::Ask,
        }
    }

    /// The word for it in commands and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}
