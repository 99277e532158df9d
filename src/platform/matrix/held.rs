//! What came together with a gap of its room.
//!
//! It is told after the history that fills the gap: what somebody said first is then taken in
//! before what they said later. Nothing depends on it: the history holds these events too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use serde_json::Value;

use super::adapter::Matrix;
use super::history;
use crate::platform::{Inbox, Refusal};

/// Events by room, in the room's order.
#[derive(Debug, Default)]
pub(super) struct Held(Mutex<HashMap<OwnedRoomId, Vec<Value>>>);

impl Held {
    /// Keeps events; to be called before their gap is told.
    pub(super) fn keep(&self, room: &RoomId, events: &[Value]) {
        if !events.is_empty() {
            self.with(|held| held.entry(room.to_owned()).or_default().extend_from_slice(events));
        }
    }

    /// How many rooms have some.
    pub(super) fn rooms(&self) -> u64 {
        u64::try_from(self.with(|held| held.len())).unwrap_or(u64::MAX)
    }

    fn of(&self, room: &RoomId) -> Vec<Value> {
        self.with(|held| held.get(room).cloned().unwrap_or_default())
    }

    fn told(&self, room: &RoomId, count: usize) {
        self.with(|held| {
            if let Some(events) = held.get_mut(room) {
                events.drain(..count.min(events.len()));
            }
            held.retain(|_, events| !events.is_empty());
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<OwnedRoomId, Vec<Value>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Tells what is kept of a room; a gap that opens meanwhile may add to it.
pub(super) async fn release(matrix: &Matrix, room: &Room, inbox: &Inbox) -> Result<(), Refusal> {
    loop {
        let events = matrix.held.of(room.room_id());
        if events.is_empty() {
            return Ok(());
        }
        history::tell_again(matrix, room, &events, inbox).await?;
        matrix.held.told(room.room_id(), events.len());
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::room_id;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_added_while_some_is_told_stays() {
        let (held, room) = (Held::default(), room_id!("!r:example.org"));
        held.keep(room, &[json!(1), json!(2)]);
        let telling = held.of(room);
        held.keep(room, &[json!(3)]);
        held.told(room, telling.len());
        assert_eq!((held.of(room), held.rooms()), (vec![json!(3)], 1));
        held.told(room, 1);
        assert_eq!((held.of(room).len(), held.rooms()), (0, 0));
    }
}
