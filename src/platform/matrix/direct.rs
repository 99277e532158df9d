//! The one direct room per person: found before one is made, and never made twice.
//!
//! It is found by `m.direct`, by the person having spoken there, or by a key in the room's own
//! creation event: the last is there from the room's first moment, so a kill right after the
//! creation makes no second room.

use futures_util::FutureExt as _;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use matrix_sdk::ruma::api::client::room::create_room::v3::{Request, RoomPreset};
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::direct::DirectUserIdentifier;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::{Room, RoomState};
use serde_json::{Value, json};

use super::adapter::Matrix;
use super::read::Place;
use super::{history, refusal};
use crate::platform::{Incoming, Refusal, Said};

/// Whether direct rooms are made encrypted; the one place that says so.
pub(super) const ENCRYPTED: bool = true;

/// The key in a room's creation event that names the person it is for.
const FOR: &str = "org.samovar.direct";

/// What is known of direct rooms beside the SDK's store.
#[derive(Debug, Default)]
pub(super) struct Directs {
    /// One search or creation at a time.
    gate: tokio::sync::Mutex<()>,
    known: Mutex<Known>,
    /// Nothing is created before that many syncs: an earlier creation may still come to light.
    not_before: AtomicU64,
}

#[derive(Debug, Default)]
struct Known {
    /// The room each person is written to.
    rooms: HashMap<OwnedUserId, OwnedRoomId>,
    /// Rooms known to be direct before `m.direct` says so.
    direct: HashSet<OwnedRoomId>,
}

impl Directs {
    /// Notes that a room is direct.
    pub(super) fn note(&self, room: &RoomId) {
        self.with(|known| known.direct.insert(room.to_owned()));
    }

    /// Notes whose room it is, where they have not written elsewhere.
    fn suppose(&self, user: OwnedUserId, room: &RoomId) {
        self.with(|known| {
            known.rooms.entry(user).or_insert_with(|| room.to_owned());
        });
    }

    /// Notes where a person writes to the bot, or wants to: answers go there. What says so in the
    /// account's own data comes later than their first words.
    pub(super) fn heard(&self, user: &UserId, room: &RoomId) {
        self.with(|known| known.rooms.insert(user.to_owned(), room.to_owned()));
    }

    fn with<T>(&self, work: impl FnOnce(&mut Known) -> T) -> T {
        work(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Matrix {
    /// Whether only one person and the bot are there, and meant it so.
    pub(super) fn is_direct(&self, room: &Room) -> bool {
        let meant = room.direct_targets_length() > 0
            || self.directs.with(|known| known.direct.contains(room.room_id()));
        meant && room.active_members_count() <= 2
    }

    /// Reads which rooms are direct from their own events, whatever `m.direct` says.
    pub(super) async fn learn_directs(&self) {
        for room in self.client().joined_rooms() {
            let creation = state(&room, StateEventType::RoomCreate, "").await;
            let own = state(&room, StateEventType::RoomMember, self.own.as_str()).await;
            let invited = own["unsigned"]["prev_content"]["is_direct"] == true;
            // Only our own word counts: others could name anybody there.
            let ours = creation["sender"] == self.own.as_str();
            if let Some(user) = creation["content"][FOR].as_str().filter(|_| ours) {
                self.directs.note(room.room_id());
                if let Ok(user) = UserId::parse(user) {
                    self.directs.suppose(user, room.room_id());
                }
            } else if invited {
                self.directs.note(room.room_id());
                let by = own["unsigned"]["prev_sender"].as_str().map(UserId::parse);
                if let Some(Ok(user)) = by {
                    self.directs.suppose(user, room.room_id());
                }
            }
        }
    }

    /// Answers go where a person last wrote.
    pub(super) fn note_direct(&self, place: &Place, room: &Room, incoming: &Incoming) {
        if let Incoming::Said(Said { by, .. }) = incoming
            && place.direct
            && !by.ours
            && let Ok(user) = UserId::parse(&by.account.id)
        {
            self.directs.heard(&user, room.room_id());
        }
    }

    /// The person's direct room; made where there is none yet.
    pub(super) async fn direct_room(&self, user: &UserId) -> Result<Room, Refusal> {
        let _one = self.directs.gate.lock().await;
        match self.find_direct(user).await? {
            Found::Open(room) => Ok(room),
            Found::Left => Err(Refusal::NoDirect("they left the direct room".into())),
            Found::None => self.make_direct(user).await,
        }
    }

    /// The direct room there is, without making one.
    pub(super) async fn open_direct(&self, user: &UserId) -> Result<Option<Room>, Refusal> {
        Ok(match self.find_direct(user).await? {
            Found::Open(room) => Some(room),
            Found::Left | Found::None => None,
        })
    }

    async fn find_direct(&self, user: &UserId) -> Result<Found, Refusal> {
        if self.syncs.load(Ordering::Relaxed) == 0 {
            return Err(Refusal::Down("the server was not reached yet".into()));
        }
        let mut found = Found::None;
        for room in self.candidates(user) {
            let member = room.get_member(user).boxed().await.map_err(|e| refusal::of(&e))?;
            match member.map(|member| member.membership().clone()) {
                Some(MembershipState::Join) => return Ok(Found::Open(room)),
                Some(MembershipState::Invite) => found = Found::Open(room),
                _ if matches!(found, Found::None) => found = Found::Left,
                _ => {}
            }
        }
        Ok(found)
    }

    /// Rooms that may be the person's, the one where they spoke last first.
    fn candidates(&self, user: &UserId) -> Vec<Room> {
        let spoken = self.directs.with(|known| known.rooms.get(user).cloned());
        let spoken = spoken.and_then(|id| self.client().get_room(&id));
        let target = <&DirectUserIdentifier>::from(user);
        let marked = self.client().joined_rooms().into_iter();
        let marked = marked.filter(|room| room.direct_targets().contains(target));
        let mut rooms: Vec<Room> = spoken.into_iter().chain(marked).collect();
        rooms.retain(|room| room.state() == RoomState::Joined && room.active_members_count() <= 2);
        rooms
    }

    async fn make_direct(&self, user: &UserId) -> Result<Room, Refusal> {
        let syncs = self.syncs.load(Ordering::Relaxed);
        if syncs < self.directs.not_before.load(Ordering::Relaxed) {
            return Err(Refusal::Down("a direct room may be there already".into()));
        }
        let request = request(user).map_err(|error| Refusal::Never(error.to_string()))?;
        match self.client().create_room(request).boxed().await {
            Ok(room) => {
                self.directs.note(room.room_id());
                self.directs.heard(user, room.room_id());
                Ok(room)
            }
            Err(error) => Err(self.not_made(syncs, refusal::of(&error))),
        }
    }

    /// Where the answer was lost, the room may be there: it shows itself in a sync that begins now.
    fn not_made(&self, syncs: u64, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::Doubt(why) => {
                self.directs.not_before.store(syncs + 2, Ordering::Relaxed);
                Refusal::Down(why)
            }
            Refusal::NotAllowed(why) | Refusal::Gone(why) | Refusal::Never(why) => {
                Refusal::NoDirect(why)
            }
            other => other,
        }
    }
}

enum Found {
    Open(Room),
    Left,
    None,
}

fn request(user: &UserId) -> serde_json::Result<Request> {
    let mut request = Request::new();
    request.is_direct = true;
    request.invite = vec![user.to_owned()];
    request.preset = Some(RoomPreset::PrivateChat);
    request.creation_content = Some(Raw::from_json_string(json!({ FOR: user }).to_string())?);
    if ENCRYPTED {
        let encryption = json!({ "type": "m.room.encryption", "state_key": "",
            "content": { "algorithm": "m.megolm.v1.aes-sha2" } });
        request.initial_state.push(Raw::from_json_string(encryption.to_string())?);
    }
    Ok(request)
}

/// A state event as the store has it; null where there is none.
pub(super) async fn state(room: &Room, kind: StateEventType, key: &str) -> Value {
    use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState::{Stripped, Sync};
    match room.get_state_event(kind, key).boxed().await {
        Ok(Some(Sync(raw))) => history::value(raw.json()),
        Ok(Some(Stripped(raw))) => history::value(raw.json()),
        Ok(None) | Err(_) => Value::Null,
    }
}
