//! What should stand in a room: a post slot holds the content wanted and its version, and delivery
//! makes the room match. Prompts, live counts, summaries, notices and direct messages are all this.

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::clock::Instant;
use super::ids::{AccountRef, CommunityId, PlatformName, PostId, RemoteId, RoomRef, RoundId};

/// A row of the outbox. It is undone while `wanted` is ahead of `posted`.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its id; part of every mark and key.
    pub id: PostId,
    /// Its natural key: `round:ID:ROOM:prompt:0`, `notice:…`; one row per slot.
    pub slot: String,
    /// Order of creation; a lane is delivered in this order.
    pub seq: i64,
    /// Where it goes.
    pub target: Target,
    /// The round it belongs to.
    pub round: Option<RoundId>,
    /// The community it belongs to.
    pub community: Option<CommunityId>,
    /// What it is for.
    pub purpose: Purpose,
    /// Which posting of this slot: a new one begins where the old words must leave the room.
    pub generation: u32,
    /// What should stand there; `None` is nothing.
    pub body: Option<Body>,
    /// The version of `body`.
    pub wanted: u32,
    /// The version that stands there; 0 is none yet.
    pub posted: u32,
    /// A post that has to stand before this one is sent.
    pub after: Option<PostId>,
    /// The post in whose thread this one is said.
    pub thread_of: Option<PostId>,
    /// What is said in a room, without content, when a direct message can't be delivered.
    pub fallback: Option<Fallback>,
    /// Whether delivery still works on it.
    pub state: PostState,
    /// Why it is dead or unsure, for the log and for `round show`.
    pub reason: Option<String>,
    /// Not before this real instant.
    pub retry_at: Instant,
    /// How often it failed since it last succeeded.
    pub tries: u32,
    /// Claimed until this real instant.
    pub lease_until: Instant,
    /// The act that was begun and whose end is not known yet.
    pub attempt: Option<Attempt>,
    /// When it was first wanted.
    pub created_at: Instant,
}

impl Post {
    /// The lane it is delivered in: one room, or one person's direct messages.
    #[must_use]
    pub fn lane(&self) -> String {
        self.target.lane()
    }

    /// Whether delivery has something to do here.
    #[must_use]
    pub fn undone(&self) -> bool {
        self.state == PostState::Live && self.wanted > self.posted
    }
}

/// What a post is for, by the words of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// The question of a step, with its live count.
    Prompt,
    /// What a round adds up to.
    Summary,
    /// Something the bot has to say once.
    Notice,
    /// A private reminder to someone who switched them on.
    Nudge,
}

impl Purpose {
    /// The word for it in the database and in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Summary => "summary",
            Self::Notice => "notice",
            Self::Nudge => "nudge",
        }
    }
}

/// Whether delivery still works on a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PostState {
    /// Delivery makes the room match.
    Live,
    /// It can never be delivered; the reason says why.
    Dead,
    /// An act may or may not have happened and it can't be told: nothing more is sent.
    Unsure,
    /// Somebody took our message away: never posted again by itself.
    Gone,
    /// It was not up before its round closed: nothing is sent any more.
    Dropped,
}

impl PostState {
    /// The word for it in the database and in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Dead => "dead",
            Self::Unsure => "unsure",
            Self::Gone => "gone",
            Self::Dropped => "dropped",
        }
    }
}

/// What is said in a room when a direct message can't be delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fallback {
    /// Where.
    pub room: RoomRef,
    /// What: no content.
    pub body: Body,
}

/// An act that was begun: committed before anything is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The version it works towards.
    pub version: u32,
    /// Whether the version stands when this act is done.
    pub last: bool,
    /// The generation it works on.
    pub generation: u32,
    /// The part it works on, from zero.
    pub part: u32,
    /// The act itself, rendered.
    pub act: Act,
    /// When it was begun, in real time.
    pub at: Instant,
    /// By which device.
    pub device: String,
}

/// A message that stands in a room for a part of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The post.
    pub post: PostId,
    /// Its posting.
    pub generation: u32,
    /// Which part, from zero.
    pub part: u32,
    /// The platform.
    pub platform: PlatformName,
    /// The message.
    pub remote: RemoteId,
    /// What it says, as rendered.
    pub rendered: String,
    /// Messages that edited it, where an edit is a message of its own.
    pub edits: Vec<RemoteId>,
    /// Whether it stands.
    pub state: PartState,
}

/// Whether a part stands in its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartState {
    /// It stands.
    Standing,
    /// We took it away.
    Removed,
}

impl PartState {
    /// The word for it in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Removed => "removed",
        }
    }
}

/// One act on one part of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The key of the act: 22 characters, fixed for one act.
    pub key: String,
    /// The mark of the post's part, which `Platform::render` was given.
    pub mark: String,
    /// What to do.
    pub action: Action,
    /// Where.
    pub target: Target,
    /// In the thread under this message.
    pub thread: Option<RemoteId>,
    /// In reply to this message.
    pub reply_to: Option<RemoteId>,
    /// The rendered part; empty for a removal, and where a room is read back for a part whatever
    /// it says and in whatever generation.
    pub text: String,
}

/// Whether two marks name the same part of the same post, in whatever generation.
#[must_use]
pub fn same_part(one: &str, other: &str) -> bool {
    let ends = |mark: &str| {
        let (post, rest) = mark.split_once('.')?;
        Some((post.to_owned(), rest.rsplit_once('.')?.1.to_owned()))
    };
    ends(one).is_some_and(|found| ends(other) == Some(found))
}

/// What an act does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "do", content = "message")]
pub enum Action {
    /// A new message.
    Send,
    /// This message's content is replaced.
    Edit(RemoteId),
    /// This message is taken away.
    Remove(RemoteId),
}

impl Action {
    /// The word that goes into the act's key.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Edit(_) => "edit",
            Self::Remove(_) => "remove",
        }
    }
}

/// Where something is said.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "to", content = "at")]
pub enum Target {
    /// In a room.
    Room(RoomRef),
    /// To one account alone.
    Direct(AccountRef),
}

impl Target {
    /// The lane of everything that goes there, in order.
    #[must_use]
    pub fn lane(&self) -> String {
        match self {
            Self::Room(room) => format!("room:{room}"),
            Self::Direct(account) => format!("direct:{account}"),
        }
    }

    /// The platform it is on.
    #[must_use]
    pub fn platform(&self) -> &PlatformName {
        match self {
            Self::Room(room) => &room.platform,
            Self::Direct(account) => &account.platform,
        }
    }
}
