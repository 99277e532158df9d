//! The loop: one answer of the server after the other, in order, into the inbox.
//!
//! Words are lost nowhere in it: a room's events may have been missed after every start, every
//! lost connection and every limited timeline, and each time the flow is told so before the events
//! that came after.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::ruma::api::client::filter::{
    Filter, FilterDefinition, LazyLoadOptions, RoomEventFilter, RoomFilter,
};
use matrix_sdk::ruma::{OwnedRoomId, UInt};
use matrix_sdk::sync::{JoinedRoomUpdate, LeftRoomUpdate, State, SyncResponse};
use serde_json::Value;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::adapter::{Matrix, room_ref};
use super::invites::{self, Welcome};
use super::read::Place;
use super::session::{self, Outside};
use super::world::Watch;
use super::{NAME, history, refusal};
use crate::platform::{Inbox, Incoming, Refusal, Said, World};

/// How long the server may hold an answer back while nothing happens.
const WAIT: Duration = Duration::from_secs(30);

/// Events of one room in one answer; more make its timeline limited.
const TIMELINE: u32 = 20;

/// The loop is to end: asked to, or nobody listens any more.
struct Stopped;

/// Where everything goes.
struct Out<'a> {
    inbox: &'a Inbox,
    stop: &'a CancellationToken,
}

impl Out<'_> {
    async fn put(&self, incoming: Incoming) -> Result<(), Stopped> {
        tokio::select! {
            () = self.stop.cancelled() => Err(Stopped),
            sent = self.inbox.send(incoming) => sent.map_err(|_| Stopped),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a pause between tries of the server")]
    async fn wait(&self, time: Duration) -> Result<(), Stopped> {
        tokio::select! {
            () = self.stop.cancelled() => Err(Stopped),
            () = tokio::time::sleep(time) => Ok(()),
        }
    }
}

/// Growing pauses between tries, short enough to be back within seconds.
struct Pause(Duration);

impl Pause {
    fn new() -> Self {
        Self(Duration::from_millis(500))
    }

    fn next(&mut self, refusal: &Refusal) -> Duration {
        let pause = self.0;
        self.0 = (pause * 2).min(Duration::from_secs(5));
        match refusal {
            Refusal::Later(asked) => (*asked).max(pause),
            _ => pause,
        }
    }
}

/// Logs in and syncs until `stop`.
pub(super) async fn run(
    matrix: &Matrix,
    inbox: &Inbox,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let out = Out { inbox, stop };
    match Box::pin(enter(matrix, &out)).await? {
        Ok(()) => {}
        Err(Stopped) => return Ok(()),
    }
    let mut round = Round {
        matrix,
        out,
        watch: Watch::default(),
        welcome: Welcome::of(&matrix.settings, &matrix.own),
        invited: BTreeSet::new(),
        tasks: JoinSet::new(),
        fresh: true,
    };
    Box::pin(round.go()).await
}

/// Logs in, however long the server is away.
async fn enter(matrix: &Matrix, out: &Out<'_>) -> anyhow::Result<Result<(), Stopped>> {
    let mut pause = Pause::new();
    loop {
        let entered = tokio::select! {
            () = out.stop.cancelled() => return Ok(Err(Stopped)),
            entered = Box::pin(session::enter(&matrix.client, &matrix.settings)) => entered,
        };
        match entered {
            Ok(()) => return Ok(Ok(())),
            Err(Outside::Pointless(error)) => return Err(error),
            Err(Outside::Later(refusal)) => {
                tracing::warn!(platform = NAME, why = %refusal, "can't log in yet");
                if out.wait(pause.next(&refusal)).await.is_err() {
                    return Ok(Err(Stopped));
                }
            }
        }
    }
}

struct Round<'a> {
    matrix: &'a Matrix,
    out: Out<'a>,
    watch: Watch,
    welcome: Welcome,
    /// Invites that are being answered.
    invited: BTreeSet<OwnedRoomId>,
    tasks: JoinSet<()>,
    /// The next answer is the first of a connection.
    fresh: bool,
}

impl Round<'_> {
    async fn go(&mut self) -> anyhow::Result<()> {
        let mut pause = Pause::new();
        loop {
            let client = &self.matrix.client;
            let answer = tokio::select! {
                () = self.out.stop.cancelled() => return Ok(()),
                answer = Box::pin(client.sync_once(settings(self.fresh))) => answer,
            };
            let handled = match answer {
                Ok(answer) => {
                    pause = Pause::new();
                    self.matrix.handing.store(true, Ordering::Relaxed);
                    let taken = Box::pin(self.take(answer)).await;
                    self.matrix.handing.store(false, Ordering::Relaxed);
                    taken
                }
                Err(error) if refusal::logged_out(&error) => return Err(ended(error)),
                Err(error) => self.away(&refusal::of(&error), &mut pause).await,
            };
            if handled.is_err() {
                return Ok(());
            }
        }
    }

    async fn away(&mut self, refusal: &Refusal, pause: &mut Pause) -> Result<(), Stopped> {
        if self.matrix.connected.swap(false, Ordering::Relaxed) {
            tracing::warn!(platform = NAME, why = %refusal, "connection lost");
        }
        self.fresh = true;
        self.out.wait(pause.next(refusal)).await
    }

    async fn take(&mut self, answer: SyncResponse) -> Result<(), Stopped> {
        let first = self.matrix.syncs.fetch_add(1, Ordering::Relaxed) == 0;
        if self.fresh {
            self.matrix.learn_directs().await;
            self.connected(first).await?;
        }
        self.keep_tokens();
        for (id, update) in answer.rooms.left {
            if let Some(room) = self.matrix.client.get_room(&id) {
                self.left(&room, update).await?;
            }
        }
        for (id, update) in answer.rooms.joined {
            if let Some(room) = self.matrix.client.get_room(&id) {
                self.joined(&room, update).await?;
            }
        }
        self.answer_invites().await;
        self.fresh = false;
        Ok(())
    }

    /// Says that the connection stands, and that every room may have moved on meanwhile. What the
    /// first answer of a process says of rooms may have been said to an earlier one, which was
    /// killed: so it is all said again.
    async fn connected(&mut self, first: bool) -> Result<(), Stopped> {
        tracing::info!(platform = NAME, "connected");
        self.matrix.connected.store(true, Ordering::Relaxed);
        self.out.put(Incoming::Connected(NAME.into())).await?;
        for room in self.matrix.client.joined_rooms() {
            self.out.put(Incoming::Gap(room_ref(&room))).await?;
            if first {
                let world = self.watch.enter(&room).await;
                self.out.put(Incoming::World(world)).await?;
            }
        }
        if first {
            for room in self.matrix.client.left_rooms() {
                let why = "the bot is not in the room any more".into();
                let lost = World::Lost { room: room_ref(&room), why };
                self.out.put(Incoming::World(lost)).await?;
            }
        }
        Ok(())
    }

    /// A token may have been renewed meanwhile.
    fn keep_tokens(&self) {
        let Some(session) = self.matrix.client.matrix_auth().session() else { return };
        if self.fresh
            && let Err(error) = session::keep(&self.matrix.settings, &session)
        {
            tracing::error!(error = %error, "the Matrix session can't be kept");
        }
    }

    async fn joined(&mut self, room: &Room, update: JoinedRoomUpdate) -> Result<(), Stopped> {
        self.invited.remove(room.room_id());
        let (events, lost) = history::values(&update.timeline.events);
        self.matrix.undecrypted.fetch_add(lost, Ordering::Relaxed);
        let entered = events.iter().position(|e| history::is_join_of(e, &self.matrix.own));
        let known = self.watch.knows(room.room_id());
        // What was said before the bot came in is not for it.
        let skipped = entered.map_or(0, |at| at + 1);
        let missed = if known { entered.is_some() } else { entered.is_none() };
        if !self.fresh && (update.timeline.limited || missed) {
            self.out.put(Incoming::Gap(room_ref(room))).await?;
        }
        if !known || entered.is_some() {
            let world = self.watch.enter(room).await;
            self.out.put(Incoming::World(world)).await?;
        }
        let new = events.get(skipped..).unwrap_or_default();
        self.tell(room, new).await?;
        if known {
            let state: Vec<Value> = state(&update.state).chain(events).collect();
            for world in self.watch.changes(room, &state).await {
                self.out.put(Incoming::World(world)).await?;
            }
        }
        Ok(())
    }

    async fn left(&mut self, room: &Room, update: LeftRoomUpdate) -> Result<(), Stopped> {
        self.invited.remove(room.room_id());
        let (events, _) = history::values(&update.timeline.events);
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
            self.note_direct(&place, room, &incoming);
            self.out.put(incoming).await?;
        }
        Ok(())
    }

    /// Answers go where a person last wrote.
    fn note_direct(&self, place: &Place, room: &Room, incoming: &Incoming) {
        if let Incoming::Said(Said { by, .. }) = incoming
            && place.direct
            && !by.ours
            && let Ok(user) = matrix_sdk::ruma::UserId::parse(&by.account.id)
        {
            self.matrix.directs.heard(&user, room.room_id());
        }
    }

    /// Joins or refuses beside the loop: a join can take as long as a far server likes.
    async fn answer_invites(&mut self) {
        while self.tasks.try_join_next().is_some() {}
        for room in self.matrix.client.invited_rooms() {
            if !self.invited.insert(room.room_id().to_owned()) {
                continue;
            }
            if room.is_direct().await.unwrap_or(false) {
                self.matrix.directs.note(room.room_id());
            }
            self.tasks.spawn(invites::answer(room, self.welcome.clone()));
        }
    }
}

fn ended(error: matrix_sdk::Error) -> anyhow::Error {
    anyhow::Error::new(error).context(
        "the Matrix server has ended the bot's session; move the folder data/matrix away and \
         start again: the bot then logs in as a new device",
    )
}

fn state(state: &State) -> impl Iterator<Item = Value> {
    let (State::Before(events) | State::After(events)) = state;
    events.iter().map(|event| history::value(event.json()))
}

/// The first answer of a connection comes at once; later ones when something happens.
fn settings(fresh: bool) -> SyncSettings {
    let wait = if fresh { Duration::ZERO } else { WAIT };
    SyncSettings::new().timeout(wait).filter(filter().into())
}

/// Only what is read: no presence, no typing, no receipts; members as they speak.
fn filter() -> FilterDefinition {
    let mut timeline = RoomEventFilter::empty();
    timeline.limit = Some(UInt::from(TIMELINE));
    timeline.lazy_load_options = lazily();
    let mut state = RoomEventFilter::empty();
    state.lazy_load_options = lazily();
    let mut room = RoomFilter::empty();
    room.timeline = timeline;
    room.state = state;
    room.ephemeral = RoomEventFilter::ignore_all();
    let mut filter = FilterDefinition::empty();
    filter.presence = Filter::ignore_all();
    filter.room = room;
    filter
}

fn lazily() -> LazyLoadOptions {
    LazyLoadOptions::Enabled { include_redundant_members: false }
}
