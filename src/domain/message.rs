//! A message in a round's thread, as it was said on its platform.

use serde::{Deserialize, Serialize};

use super::clock::Instant;
use super::file::FileRef;
use super::ids::{AccountRef, PersonId, RemoteId, RoomRef, RoundId};

/// A stored message. Without its author's yes only the metadata is kept: `text` is `None`, and there
/// are no files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it was said.
    pub room: RoomRef,
    /// Its id there.
    pub remote: RemoteId,
    /// The round in whose thread it stands.
    pub round: RoundId,
    /// Who said it.
    pub account: AccountRef,
    /// The person behind the account.
    pub person: PersonId,
    /// What was said, where its author agreed; empty where only files were.
    pub text: Option<String>,
    /// What was said along with it.
    pub files: Vec<FileRef>,
    /// When, by the platform's instant.
    pub at: Instant,
    /// When it was last edited.
    pub edited_at: Option<Instant>,
    /// Whether it still stands.
    pub state: MessageState,
}

/// Whether a message still stands, and whether its words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    /// Its words are kept.
    Kept,
    /// Only its metadata is kept: its author has not said yes.
    Withheld,
    /// Deleted at the source, or withdrawn: a gap.
    Gone,
}

impl Message {
    /// The same without what was said: its words and files are gone, or were never agreed to.
    #[must_use]
    pub fn wordless(mut self, state: MessageState) -> Self {
        self.text = None;
        self.files.clear();
        self.state = state;
        self
    }
}

impl MessageState {
    /// The word for it in the database and in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Withheld => "withheld",
            Self::Gone => "gone",
        }
    }
}
