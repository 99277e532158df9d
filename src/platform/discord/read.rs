//! One message as an [`Incoming`]: pure, and the same for live ones, history and threads.

use serde_json::Value;
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::shape::{EPHEMERAL, Message, Person, kind};
use super::{NAME, address, file, room_ref};
use crate::domain::clock::{self, Instant};
use crate::domain::ids::{AccountRef, RemoteId, RoomRef};
use crate::platform::{Author, Edited, Incoming, Said};

/// Who reads, and whether Discord shows it what members write in rooms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    pub own: UserId,
    pub hears: bool,
}

/// Where messages are read, and how.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The room; of a thread, the one it belongs to.
    pub room: ChannelId,
    /// The thread, by the message it stands under.
    pub thread: Option<ChannelId>,
    /// Whether only one person and the bot are there.
    pub direct: bool,
    /// Whether the messages are history.
    pub past: bool,
}

impl Place {
    /// A room that is listened to.
    pub(super) fn room(room: ChannelId) -> Self {
        Self { room, thread: None, direct: false, past: false }
    }

    /// The messages are history.
    pub(super) fn in_the_past(self) -> Self {
        Self { past: true, ..self }
    }
}

impl Reader {
    /// A message that somebody wrote; nothing for what Discord itself says, what only one person
    /// sees, and what other bots write.
    pub(super) fn said(&self, message: &Message, place: &Place) -> Option<Incoming> {
        let by = self.author(message)?;
        let spoken = matches!(message.kind, kind::SAID | kind::REPLY);
        if by.bot || message.flags & EPHEMERAL != 0 || !(spoken || by.ours) {
            return None;
        }
        let (mut text, files) = (self.words(message, place)?, file::of(message, place));
        if text.is_empty() && files.is_empty() {
            // A sticker, a poll: nothing that can be kept.
            return None;
        }
        let content = message.content.as_deref().unwrap_or_default();
        let mut addressed = address::addressed(content, self.own).filter(|_| !by.ours);
        if place.direct
            && let Some(rest) = addressed.take()
        {
            // Whom else would they speak to.
            text = plain(&rest, &message.mentions);
        }
        Some(Incoming::Said(Said {
            room: room_ref(place.room),
            direct: place.direct,
            id: remote(message.id),
            addressed,
            key: if by.ours { message.nonce.as_ref().and_then(text_of) } else { None },
            by,
            text,
            files,
            at: message.timestamp.map_or_else(|| made_at(message.id), whole),
            thread: place.thread.map(|id| RemoteId(id.to_string())),
            reply_to: reply_to(message, place),
            cursor: place.thread.is_none().then(|| message.id.to_string()),
            past: place.past,
        }))
    }

    /// An edit; nothing where only Discord touched the message, as when it shows a link's picture.
    pub(super) fn edited(&self, message: &Message, place: &Place) -> Option<Incoming> {
        let at = whole(message.edited_timestamp?);
        let by = self.author(message)?;
        message.content.as_ref()?;
        if by.bot || by.ours || message.flags & EPHEMERAL != 0 {
            return None;
        }
        Some(Incoming::Edited(Edited {
            room: room_ref(place.room),
            id: remote(message.id),
            text: self.words(message, place)?,
            files: file::of(message, place),
            by,
            at,
            cursor: None,
        }))
    }

    /// Whether a message speaks to the bot by name.
    pub(super) fn is_told(&self, message: &Message) -> bool {
        message.mentions.iter().any(|person| person.id == self.own)
    }

    /// The words, if Discord shows them: without the right to read them every text is empty.
    fn words(&self, message: &Message, place: &Place) -> Option<String> {
        let content = message.content.as_deref().unwrap_or_default();
        let ours = message.author.as_ref().is_some_and(|author| author.id == self.own);
        let shown = self.hears || place.direct || ours || self.is_told(message);
        if content.is_empty() && !shown {
            return None;
        }
        Some(plain(content, &message.mentions))
    }

    fn author(&self, message: &Message) -> Option<Author> {
        let author = message.author.as_ref()?;
        let ours = author.id == self.own;
        Some(Author {
            account: account(author.id),
            name: name(author, message.member.as_ref().and_then(|one| one.nick.as_deref())),
            bot: !ours && (author.bot || message.webhook_id.is_some()),
            ours,
        })
    }
}

/// An account as the house refers to it.
pub(super) fn account(user: UserId) -> AccountRef {
    AccountRef::new(NAME, user.to_string())
}

/// A message as the house refers to it.
pub(super) fn remote(message: MessageId) -> RemoteId {
    RemoteId(message.to_string())
}

/// The name others see: the server's own for them, else the one they chose.
pub(super) fn name(person: &Person, nick: Option<&str>) -> String {
    let chosen = nick.or(person.global_name.as_deref()).filter(|name| !name.trim().is_empty());
    chosen.unwrap_or(&person.username).to_owned()
}

/// What a message really replies to. In a thread, a reply to its first message is one to the
/// prompt above it.
fn reply_to(message: &Message, place: &Place) -> Option<RemoteId> {
    let reference = message.message_reference.as_ref().filter(|one| one.kind == 0)?;
    let starter = |kind| kind == kind::THREAD_STARTER;
    match (place.thread, message.referenced_message.as_ref()) {
        (Some(root), Some(first)) if starter(first.kind) => Some(RemoteId(root.to_string())),
        _ => reference.message_id.map(remote),
    }
}

fn text_of(nonce: &Value) -> Option<String> {
    match nonce {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn whole(at: chrono::DateTime<chrono::Utc>) -> Instant {
    clock::instant(at.timestamp_millis())
}

/// When something of this id was made: ids hold it.
pub(super) fn made_at(message: MessageId) -> Instant {
    let ms = (message.get() >> 22) + 1_420_070_400_000;
    clock::instant(i64::try_from(ms).unwrap_or_default())
}

/// The least id of what was made from this instant on.
pub(super) fn id_at(at: Instant) -> u64 {
    let ms = at.timestamp_millis() - 1_420_070_400_000;
    u64::try_from(ms).unwrap_or_default() << 22
}

/// The words as people see them: people by their names, emoji by theirs. No NUL, one kind of line
/// end.
fn plain(content: &str, mentions: &[Person]) -> String {
    let content = content.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n");
    let mut text = String::with_capacity(content.len());
    let mut rest = content.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let end = tag.find('>').map(|end| end + 1);
        match end.and_then(|end| Some((shown(tag.get(..end)?, mentions)?, tag.get(end..)?))) {
            Some((shown, after)) => {
                text.push_str(&shown);
                rest = after;
            }
            None => {
                text.push('<');
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    text
}

/// How a tag is shown; nothing where it is none, or of something that is not known.
fn shown(tag: &str, mentions: &[Person]) -> Option<String> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
    if let Some(id) = inner.strip_prefix('@') {
        let id: u64 = id.trim_start_matches('!').parse().ok()?;
        let person = mentions.iter().find(|person| person.id.get() == id)?;
        return Some(format!("@{}", name(person, None)));
    }
    let emoji = inner.strip_prefix("a:").or_else(|| inner.strip_prefix(':'))?;
    let (name, id) = emoji.split_once(':')?;
    id.parse::<u64>().ok()?;
    Some(format!(":{name}:"))
}

/// A room as the house refers to it, by its channel.
#[must_use]
pub(super) fn channel_of(room: &RoomRef) -> Option<ChannelId> {
    room.id.parse::<std::num::NonZeroU64>().ok().map(ChannelId::from)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
