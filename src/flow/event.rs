//! What the flow hands to the commands: a request from a person, and who takes it.

use async_trait::async_trait;

use crate::domain::clock::Instant;
use crate::domain::ids::{RemoteId, RoomRef};
use crate::platform::{Author, Response};

use super::House;

/// Words from a person that may be a command.
#[derive(Debug, Clone)]
pub struct Request {
    /// The message's or interaction's id on its platform; a replay brings the same one.
    pub id: RemoteId,
    /// Who asks.
    pub by: Author,
    /// Where; `None` in a direct message.
    pub room: Option<RoomRef>,
    /// What they ask.
    pub words: Asked,
    /// When, by the platform.
    pub at: Instant,
    /// The root of the thread it was said in.
    pub thread: Option<RemoteId>,
    /// The message it replies to.
    pub reply_to: Option<RemoteId>,
    /// Whether it was not said but pressed, sent or picked: the bot alone reads it, and the answer
    /// can be seen by that person only, wherever it is given.
    pub aside: bool,
    /// Where it stands in its room's history: the cursor moves there with what the command does,
    /// so that a command can't be passed over by a process that dies before it ran.
    pub place: Option<(RoomRef, String)>,
}

/// A command's words as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// As somebody typed them.
    Text(String),
    /// Already split: a native command or a button.
    Words(Vec<String>),
}

/// Takes commands; the daemon hands it to the flow, which knows no verb itself.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Whether the first word of a text names a command: in a direct message there is no prefix.
    fn is_command(&self, text: &str) -> bool;

    /// Runs a command in one transaction of its own, at most once per request id. `None` when it
    /// was run before. What the person should know of a wrong input is a response, not an error.
    async fn take(&self, house: &House, request: Request) -> anyhow::Result<Option<Response>>;
}
