//! What an answer of the server says of rooms, beside the words in them.

use futures_util::FutureExt as _;
use std::collections::{BTreeMap, BTreeSet};

use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk::{Room, RoomState};
use serde_json::Value;

use super::NAME;
use super::adapter::room_ref;
use crate::domain::ids::RoomRef;
use crate::platform::{RoomFacts, World};

/// What was last told of each room the bot is in: whether it may speak there.
#[derive(Debug, Default)]
pub(super) struct Watch {
    told: BTreeMap<OwnedRoomId, bool>,
}

/// What the platform says of a room now.
pub(super) async fn facts(room: &Room) -> RoomFacts {
    let name = room.display_name().boxed().await;
    let encrypted = room.latest_encryption_state().boxed().await;
    // Not known is treated as open: nothing is promised that may not hold.
    let encrypted = encrypted.is_ok_and(|state| state.is_encrypted());
    RoomFacts {
        label: name.map_or_else(|_| room.room_id().to_string(), |name| name.to_string()),
        encrypted,
        may_speak: room.state() == RoomState::Joined && may_speak(room, encrypted).await,
    }
}

async fn may_speak(room: &Room, encrypted: bool) -> bool {
    let levels = room.power_levels_or_default().boxed().await;
    let kind = match encrypted {
        true => MessageLikeEventType::RoomEncrypted,
        false => MessageLikeEventType::RoomMessage,
    };
    levels.user_can_send_message(room.own_user_id(), kind)
}

impl Watch {
    /// Whether the bot was in the room when it was last heard of.
    pub(super) fn knows(&self, room: &RoomId) -> bool {
        self.told.contains_key(room)
    }

    /// The bot is in a room, at the start or newly.
    pub(super) async fn enter(&mut self, room: &Room) -> World {
        let facts = facts(room).await;
        self.told.insert(room.room_id().to_owned(), facts.may_speak);
        back_or_lost(room, facts)
    }

    /// The bot is out of a room; the words say by whom and why, as far as the server does.
    pub(super) fn leave(&mut self, room: &Room, events: &[Value]) -> Option<World> {
        self.told.remove(room.room_id())?;
        let own = room.own_user_id().as_str();
        let departure = events
            .iter()
            .rfind(|event| event["type"] == "m.room.member" && event["state_key"] == own);
        Some(World::Lost { room: room_ref(room), why: why(departure, own) })
    }

    /// What changed with these events, a room's state and timeline.
    pub(super) async fn changes(&mut self, room: &Room, events: &[Value]) -> Vec<World> {
        let kinds: BTreeSet<&str> = events
            .iter()
            .filter(|event| event.get("state_key").is_some())
            .filter_map(|event| event["type"].as_str())
            .collect();
        let mut changes = Vec::new();
        if kinds.contains("m.room.power_levels") {
            changes.extend(self.speaking(room).await);
        }
        if kinds.contains("m.room.name") || kinds.contains("m.room.canonical_alias") {
            let label = facts(room).await.label;
            changes.push(World::Renamed { room: room_ref(room), label });
        }
        if kinds.contains("m.room.encryption") {
            changes.push(World::Encrypted(room_ref(room)));
        }
        if kinds.contains("m.room.tombstone") {
            changes.extend(replaced(room));
        }
        changes
    }

    /// Told only when it turns.
    async fn speaking(&mut self, room: &Room) -> Option<World> {
        let facts = facts(room).await;
        let before = self.told.insert(room.room_id().to_owned(), facts.may_speak);
        (before != Some(facts.may_speak)).then(|| back_or_lost(room, facts))
    }
}

/// Which room takes this one's place, if it was given up for another.
pub(super) fn replaced(room: &Room) -> Option<World> {
    let by = room.successor_room()?.room_id;
    Some(World::Replaced { room: room_ref(room), by: RoomRef::new(NAME, by.as_str()) })
}

fn back_or_lost(room: &Room, facts: RoomFacts) -> World {
    let room = room_ref(room);
    if facts.may_speak {
        World::Back { room, facts }
    } else {
        World::Lost { room, why: "the room's permissions don't let the bot speak".into() }
    }
}

fn why(departure: Option<&Value>, own: &str) -> String {
    let Some(event) = departure else { return "the bot is not in the room any more".into() };
    let by = event["sender"].as_str().unwrap_or("somebody");
    match event["content"]["membership"].as_str() {
        Some("ban") => format!("banned by {by}"),
        _ if by == own => "the bot left the room".into(),
        _ => format!("removed by {by}"),
    }
}
