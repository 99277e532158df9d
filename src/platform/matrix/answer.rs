//! One answer of sync: what it says of each room, in the room's own order.
//!
//! Where events may have been missed, only the gap is told, and what came after it waits for its
//! filling: a place in the history that is noted too early would hide what lies before it.

use futures_util::FutureExt as _;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use matrix_sdk::Room;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::sync::{JoinedRoomUpdate, LeftRoomUpdate, State, SyncResponse};
use serde_json::Value;
use tokio::task::JoinSet;

use super::adapter::{Matrix, room_ref};
use super::again::Arrivals;
use super::invites::{self, Welcome};
use super::sync::{Out, Stopped};
use super::world::Watch;
use super::{NAME, again, history, verify, world};
use crate::platform::{Incoming, World};

/// What is kept from one answer to the next.
pub(super) struct Answers<'a> {
    matrix: &'a Matrix,
    out: &'a Out<'a>,
    arrivals: Arrivals,
    watch: Watch,
    welcome: Welcome,
    /// Invites that are being answered.
    invited: BTreeSet<OwnedRoomId>,
    tasks: JoinSet<OwnedRoomId>,
}

impl<'a> Answers<'a> {
    /// Before the first answer.
    pub(super) async fn new(matrix: &'a Matrix, out: &'a Out<'a>) -> Self {
        Self {
            matrix,
            out,
            arrivals: Arrivals::of(&matrix.client()).await,
            watch: Watch::default(),
            welcome: Welcome::of(&matrix.settings, &matrix.own),
            invited: BTreeSet::new(),
            tasks: JoinSet::new(),
        }
    }

    /// Hands one answer on; `fresh`: it is the first of a connection.
    pub(super) async fn take(&mut self, answer: SyncResponse, fresh: bool) -> Result<(), Stopped> {
        let first = self.matrix.syncs.fetch_add(1, Ordering::Relaxed) == 0;
        let wishes = verify::wishes(self.matrix, &answer);
        if fresh {
            self.matrix.learn_directs().await;
            self.connected(first, &answer).await?;
        }
        for (id, update) in answer.rooms.left {
            if let Some(room) = self.matrix.client().get_room(&id) {
                self.left(&room, update).await?;
            }
        }
        for (id, update) in answer.rooms.joined {
            if let Some(room) = self.matrix.client().get_room(&id) {
                self.joined(&room, update, fresh).await?;
            }
        }
        for room in self.arrivals.rooms() {
            self.out.put(Incoming::Keys(room)).await?;
        }
        for wish in wishes {
            self.out.put(Incoming::Verifying(wish)).await?;
        }
        self.answer_invites().await;
        Ok(())
    }

    /// Says that the connection stands, and that every room may have moved on meanwhile. What the
    /// first answer of a process says of rooms may have been said to an earlier one, which was
    /// killed: so it is all said again.
    async fn connected(&mut self, first: bool, answer: &SyncResponse) -> Result<(), Stopped> {
        tracing::info!(platform = NAME, "connected");
        self.matrix.connected.store(true, Ordering::Relaxed);
        self.out.put(Incoming::Connected(NAME.into())).await?;
        for room in self.matrix.client().joined_rooms() {
            // A room with news is told of with them, below.
            if !answer.rooms.joined.contains_key(room.room_id()) {
                self.out.put(Incoming::Gap(room_ref(&room))).await?;
            }
            if first {
                self.enter(&room).await?;
            }
        }
        if first {
            for room in self.matrix.client().left_rooms() {
                let why = "the bot is not in the room any more".into();
                let lost = World::Lost { room: room_ref(&room), why };
                self.out.put(Incoming::World(lost)).await?;
            }
        }
        Ok(())
    }

    /// Says that the bot is in a room, and where its people went if it was replaced.
    async fn enter(&mut self, room: &Room) -> Result<(), Stopped> {
        let world = self.watch.enter(room).await;
        self.out.put(Incoming::World(world)).await?;
        match world::replaced(room) {
            Some(replaced) => self.out.put(Incoming::World(replaced)).await,
            None => Ok(()),
        }
    }

    async fn joined(
        &mut self,
        room: &Room,
        update: JoinedRoomUpdate,
        fresh: bool,
    ) -> Result<(), Stopped> {
        let events = again::values(&update.timeline.events);
        let entered = events.iter().position(|e| history::is_join_of(e, &self.matrix.own));
        let known = self.watch.knows(room.room_id());
        // What was said before the bot came in is not for it.
        let skipped = entered.map_or(0, |at| at + 1);
        let missed = if known { entered.is_some() } else { entered.is_none() };
        let new = events.get(skipped..).unwrap_or_default();
        let gap = fresh || update.timeline.limited || missed;
        if gap {
            self.matrix.held.keep(room.room_id(), new);
            self.out.put(Incoming::Gap(room_ref(room))).await?;
        }
        if !known || entered.is_some() {
            self.enter(room).await?;
        }
        if !gap {
            self.tell(room, new).await?;
        }
        if known {
            let state: Vec<Value> = state(&update.state).chain(events).collect();
            for world in self.watch.changes(room, &state).await {
                self.out.put(Incoming::World(world)).await?;
            }
        }
        Ok(())
    }

    async fn left(&mut self, room: &Room, update: LeftRoomUpdate) -> Result<(), Stopped> {
        let events = again::values(&update.timeline.events);
        if self.watch.knows(room.room_id()) {
            self.tell(room, &events).await?;
        }
        let all: Vec<Value> = state(&update.state).chain(events).collect();
        match self.watch.leave(room, &all) {
            Some(world) => self.out.put(Incoming::World(world)).await,
            None => Ok(()),
        }
    }

    async fn tell(&self, room: &Room, events: &[Value]) -> Result<(), Stopped> {
        if events.is_empty() {
            return Ok(());
        }
        let place = history::place(self.matrix, room, events).await;
        for incoming in events.iter().filter_map(|event| place.read(event)) {
            self.matrix.note_direct(&place, room, &incoming);
            self.out.put(incoming).await?;
        }
        Ok(())
    }

    /// Joins or refuses beside the loop: a join can take as long as a far server likes.
    async fn answer_invites(&mut self) {
        while let Some(answered) = self.tasks.try_join_next() {
            if let Ok(room) = answered {
                self.invited.remove(&room);
            }
        }
        for room in self.matrix.client().invited_rooms() {
            if !self.invited.insert(room.room_id().to_owned()) {
                continue;
            }
            if room.is_direct().boxed().await.unwrap_or(false) {
                self.matrix.directs.note(room.room_id());
                if let Ok(invite) = room.invite_details().boxed().await {
                    self.matrix.directs.heard(&invite.inviter_id, room.room_id());
                }
            }
            self.tasks.spawn(invites::answer(room, self.welcome.clone()));
        }
    }
}

fn state(state: &State) -> impl Iterator<Item = Value> {
    let (State::Before(events) | State::After(events)) = state;
    events.iter().map(|event| history::value(event.json()))
}
