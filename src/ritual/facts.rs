//! What a round's decision is made from, loaded by the flow in the same transaction.

use std::sync::Arc;

use crate::domain::community::Language;
use crate::domain::contribution::Answer;
use crate::domain::ids::RoomRef;

use super::script::Script;

/// Everything [`super::round::step`] may look at beside the round itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The method file the round began with.
    pub script: Arc<Script>,
    /// The community's name.
    pub community: String,
    /// Where someone finds a person, if the convenors said so.
    pub signposts: Option<String>,
    /// The rooms of the round's circle.
    pub rooms: Vec<RoomFacts>,
    /// The answers so far, in the order in which they were first given.
    pub answers: Vec<Named>,
    /// What a text command begins with in a room.
    pub prefix: String,
}

impl Facts {
    /// Whether words leave an encrypted room for one that is not.
    #[must_use]
    pub fn leaves_encryption(&self) -> bool {
        self.rooms.iter().any(|room| room.encrypted)
            && self.rooms.iter().any(|room| !room.encrypted)
    }
}

/// A room as a round sees it.
#[derive(Debug, Clone)]
pub struct RoomFacts {
    /// Where it is.
    pub at: RoomRef,
    /// What people call it.
    pub label: String,
    /// The language spoken there.
    pub language: Language,
    /// Whether what is said there is encrypted.
    pub encrypted: bool,
    /// Whether posts there can carry buttons.
    pub buttons: bool,
    /// Whether a form there can hold a choice, not only words.
    pub choices_in_forms: bool,
    /// Whether commands are picked there, and not typed after the prefix.
    pub commands: bool,
    /// Whether what is said there without addressing the bot reaches it.
    pub heard: bool,
    /// Whether it has threads.
    pub threads: bool,
    /// Whether reactions there reach the bot.
    pub reactions: bool,
    /// Whether an edit leaves the earlier words for others to read.
    pub edits_leave_history: bool,
    /// Whether its platform is out of reach or the bot may not speak there: answers may be missing.
    pub silent: bool,
}

/// An answer and the name its author goes by.
#[derive(Debug, Clone)]
pub struct Named {
    /// The answer.
    pub answer: Answer,
    /// The name others see.
    pub name: String,
}
