//! Which filling closes which gap. A gap that opens while an earlier one is being filled is not
//! closed by that filling, which may have read before it: the room is read again.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::ids::RoomRef;
use crate::platform::Incoming;

/// The gaps and fillings of each room, in the order in which events are taken.
#[derive(Debug, Default)]
pub struct Gaps(Mutex<HashMap<RoomRef, Room>>);

#[derive(Debug, Default)]
struct Room {
    /// How many gaps were opened.
    opened: u64,
    /// How many there were when each filling began whose end was not taken yet.
    begun: VecDeque<u64>,
}

impl Gaps {
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
                room.begun.pop_front().is_none_or(|at| at == room.opened)
            }
            _ => true,
        }
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<RoomRef, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
