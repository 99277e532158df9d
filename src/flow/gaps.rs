//! Which filling closes which gap. A gap that opens while an earlier one is being filled is not
//! closed by that filling, which may have read before it: the room is read again.
//!
//! A room can be asked to be read once more, as before a summary: that opens a gap like any other.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::domain::ids::RoomRef;
use crate::platform::Incoming;

/// The gaps and fillings of each room, in the order in which events are taken.
#[derive(Debug, Default)]
pub struct Gaps {
    rooms: Mutex<HashMap<RoomRef, Room>>,
    /// Rooms that are to be read once more.
    asked: Mutex<Vec<RoomRef>>,
    asks: Notify,
}

/// A reading that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The room.
    pub room: RoomRef,
    /// A reading that began when so many gaps had opened is late enough.
    gap: u64,
}

#[derive(Debug, Default)]
struct Room {
    /// How many gaps were opened.
    opened: u64,
    /// How many there were when each filling began whose end was not taken yet.
    begun: VecDeque<u64>,
    /// The same of the latest filling whose end was taken, and of the latest that is stored.
    ended: u64,
    stored: u64,
}

impl Gaps {
    /// Asks for a room to be read once more.
    pub fn ask(&self, room: &RoomRef) -> Ticket {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let gap = self.rooms().entry(room.clone()).or_default().opened + 1;
        if !asked.contains(room) {
            asked.push(room.clone());
        }
        self.asks.notify_one();
        Ticket { room: room.clone(), gap }
    }

    /// Waits until rooms were asked to be read once more.
    pub async fn asked(&self) -> Vec<RoomRef> {
        self.asks.notified().await;
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a reading that was asked for is done, and what it told is stored.
    pub fn is_done(&self, ticket: &Ticket) -> bool {
        self.rooms().get(&ticket.room).is_some_and(|room| room.stored >= ticket.gap)
    }

    /// What was admitted so far is stored. Whether a reading ended with it.
    pub fn stored(&self) -> bool {
        let mut any = false;
        for room in self.rooms().values_mut().filter(|room| room.stored != room.ended) {
            room.stored = room.ended;
            any = true;
        }
        any
    }

    /// A room is about to be read.
    pub fn begin(&self, room: &RoomRef) {
        let mut rooms = self.rooms();
        let room = rooms.entry(room.clone()).or_default();
        room.begun.push_back(room.opened);
    }

    /// The reading that began last came to nothing: it will not say that it ended.
    pub fn give_up(&self, room: &RoomRef) {
        if let Some(room) = self.rooms().get_mut(room) {
            room.begun.pop_back();
        }
    }

    /// Whether an event is to be taken: all are but the end of a filling that began before the
    /// newest gap.
    pub fn admits(&self, event: &Incoming) -> bool {
        match event {
            Incoming::Gap(room) => {
                self.rooms().entry(room.clone()).or_default().opened += 1;
                true
            }
            Incoming::Filled { room, .. } => {
                let mut rooms = self.rooms();
                let Some(room) = rooms.get_mut(room) else { return true };
                let Some(began) = room.begun.pop_front() else { return true };
                room.ended = room.ended.max(began);
                began == room.opened
            }
            _ => true,
        }
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<RoomRef, Room>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> RoomRef {
        RoomRef::new("matrix", "!tea")
    }

    fn gap() -> Incoming {
        Incoming::Gap(room())
    }

    fn filled() -> Incoming {
        Incoming::Filled { room: room(), upto: None }
    }

    #[test]
    fn a_filling_closes_the_gap_it_began_with() {
        let gaps = Gaps::default();
        assert!(gaps.admits(&gap()));
        gaps.begin(&room());
        assert!(gaps.admits(&filled()));
        // A gap of an earlier life is filled without having been seen to open.
        let gaps = Gaps::default();
        gaps.begin(&room());
        assert!(gaps.admits(&filled()));
    }

    #[test]
    fn a_gap_that_opened_meanwhile_stays_open_until_it_is_read_again() {
        let gaps = Gaps::default();
        gaps.admits(&gap());
        gaps.begin(&room());
        assert!(gaps.admits(&gap()));
        assert!(!gaps.admits(&filled()), "it may have been read before that gap");
        gaps.begin(&room());
        assert!(gaps.admits(&filled()));
    }

    #[tokio::test]
    async fn a_reading_that_was_asked_for_is_one_that_begins_from_then_on() {
        let gaps = Gaps::default();
        gaps.admits(&gap());
        gaps.begin(&room());
        let ticket = gaps.ask(&room());
        assert_eq!(gaps.asked().await, [room()]);
        gaps.admits(&gap());
        gaps.admits(&filled());
        gaps.stored();
        assert!(!gaps.is_done(&ticket), "it began before");
        gaps.begin(&room());
        gaps.admits(&filled());
        assert!(!gaps.is_done(&ticket), "what it told is not stored yet");
        gaps.stored();
        assert!(gaps.is_done(&ticket));
    }

    #[test]
    fn a_reading_that_failed_is_forgotten() {
        let gaps = Gaps::default();
        gaps.admits(&gap());
        gaps.begin(&room());
        gaps.give_up(&room());
        gaps.admits(&gap());
        gaps.begin(&room());
        assert!(gaps.admits(&filled()));
    }
}
