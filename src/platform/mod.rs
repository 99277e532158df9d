//! The port to chat platforms, and the adapters behind it.
//!
//! An adapter turns what happens on its platform into [`Incoming`], and makes its platform match
//! the acts it is handed. It never calls the flow or the store, and never decides policy: what is
//! an answer, who may do what and which words are said is decided before and after it.

mod clerk;
pub mod discord;
mod incoming;
pub mod matrix;
pub mod practice;
pub mod spec;
pub mod split;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::domain::body::{Body, Form};
use crate::domain::clock::Instant;
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};
pub use crate::domain::post::{Act, Action, Target};
pub use clerk::{Aside, Clerk, Completing, Completion};
pub use incoming::{
    Author, Commanded, Edited, Incoming, Pressed, Reacted, Removed, Said, Stage, Submitted,
    Unreadable, Verifying, World,
};

/// A chat platform, as the flow sees it. One value lives as long as the process.
#[async_trait]
pub trait Platform: Send + Sync {
    /// Its name in references and tables; never changes.
    fn name(&self) -> PlatformName;

    /// What it can do; the flow chooses the plain form where an ability is missing.
    fn abilities(&self) -> Abilities;

    /// What it can do in one room, where permissions there narrow it.
    fn abilities_in(&self, _room: &RoomRef) -> Abilities {
        self.abilities()
    }

    /// Whether it is connected now; what `/readyz` and `status` say.
    fn connected(&self) -> bool;

    /// Whether what is said in a room reaches the house now.
    fn reaches(&self, _room: &RoomRef) -> bool {
        self.connected()
    }

    /// The rooms that are bound: said before [`Platform::run`], and again whenever one is bound or
    /// let go. A platform with many rooms passes over what is said in the others, unless it is said
    /// to the bot.
    fn heed(&self, _rooms: &[RoomRef]) {}

    /// How much happened there that this adapter knows of and has not handed to the inbox yet:
    /// what settling waits for.
    fn backlog(&self) -> u64 {
        0
    }

    /// The device that keys belong to: the same key is sent again only by the same device.
    fn device(&self) -> String;

    /// Says whom to ask about commands, once and before [`Platform::run`]. Only platforms with
    /// commands of their own ask.
    fn introduce(&self, _clerk: Arc<dyn Clerk>) {}

    /// Connects and stays connected until `stop`; sends everything that happens to `inbox`, and
    /// [`Incoming::Gap`] for each room whose events may have been missed, first thing after each
    /// connection. May block on a full inbox. Ends with an error only when trying again is
    /// pointless (a wrong token), with the mend in words.
    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()>;

    /// The parts of a body in the platform's own form, split at its limits, mentions closed. Pure:
    /// the same body always gives the same parts. `mark` is put where [`Platform::read_back`] finds
    /// it, if the platform has such a place. Never empty.
    fn render(&self, body: &Body, mark: &str) -> Vec<String>;

    /// Makes one part match. Ends within `SEND_LIMIT`, never retries by itself, and may be called
    /// again with the same key.
    async fn make(&self, act: &Act) -> Result<Made, Refusal>;

    /// Whether an act that was in doubt took effect. A send with an empty text asks for the newest
    /// message that stands for this part ([`crate::domain::post::same_part`] of the mark), whatever
    /// it says: a house that was restored from a backup can't know what it said since.
    async fn read_back(&self, act: &Act, since: Instant) -> ReadBack;

    /// Pages a room's history from after `cursor` to now into `inbox`, oldest first, edits and
    /// deletions included, then sends [`Incoming::Filled`]. `threads` are those of the room's
    /// rounds. An error leaves the gap open; the flow tries again.
    async fn fill(
        &self,
        room: &RoomRef,
        cursor: Option<&str>,
        threads: &[RoundThread],
        inbox: &Inbox,
    ) -> Result<(), Refusal>;

    /// Reads events again that were told as [`Incoming::Unreadable`]. What can be read by now is
    /// told as if it had just been said, and every event that needs no further look is followed by
    /// [`Incoming::Readable`]. An error leaves the rest as it is; the flow tries again.
    async fn read_again(
        &self,
        _room: &RoomRef,
        _events: &[RemoteId],
        _inbox: &Inbox,
    ) -> Result<(), Refusal> {
        Ok(())
    }

    /// Answers an interaction or a text command, directly and at most once.
    async fn respond(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal>;

    /// The bytes of a file that was said along with a message, decrypted, at most [`FILE_LIMIT`] of
    /// them: for somebody who may see its thread. Asks the platform each time; nothing is kept.
    async fn fetch(
        &self,
        room: &RoomRef,
        message: &RemoteId,
        file: &FileRef,
    ) -> Result<Vec<u8>, Refusal> {
        let _ = (room, message, file);
        Err(Refusal::Never("this platform hands no files on".to_owned()))
    }

    /// What the platform says of a room now: label, encryption, whether the bot may speak.
    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal>;

    /// What the bot lacks in a room to do all it could do there.
    fn lacks(&self, _room: &RoomRef) -> Vec<Lack> {
        Vec::new()
    }

    /// Whether an account is in a room: in a direct message, a member's community is that of the
    /// rooms they are in.
    async fn is_in(&self, room: &RoomRef, account: &AccountRef) -> bool;

    /// The server a room is on, where the platform's rooms are on servers: what an operator's list
    /// of who may found communities can name.
    fn server_of(&self, _room: &RoomRef) -> Option<String> {
        None
    }

    /// Whether an account may manage a room there (bind it, found a community in it), by the
    /// platform's own permissions at this moment.
    async fn may_manage(&self, room: &RoomRef, account: &AccountRef) -> bool;

    /// How the keys of the bot's own device are, on a platform that encrypts.
    fn keys(&self) -> Option<Keys> {
        None
    }

    /// Answers a wish to verify the bot's device ([`Incoming::Verifying`]) with yes or no.
    async fn verify(&self, _wish: &RemoteId, _yes: bool) -> Result<(), Refusal> {
        Err(Refusal::Never("nothing is verified here".to_owned()))
    }

    /// The time zone that an account tells everybody in its profile there.
    async fn zone_of(&self, _account: &AccountRef) -> Option<String> {
        None
    }

    /// Goes into the room that takes another's place ([`World::Replaced`]), and says what it is.
    async fn follow(&self, _from: &RoomRef, _to: &RoomRef) -> Result<RoomFacts, Refusal> {
        Err(Refusal::Never("rooms are not replaced here".to_owned()))
    }
}

/// The longest a single [`Platform::make`] may take; a lease outlives it.
pub const SEND_LIMIT: Duration = Duration::from_secs(30);

/// The most bytes of a file that are handed on.
pub const FILE_LIMIT: u64 = 32 * 1024 * 1024;

/// Where an adapter sends what happens. Bounded: a full inbox slows the adapter down.
pub type Inbox = mpsc::Sender<Incoming>;

/// What a platform can do beyond saying something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Its posts can be edited.
    pub edit: bool,
    /// An edit leaves the earlier words in a history that others can read: withdrawn words leave
    /// only by redaction.
    pub edits_leave_history: bool,
    /// A post can be the root of a thread; where platforms have to make one, `make` does.
    pub threads: bool,
    /// It has buttons.
    pub buttons: bool,
    /// It has forms.
    pub forms: bool,
    /// Its forms can hold a choice, not only words to be typed.
    pub choices_in_forms: bool,
    /// It has native commands, which begin with a slash.
    pub commands: bool,
    /// A reply to what was said can be seen by one person only, in the room itself. The answer to
    /// a button, a form or a native command always can.
    pub private_replies: bool,
    /// Reactions can be put under a post; there they are public.
    pub reactions: bool,
    /// It reads what people say in rooms and threads without addressing it.
    pub hears_rooms: bool,
    /// The bot may remove what others said, if the room lets it.
    pub redacts_others: bool,
    /// The same key makes one message, for this long, from the same device.
    pub keyed_sends: bool,
    /// Whether direct messages are encrypted.
    pub encrypted_directs: bool,
}

/// The thread of a round in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundThread {
    /// The prompt it stands under.
    pub root: RemoteId,
    /// The messages of the round that are stored from this room and still stand, in the thread or
    /// as replies to the prompt: what a history without deletions has no more of is gone.
    pub known: Vec<RemoteId>,
    /// Whether the round is open.
    pub open: bool,
    /// Whether it is read again whole, since the round is open or its summary is still to come;
    /// else only on from what is known.
    pub whole: bool,
}

/// What an act made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The message that stands there now: the new one, or the one edited or removed.
    pub remote: RemoteId,
    /// Where an edit is a message of its own, that one: it can be redacted by itself.
    pub edit: Option<RemoteId>,
}

/// Why an act did not happen, or may not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The platform asks to wait.
    #[error("asked to wait {0:?}")]
    Later(Duration),
    /// The platform can't be reached; it did not happen.
    #[error("can't be reached: {0}")]
    Down(String),
    /// The answer was lost; it may have happened.
    #[error("in doubt: {0}")]
    Doubt(String),
    /// The message that was to be edited or removed is not there any more.
    #[error("the message is gone: {0}")]
    Gone(String),
    /// The bot may not speak there (kicked, archived, a permission narrowed).
    #[error("not allowed there: {0}")]
    NotAllowed(String),
    /// This person can't be written to in private.
    #[error("can't be written to in private: {0}")]
    NoDirect(String),
    /// The message that stands can't be changed now, nor soon: too old for so many edits, or in a
    /// thread that is shut. It stays as it is; what is wanted later is tried anew.
    #[error("can't be changed now: {0}")]
    Frozen(String),
    /// The platform will never take it.
    #[error("refused: {0}")]
    Never(String),
}

/// Something the bot lacks in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It does not see the room.
    Seeing,
    /// It may not speak there.
    Speaking,
    /// It may not read what was said before.
    Reading,
    /// It may not make threads, or not speak in them.
    Threads,
    /// It may not take away what others said.
    Removing,
    /// It is not shown what members write.
    Hearing,
}

impl Lack {
    /// The word for it in the names of texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seeing => "seeing",
            Self::Speaking => "speaking",
            Self::Reading => "reading",
            Self::Threads => "threads",
            Self::Removing => "removing",
            Self::Hearing => "hearing",
        }
    }

    /// Whether rounds can't be held there as they should be, rather than less conveniently.
    #[must_use]
    pub fn is_fault(self) -> bool {
        matches!(self, Self::Seeing | Self::Speaking | Self::Reading)
    }
}

/// What reading a room back says about an act in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadBack {
    /// It happened.
    Found(Made),
    /// It did not happen, and history is known to be readable.
    Absent,
    /// It can't be told.
    Unknown(String),
}

/// What the platform says of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomFacts {
    /// What people call it.
    pub label: String,
    /// Whether what is said there is encrypted.
    pub encrypted: bool,
    /// Whether the bot may speak there.
    pub may_speak: bool,
}

/// How the keys of the bot's own device are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Whether the device is signed by the account's own identity: others see that it is the bot's.
    pub verified: bool,
    /// Whether the keys of rooms are kept on the server, for the next device.
    pub backed_up: bool,
    /// What keeps them from being well, if anything does.
    pub fault: Option<KeyFault>,
}

/// What is wrong with the bot's own keys. Each has its mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// The account has keys that only its recovery key opens, and there is none.
    NoRecoveryKey,
    /// The recovery key does not open the account's keys.
    WrongRecoveryKey,
    /// The server wants more than the bot has for making the account's keys: its password.
    NeedsPassword,
}

impl KeyFault {
    /// The word for it in the keys of texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoRecoveryKey => "no-recovery-key",
            Self::WrongRecoveryKey => "wrong-recovery-key",
            Self::NeedsPassword => "needs-password",
        }
    }
}

/// Where to answer an interaction or a text command; only the adapter reads `token`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// Whom the answer is for.
    pub account: AccountRef,
    /// The room it was said in; `None` in a direct message.
    pub room: Option<RoomRef>,
    /// The message it answers, where it was one.
    pub message: Option<RemoteId>,
    /// The thread it was said in.
    pub thread: Option<RemoteId>,
    /// What the adapter needs to answer an interaction.
    pub token: Option<String>,
}

/// A direct answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// Seen by that person only: in the room itself where the platform can, else by direct message.
    Private(Body),
    /// Seen by everyone there, where it was asked.
    Public(Body),
    /// A form, where the platform has forms.
    Form(Form),
}
