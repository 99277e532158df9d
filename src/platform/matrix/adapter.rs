//! The port, for Matrix: hands each call to the file that knows it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use matrix_sdk::ruma::{OwnedUserId, RoomId};
use matrix_sdk::{Client, Room, RoomState};
use tokio_util::sync::CancellationToken;

use super::again::{self, Asked};
use super::direct::Directs;
use super::held::Held;
use super::keys::Ring;
use super::settings::Settings;
use super::verify::{self, Wishes};
use super::zone::Zones;
use super::{NAME, back, file, follow, history, members, render, send, session, sync};
use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};
use crate::platform::{
    Abilities, Act, Inbox, Keys, Made, Platform, ReadBack, Refusal, ReplyTo, Response, RoomFacts,
    RoundThread,
};

/// One account on one homeserver.
pub struct Matrix {
    client: RwLock<Arc<dyn Fn() -> Client + Send + Sync>>,
    pub(super) settings: Settings,
    pub(super) own: OwnedUserId,
    pub(super) directs: Directs,
    pub(super) held: Held,
    pub(super) connected: AtomicBool,
    /// Answers of sync since the start; zero: what the store says of rooms may be old.
    pub(super) syncs: AtomicU64,
    pub(super) ring: Ring,
    pub(super) asked: Asked,
    pub(super) wishes: Wishes,
    zones: Zones,
    /// Where what happens is sent, once it runs.
    inbox: RwLock<Option<Inbox>>,
    /// Whether an answer of sync is being handed to the inbox.
    pub(super) handing: AtomicBool,
}

impl Matrix {
    /// An adapter with its store open; the network is first used by [`Platform::run`], so the house
    /// starts while the server is away.
    ///
    /// # Errors
    /// If files can't be read or made, or belong to another account.
    pub async fn connect(settings: Settings) -> anyhow::Result<Self> {
        let own = session::user(&settings)?;
        let client = session::open(&settings).await?;
        Ok(Self {
            client: RwLock::new(handle(client)),
            own,
            settings,
            directs: Directs::default(),
            held: Held::default(),
            connected: AtomicBool::new(false),
            syncs: AtomicU64::new(0),
            ring: Ring::default(),
            asked: Asked::default(),
            wishes: Wishes::default(),
            zones: Zones::default(),
            inbox: RwLock::default(),
            handing: AtomicBool::new(false),
        })
    }

    /// The client of the session that stands.
    pub(super) fn client(&self) -> Client {
        let client = self.client.read().unwrap_or_else(PoisonError::into_inner);
        client()
    }

    /// Goes on with another client: what is known of rooms is that client's from now on.
    pub(super) fn go_on_with(&self, client: Client) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = handle(client);
        self.syncs.store(0, Ordering::Relaxed);
        self.ring.forget();
    }

    /// Where what happens is sent; nowhere before it runs.
    pub(super) fn inbox(&self) -> Option<Inbox> {
        self.inbox.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A room that the bot is in.
    pub(super) fn joined(&self, room: &RoomRef) -> Result<Room, Refusal> {
        let id = RoomId::parse(&room.id).map_err(|error| Refusal::Never(error.to_string()))?;
        let found = self.client().get_room(&id).filter(|room| room.state() == RoomState::Joined);
        found.ok_or_else(|| match self.syncs.load(Ordering::Relaxed) {
            0 => Refusal::Down("the server was not reached yet".into()),
            _ => Refusal::NotAllowed("the bot is not in that room".into()),
        })
    }
}

/// A client behind a call. The SDK's types are so deep that the compiler takes ten seconds to see that
/// one can be shared between threads, and would do so in each method of the port again.
fn handle(client: Client) -> Arc<dyn Fn() -> Client + Send + Sync> {
    Arc::new(move || client.clone())
}

/// A room as the house refers to it.
pub(super) fn room_ref(room: &Room) -> RoomRef {
    RoomRef::new(NAME, room.room_id().as_str())
}

/// What the adapter can do.
pub const ABILITIES: Abilities = Abilities {
    edit: true,
    edits_leave_history: true,
    threads: true,
    buttons: false,
    forms: false,
    choices_in_forms: false,
    private_replies: false,
    reactions: true,
    hears_rooms: true,
    redacts_others: true,
    commands: false,
    keyed_sends: true,
    encrypted_directs: super::direct::ENCRYPTED,
};

#[async_trait]
impl Platform for Matrix {
    fn name(&self) -> PlatformName {
        NAME.into()
    }

    fn abilities(&self) -> Abilities {
        ABILITIES
    }

    fn connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    fn backlog(&self) -> u64 {
        u64::from(self.handing.load(Ordering::Relaxed)) + self.held.rooms()
    }

    fn device(&self) -> String {
        self.client().device_id().map(ToString::to_string).unwrap_or_default()
    }

    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        *self.inbox.write().unwrap_or_else(PoisonError::into_inner) = Some(inbox.clone());
        let ended = sync::run(self, &inbox, &stop).await;
        self.connected.store(false, Ordering::Relaxed);
        *self.inbox.write().unwrap_or_else(PoisonError::into_inner) = None;
        ended
    }

    fn render(&self, body: &Body, mark: &str) -> Vec<String> {
        render::render(body, mark)
    }

    async fn make(&self, act: &Act) -> Result<Made, Refusal> {
        send::make(self, act).await
    }

    async fn read_back(&self, act: &Act, since: Instant) -> ReadBack {
        back::read_back(self, act, since).await
    }

    async fn fill(
        &self,
        room: &RoomRef,
        cursor: Option<&str>,
        threads: &[RoundThread],
        inbox: &Inbox,
    ) -> Result<(), Refusal> {
        history::fill(self, room, cursor, threads, inbox).await
    }

    async fn read_again(
        &self,
        room: &RoomRef,
        events: &[RemoteId],
        inbox: &Inbox,
    ) -> Result<(), Refusal> {
        again::read_again(self, room, events, inbox).await
    }

    async fn respond(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
        send::respond(self, to, reply).await
    }

    async fn fetch(&self, _: &RoomRef, _: &RemoteId, file: &FileRef) -> Result<Vec<u8>, Refusal> {
        file::fetch(self, file).await
    }

    fn keys(&self) -> Option<Keys> {
        self.ring.found()
    }

    async fn verify(&self, wish: &RemoteId, yes: bool) -> Result<(), Refusal> {
        verify::answer(self, wish, yes).await
    }

    async fn zone_of(&self, account: &AccountRef) -> Option<String> {
        self.zones.of(self.client(), account).await
    }

    async fn follow(&self, from: &RoomRef, to: &RoomRef) -> Result<RoomFacts, Refusal> {
        follow::follow(self, from, to).await
    }

    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        members::look(self, room).await
    }

    async fn is_in(&self, room: &RoomRef, account: &AccountRef) -> bool {
        members::is_in(self, room, account).await
    }

    async fn may_manage(&self, room: &RoomRef, account: &AccountRef) -> bool {
        members::may_manage(self, room, account).await
    }
}
