//! What happens on a platform, as an adapter tells it.

use std::collections::BTreeMap;

use super::{ReplyTo, RoomFacts};
use crate::domain::clock::Instant;
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The account.
    pub account: AccountRef,
    /// The name others see.
    pub name: String,
    /// Another bot, or a webhook: ignored.
    pub bot: bool,
    /// This bot itself: its own echo.
    pub ours: bool,
}

/// Something that happened on a platform.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// A message.
    Said(Said),
    /// A message was edited by its author.
    Edited(Edited),
    /// A message was deleted or redacted.
    Removed(Removed),
    /// Somebody reacted to a message.
    Reacted(Reacted),
    /// A button was pressed.
    Pressed(Pressed),
    /// A form was sent.
    Submitted(Submitted),
    /// A native command was given; a text command arrives as [`Incoming::Said`].
    Commanded(Commanded),
    /// Something about a room or the bot's place in it changed.
    World(World),
    /// Events of this room may have been missed; the flow asks for [`super::Platform::fill`].
    Gap(RoomRef),
    /// The room's history was paged up to here; the gap is closed.
    Filled {
        /// Which room.
        room: RoomRef,
        /// Its last event, as a cursor.
        upto: Option<String>,
    },
    /// The platform is connected (again).
    Connected(PlatformName),
    /// Something was said whose words can't be read yet, for want of a key.
    Unreadable(Unreadable),
    /// An event that could not be read needs no further look: it was told just before, or is gone.
    Readable {
        /// Which room.
        room: RoomRef,
        /// The event.
        id: RemoteId,
    },
    /// Keys came: what could not be read in this room may be read now.
    Keys(RoomRef),
    /// Somebody wants to verify that the bot's device is the bot's.
    Verifying(Verifying),
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Where; a direct room is a room too.
    pub room: RoomRef,
    /// Whether only its author and the bot are there.
    pub direct: bool,
    /// Its id.
    pub id: RemoteId,
    /// Who said it.
    pub by: Author,
    /// The words, without a fallback quote of what they reply to; empty where only files were said.
    pub text: String,
    /// The files said along with them.
    pub files: Vec<FileRef>,
    /// When, by the platform.
    pub at: Instant,
    /// The root of the thread it stands in.
    pub thread: Option<RemoteId>,
    /// The message it replies to (a real reply, not a thread's fallback).
    pub reply_to: Option<RemoteId>,
    /// The words after the prefix or the mention of the bot, where there was one: a command.
    pub addressed: Option<String>,
    /// The key or mark of an act of ours, for our own echoes.
    pub key: Option<String>,
    /// Where it stands in the room's history.
    pub cursor: Option<String>,
    /// Read from history rather than live.
    pub past: bool,
}

/// An edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// Where.
    pub room: RoomRef,
    /// The message that was edited.
    pub id: RemoteId,
    /// Who edited it; counts only when it is the message's author.
    pub by: Author,
    /// The new words.
    pub text: String,
    /// The files that are with them now, all of them.
    pub files: Vec<FileRef>,
    /// When.
    pub at: Instant,
    /// Where it stands in the room's history.
    pub cursor: Option<String>,
}

/// A deletion.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed {
    /// Where.
    pub room: RoomRef,
    /// The message, or the reaction, that is gone.
    pub id: RemoteId,
    /// When.
    pub at: Instant,
    /// Where it stands in the room's history.
    pub cursor: Option<String>,
}

/// A reaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Reacted {
    /// Where.
    pub room: RoomRef,
    /// The reaction's own id.
    pub id: RemoteId,
    /// The message it is on.
    pub target: RemoteId,
    /// Who reacted.
    pub by: Author,
    /// With what.
    pub key: String,
    /// When.
    pub at: Instant,
    /// Where it stands in the room's history.
    pub cursor: Option<String>,
}

/// A pressed button.
#[derive(Debug, Clone, PartialEq)]
pub struct Pressed {
    /// The interaction's id.
    pub id: RemoteId,
    /// Who pressed.
    pub by: Author,
    /// The [`crate::domain::body::Button::id`].
    pub button: String,
    /// When.
    pub at: Instant,
    /// Where to answer.
    pub reply: ReplyTo,
    /// Where it stands in the history of `reply.room`, where it does.
    pub cursor: Option<String>,
}

/// A form that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// The interaction's id.
    pub id: RemoteId,
    /// Who sent it.
    pub by: Author,
    /// The [`crate::domain::body::Form::id`].
    pub form: String,
    /// What was filled in.
    pub fields: BTreeMap<String, String>,
    /// When.
    pub at: Instant,
    /// Where to answer.
    pub reply: ReplyTo,
    /// Where it stands in the history of `reply.room`, where it does.
    pub cursor: Option<String>,
}

/// A native command, already as words for the one parser.
#[derive(Debug, Clone, PartialEq)]
pub struct Commanded {
    /// The interaction's id.
    pub id: RemoteId,
    /// Who gave it.
    pub by: Author,
    /// `ritual`, `start`, `--ritual=monday-check-in`.
    pub words: Vec<String>,
    /// When.
    pub at: Instant,
    /// Where to answer.
    pub reply: ReplyTo,
}

/// Something whose words can't be read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where.
    pub room: RoomRef,
    /// Its id.
    pub id: RemoteId,
    /// Who said it.
    pub by: Author,
    /// When.
    pub at: Instant,
    /// Where it stands in the room's history.
    pub cursor: Option<String>,
}

/// A wish to verify that the bot's device is the bot's, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifying {
    /// By which name the adapter knows it; handed back to [`super::Platform::verify`].
    pub id: RemoteId,
    /// Whose wish it is.
    pub by: Author,
    /// How far it is.
    pub stage: Stage,
}

/// How far a verification is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It was asked for and waits for a yes or a no.
    Asked,
    /// Both sides show the same symbols now, or somebody stands between them: to be compared.
    Compare(Vec<String>),
    /// Both sides confirmed.
    Done,
}

/// A change of the world around a room.
#[derive(Debug, Clone, PartialEq)]
pub enum World {
    /// The bot was invited and joined, or may speak again.
    Back {
        /// Which room.
        room: RoomRef,
        /// What the platform says of it.
        facts: RoomFacts,
    },
    /// The bot can't speak there any more.
    Lost {
        /// Which room.
        room: RoomRef,
        /// Why, in words for the log.
        why: String,
    },
    /// The room has another name.
    Renamed {
        /// Which room.
        room: RoomRef,
        /// The new one.
        label: String,
    },
    /// The room is encrypted from now on.
    Encrypted(RoomRef),
    /// A round's thread was taken away with all that was said in it; the prompt still stands.
    ThreadGone {
        /// In which room.
        room: RoomRef,
        /// The prompt it stood under.
        root: RemoteId,
    },
    /// The room was given up for another, which takes its place.
    Replaced {
        /// Which room.
        room: RoomRef,
        /// The one that takes its place.
        by: RoomRef,
    },
    /// A member left the room.
    Left {
        /// Which room.
        room: RoomRef,
        /// Who.
        account: AccountRef,
    },
}

impl Incoming {
    /// The platform it happened on.
    #[must_use]
    pub fn platform(&self) -> &PlatformName {
        match self {
            Self::Said(said) => &said.room.platform,
            Self::Edited(edited) => &edited.room.platform,
            Self::Removed(removed) => &removed.room.platform,
            Self::Reacted(reacted) => &reacted.room.platform,
            Self::Pressed(pressed) => &pressed.by.account.platform,
            Self::Submitted(sent) => &sent.by.account.platform,
            Self::Commanded(commanded) => &commanded.by.account.platform,
            Self::World(world) => &world.room().platform,
            Self::Gap(room) | Self::Filled { room, .. } => &room.platform,
            Self::Connected(platform) => platform,
            Self::Unreadable(event) => &event.room.platform,
            Self::Readable { room, .. } | Self::Keys(room) => &room.platform,
            Self::Verifying(wish) => &wish.by.account.platform,
        }
    }

    /// The word for it in metrics.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Said(_) => "said",
            Self::Edited(_) => "edited",
            Self::Removed(_) => "removed",
            Self::Reacted(_) => "reacted",
            Self::Pressed(_) => "pressed",
            Self::Submitted(_) => "submitted",
            Self::Commanded(_) => "commanded",
            Self::World(_) => "world",
            Self::Gap(_) => "gap",
            Self::Filled { .. } => "filled",
            Self::Connected(_) => "connected",
            Self::Unreadable(_) => "unreadable",
            Self::Readable { .. } => "readable",
            Self::Keys(_) => "keys",
            Self::Verifying(_) => "verifying",
        }
    }

    /// Says that it happened at this instant, where it happened at any.
    pub fn happened(&mut self, now: Instant) {
        match self {
            Self::Said(said) => said.at = now,
            Self::Edited(edited) => edited.at = now,
            Self::Removed(removed) => removed.at = now,
            Self::Reacted(reacted) => reacted.at = now,
            Self::Pressed(pressed) => pressed.at = now,
            Self::Submitted(sent) => sent.at = now,
            Self::Commanded(commanded) => commanded.at = now,
            Self::Unreadable(event) => event.at = now,
            Self::World(_)
            | Self::Gap(_)
            | Self::Filled { .. }
            | Self::Connected(_)
            | Self::Readable { .. }
            | Self::Keys(_)
            | Self::Verifying(_) => {}
        }
    }

    /// Whether it is something that happened, rather than a note of what was read.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        !matches!(
            self,
            Self::Gap(_)
                | Self::Filled { .. }
                | Self::Connected(_)
                | Self::Readable { .. }
                | Self::Keys(_)
        )
    }

    /// Where it stands in which room's history, if it does.
    #[must_use]
    pub fn place(&self) -> Option<(&RoomRef, &str)> {
        let (room, cursor) = match self {
            Self::Said(said) => (&said.room, &said.cursor),
            Self::Edited(edited) => (&edited.room, &edited.cursor),
            Self::Removed(removed) => (&removed.room, &removed.cursor),
            Self::Reacted(reacted) => (&reacted.room, &reacted.cursor),
            Self::Pressed(pressed) => (pressed.reply.room.as_ref()?, &pressed.cursor),
            Self::Submitted(sent) => (sent.reply.room.as_ref()?, &sent.cursor),
            Self::Unreadable(event) => (&event.room, &event.cursor),
            _ => return None,
        };
        Some((room, cursor.as_deref()?))
    }
}

impl World {
    /// The room it is about.
    #[must_use]
    pub fn room(&self) -> &RoomRef {
        match self {
            Self::Back { room, .. }
            | Self::Lost { room, .. }
            | Self::Renamed { room, .. }
            | Self::Encrypted(room)
            | Self::ThreadGone { room, .. }
            | Self::Replaced { room, .. }
            | Self::Left { room, .. } => room,
        }
    }
}
