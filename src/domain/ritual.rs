//! A ritual: a method, a schedule, and the circle it runs in.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ids::{CircleId, CommunityId, RitualId};
use super::schedule::Schedule;

/// A method that runs on a rhythm in a circle.
#[derive(Debug, Clone, PartialEq)]
pub struct Ritual {
    /// Its id.
    pub id: RitualId,
    /// The community it belongs to.
    pub community: CommunityId,
    /// The circle it runs in.
    pub circle: CircleId,
    /// Its name, unique within the community, as commands take it.
    pub name: String,
    /// The method's name.
    pub method: String,
    /// The convenor's own question, instead of the method's.
    pub question: Option<String>,
    /// When it runs.
    pub schedule: Schedule,
    /// How long a round stays open, where it differs from the method's.
    pub open_for: Option<Duration>,
    /// What happens to slots that passed while the process was down.
    pub late: Late,
    /// After how much lateness [`Late::Skip`] skips.
    pub grace: Duration,
    /// Whether it runs.
    pub state: RitualState,
}

/// What happens to slots that passed while the process was down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Late {
    /// The newest missed slot runs, if half its window remains; the others are skipped.
    Once,
    /// Nothing runs after the grace.
    Skip,
    /// Each missed slot runs, with a full window.
    Always,
}

impl Late {
    /// The word for it in commands and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Skip => "skip",
            Self::Always => "always",
        }
    }
}

/// Whether a ritual runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RitualState {
    /// It runs.
    Active,
    /// It waits until a convenor resumes it.
    Paused,
    /// It was removed; `undo` brings it back for ten minutes, its rounds stay.
    Removed,
}
