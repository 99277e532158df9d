//! A round: one run of a ritual on every platform at once.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Instant;
use super::ids::{CircleId, CommunityId, RitualId, RoundId};

/// One run of a ritual.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The ritual it is a run of.
    pub ritual: RitualId,
    /// The community.
    pub community: CommunityId,
    /// The circle it runs in, as it was when the round opened.
    pub circle: CircleId,
    /// Its natural key within the ritual: the local slot, or the id of the command that began it.
    pub key: String,
    /// The ritual's name when the round opened.
    pub name: String,
    /// The method's name.
    pub method: String,
    /// The hash of the method file it began with and keeps.
    pub script: String,
    /// The convenor's own question, instead of the method's.
    pub question: Option<String>,
    /// The zone of its slot.
    pub zone: Tz,
    /// When it was due.
    pub due_at: Instant,
    /// When its prompts were put up; `None` for a slot that was skipped.
    pub opened_at: Option<Instant>,
    /// When its current step ends.
    pub closes_at: Instant,
    /// When it was closed or skipped.
    pub closed_at: Option<Instant>,
    /// Where it stands.
    pub state: RoundState,
    /// Which step of its method runs, from zero.
    pub step: u32,
    /// How often it was closed: `undo` reopens it, and the next close is another summary.
    pub closings: u32,
    /// The random seed stored at opening.
    pub seed: u64,
    /// The moods as they were told at the close; removed, not recomputed, after a withdrawal.
    pub moods: Option<Moods>,
    /// Topics of what was said.
    pub topics: Vec<String>,
    /// A convenor's note on what was said.
    pub note: Option<String>,
    /// How far the convenors are with what was said.
    pub curation: Curation,
}

impl Round {
    /// Whether something given at this instant counts: answers go by when they were given, not by
    /// when they were heard of.
    #[must_use]
    pub fn takes(&self, at: Instant) -> bool {
        match self.state {
            RoundState::Open => true,
            RoundState::Closed => {
                self.closed_at.is_some_and(|closed| at < closed.min(self.closes_at))
            }
            RoundState::Skipped => false,
        }
    }
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoundState {
    /// Its prompts are up and answers are taken.
    Open,
    /// Its summary is out; edits and withdrawals still reach it.
    Closed,
    /// Its slot passed and nothing was asked.
    Skipped,
}

impl RoundState {
    /// The word for it in the database and in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Skipped => "skipped",
        }
    }
}

/// How far the convenors are with what was said in a round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Curation {
    /// Nobody has gone through it yet.
    #[default]
    Inbox,
    /// It was gone through and is kept.
    Curated,
    /// It is put away.
    Archived,
}

impl Curation {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::Curated, Self::Archived];

    /// The word for it in the database and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Curated => "curated",
            Self::Archived => "archived",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// Moods as an aggregate: how many chose each of the five. Never made from fewer than five people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moods(pub [u32; 5]);
