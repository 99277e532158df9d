//! One event of a room as an [`Incoming`]: pure, and the same for live events, history and threads.
//!
//! It reads the event's JSON by itself rather than through typed events: whatever a client wrote,
//! an odd field makes one value absent and never the whole event.

use std::collections::BTreeMap;

use serde_json::Value;

use super::address::Names;
use super::{NAME, file};
use crate::domain::clock::{self, Instant};
use crate::domain::ids::{AccountRef, RemoteId, RoomRef};
use crate::platform::{Author, Edited, Incoming, Reacted, Removed, Said, Unreadable, World};

/// The content key that holds the mark of a post's part.
pub(super) const MARK: &str = "org.samovar.part";

/// Where events are read, and how.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The room.
    pub room: RoomRef,
    /// Whether it is a direct room.
    pub direct: bool,
    /// Whether the events are history.
    pub past: bool,
    /// Whether an event's id is a place in the room's history; not so in a thread read by itself.
    pub cursors: bool,
    /// How the bot is called there.
    pub names: Names,
    /// How others are called there, by user id.
    pub shown: BTreeMap<String, String>,
}

/// The id of an event.
pub(super) fn id(event: &Value) -> Option<&str> {
    event["event_id"].as_str()
}

/// Whether an event's words are gone.
pub(super) fn is_redacted(event: &Value) -> bool {
    let because = &event["unsigned"]["redacted_because"];
    let is_message = event.get("state_key").is_none() && event["type"] != "m.room.redaction";
    because.is_object()
        || (is_message && event["content"].as_object().is_some_and(serde_json::Map::is_empty))
}

impl Place {
    /// What the event says, if it says anything to the house.
    pub(super) fn read(&self, event: &Value) -> Option<Incoming> {
        if event.get("state_key").is_some() {
            return self.departure(event);
        }
        match event["type"].as_str()? {
            "m.room.redaction" => self.redaction(event),
            "m.room.message" | "m.reaction" | "m.room.encrypted" if is_redacted(event) => {
                self.already_gone(event)
            }
            "m.room.message" => self.message(event),
            "m.room.encrypted" => self.unreadable(event),
            "m.reaction" => self.reaction(event),
            _ => None,
        }
    }

    fn message(&self, event: &Value) -> Option<Incoming> {
        let content = &event["content"];
        let relation = &content["m.relates_to"];
        if relation["rel_type"] == "m.replace" {
            return self.edit(event, content);
        }
        let text = words(content)?;
        let replies = reply(relation);
        let text = if replies.is_some() { without_quote(&text) } else { text };
        let by = self.author(event, content)?;
        Some(Incoming::Said(Said {
            room: self.room.clone(),
            direct: self.direct,
            id: id(event)?.into(),
            addressed: self.names.addressed(&text, content),
            key: if by.ours { key(event) } else { None },
            by,
            text,
            files: file::file(content).into_iter().collect(),
            at: at(event),
            thread: thread(relation),
            reply_to: replies,
            cursor: self.cursor(event),
            past: self.past,
        }))
    }

    fn edit(&self, event: &Value, content: &Value) -> Option<Incoming> {
        let new = &content["m.new_content"];
        Some(Incoming::Edited(Edited {
            room: self.room.clone(),
            id: content["m.relates_to"]["event_id"].as_str()?.into(),
            by: self.author(event, new)?,
            text: words(new)?,
            files: file::file(new).into_iter().collect(),
            at: at(event),
            cursor: self.cursor(event),
        }))
    }

    /// The newest edit that the server sends along with a message, where it does.
    pub(super) fn bundled_edit(&self, event: &Value) -> Option<Incoming> {
        let edit = &event["unsigned"]["m.relations"]["m.replace"];
        if edit["sender"] != event["sender"] || is_redacted(edit) {
            return None;
        }
        self.edit(edit, &edit["content"])
    }

    fn reaction(&self, event: &Value) -> Option<Incoming> {
        let relation = &event["content"]["m.relates_to"];
        Some(Incoming::Reacted(Reacted {
            room: self.room.clone(),
            id: id(event)?.into(),
            target: relation["event_id"].as_str()?.into(),
            by: self.author(event, &event["content"])?,
            key: relation["key"].as_str()?.to_owned(),
            at: at(event),
            cursor: self.cursor(event),
        }))
    }

    /// From room version 11 on the id stands in the content, before it beside it.
    fn redaction(&self, event: &Value) -> Option<Incoming> {
        if is_redacted(event) {
            return None;
        }
        let target = event["content"]["redacts"].as_str().or_else(|| event["redacts"].as_str())?;
        Some(Incoming::Removed(Removed {
            room: self.room.clone(),
            id: target.into(),
            at: at(event),
            cursor: self.cursor(event),
        }))
    }

    fn already_gone(&self, event: &Value) -> Option<Incoming> {
        let because = &event["unsigned"]["redacted_because"];
        Some(Incoming::Removed(Removed {
            room: self.room.clone(),
            id: id(event)?.into(),
            at: at(if because.is_object() { because } else { event }),
            cursor: self.cursor(event),
        }))
    }

    /// What could not be decrypted. The bot's own words are not missed.
    fn unreadable(&self, event: &Value) -> Option<Incoming> {
        let by = self.author(event, &Value::Null)?;
        if by.ours {
            return None;
        }
        Some(Incoming::Unreadable(Unreadable {
            room: self.room.clone(),
            id: id(event)?.into(),
            by,
            at: at(event),
            cursor: self.cursor(event),
        }))
    }

    fn departure(&self, event: &Value) -> Option<Incoming> {
        let who = event["state_key"].as_str()?;
        let gone = matches!(event["content"]["membership"].as_str(), Some("leave" | "ban"));
        if event["type"] != "m.room.member" || !gone || who == self.names.user {
            return None;
        }
        Some(Incoming::World(World::Left {
            room: self.room.clone(),
            account: AccountRef::new(NAME, who),
        }))
    }

    fn author(&self, event: &Value, content: &Value) -> Option<Author> {
        let user = event["sender"].as_str()?;
        let ours = user == self.names.user;
        let local = user.trim_start_matches('@').split(':').next().unwrap_or(user);
        Some(Author {
            account: AccountRef::new(NAME, user),
            name: self.shown.get(user).cloned().unwrap_or_else(|| local.to_owned()),
            bot: !ours && content["msgtype"] == "m.notice",
            ours,
        })
    }

    fn cursor(&self, event: &Value) -> Option<String> {
        id(event).filter(|_| self.cursors).map(str::to_owned)
    }
}

/// Words that somebody wrote. With a file they are its caption, or none; places and the like are no
/// words.
fn words(content: &Value) -> Option<String> {
    let kind = content["msgtype"].as_str()?;
    if file::file(content).is_some() {
        return Some(clean(file::caption(content)));
    }
    if !matches!(kind, "m.text" | "m.notice" | "m.emote") {
        return None;
    }
    Some(clean(content["body"].as_str()?))
}

/// PostgreSQL takes no NUL, and line ends differ between clients.
fn clean(text: &str) -> String {
    text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n")
}

/// Our own echo: the act's key, which only the sending device is shown, else the part's mark.
fn key(event: &Value) -> Option<String> {
    let key = event["unsigned"]["transaction_id"].as_str();
    key.or_else(|| event["content"][MARK].as_str()).map(str::to_owned)
}

fn at(event: &Value) -> Instant {
    clock::instant(event["origin_server_ts"].as_i64().unwrap_or_default())
}

fn thread(relation: &Value) -> Option<RemoteId> {
    if relation["rel_type"] != "m.thread" {
        return None;
    }
    relation["event_id"].as_str().map(RemoteId::from)
}

/// The message that is really replied to: in a thread, clients name the last message for the sake
/// of others that know no threads.
fn reply(relation: &Value) -> Option<RemoteId> {
    let falling_back = relation["rel_type"] == "m.thread"
        && relation["is_falling_back"].as_bool().unwrap_or(false);
    if falling_back {
        return None;
    }
    relation["m.in_reply_to"]["event_id"].as_str().map(RemoteId::from)
}

/// Old clients put a quote of what they reply to before the words: `> <@ana:s> …` and an empty line.
fn without_quote(text: &str) -> String {
    if !text.starts_with("> <@") && !text.starts_with("> * <@") {
        return text.to_owned();
    }
    let rest: Vec<&str> = text.lines().skip_while(|line| line.starts_with('>')).collect();
    rest.join("\n").trim_start_matches('\n').to_owned()
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
