//! The port, for Discord: hands each call to the file that knows it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use serenity::model::Permissions;
use serenity::model::id::ChannelId;
use tokio::sync::Notify;
use tokio::time;
use tokio_util::sync::CancellationToken;

use super::direct::Directs;
use super::identity::{Identity, Known};
use super::interact::Exchanges;
use super::links::Links;
use super::permission::{TO_THREAD, lacks};
use super::read::channel_of;
use super::registrar::Registration;
use super::rest::Rest;
use super::settings::Settings;
use super::thread::Threads;
use super::who::People;
use super::world::World;
use super::{NAME, back, file, gateway, history, look, registrar, render, send};
use crate::domain::body::Body;
use crate::domain::clock::{Clock, Instant};
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};
use crate::platform::{
    Abilities, Act, Clerk, Inbox, Incoming, Lack, Made, Platform, ReadBack, Refusal, ReplyTo,
    Response, RoomFacts, RoundThread,
};

/// One application on Discord.
pub struct Discord {
    pub(super) settings: Settings,
    pub(super) rest: Rest,
    pub(super) real: Arc<dyn Clock>,
    pub(super) identity: Identity,
    pub(super) links: Links,
    pub(super) world: World,
    pub(super) directs: Directs,
    pub(super) threads: Threads,
    pub(super) people: People,
    pub(super) exchanges: Exchanges,
    pub(super) registration: Registration,
    pub(super) backlog: Backlog,
    /// What newly bound rooms bring, for the first shard to tell.
    bound: Mutex<Vec<Incoming>>,
    bound_told: Notify,
}

impl Discord {
    /// An adapter; the network is first used by [`Platform::run`], so the house starts while
    /// Discord is away.
    ///
    /// # Errors
    /// If the authority that is to be trusted can't be read.
    pub fn new(settings: Settings, real: Arc<dyn Clock>) -> anyhow::Result<Self> {
        Ok(Self {
            rest: Rest::new(&settings)?,
            identity: Identity::open(settings.dir.join("application.json")),
            directs: Directs::open(settings.dir.join("directs.json")),
            settings,
            real,
            links: Links::default(),
            world: World::default(),
            threads: Threads::default(),
            people: People::default(),
            exchanges: Exchanges::default(),
            registration: Registration::default(),
            backlog: Backlog::default(),
            bound: Mutex::default(),
            bound_told: Notify::new(),
        })
    }

    /// Whether Discord shows the bot what members write in rooms.
    pub(super) fn hears(&self) -> bool {
        self.identity.known().hears
    }

    /// Something of the application is known now.
    pub(super) fn learns(&self, work: impl FnOnce(&mut Known)) {
        self.identity.learn(work);
        if let Some(id) = self.identity.known().application {
            self.rest.plain.set_application_id(id);
        }
    }

    /// Waits until rooms were bound, and says what they bring.
    pub(super) async fn heeded(&self) -> Vec<Incoming> {
        self.bound_told.notified().await;
        std::mem::take(&mut *self.bound.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How many events wait for the inbox.
#[derive(Debug, Default)]
pub(super) struct Backlog(AtomicU64);

impl Backlog {
    /// Some more.
    pub(super) fn more(&self, events: usize) {
        self.0.fetch_add(u64::try_from(events).unwrap_or_default(), Ordering::SeqCst);
    }

    /// Some less.
    pub(super) fn done(&self, events: usize) {
        self.0.fetch_sub(u64::try_from(events).unwrap_or_default(), Ordering::SeqCst);
    }
}

/// What the adapter can do, where Discord shows it what members write and where not.
pub(super) fn abilities(hears: bool) -> Abilities {
    Abilities {
        edit: true,
        edits_leave_history: false,
        threads: true,
        buttons: true,
        forms: true,
        choices_in_forms: false,
        private_replies: false,
        reactions: false,
        hears_rooms: hears,
        redacts_others: true,
        commands: true,
        keyed_sends: true,
        encrypted_directs: false,
    }
}

#[async_trait]
impl Platform for Discord {
    fn name(&self) -> PlatformName {
        NAME.into()
    }

    fn abilities(&self) -> Abilities {
        abilities(self.hears())
    }

    fn abilities_in(&self, room: &RoomRef) -> Abilities {
        let all = self.abilities();
        // A room that no server has shown yet is taken to be as it should be.
        let known = |channel: &ChannelId| self.world.guild_of(*channel).is_some();
        let Some(channel) = channel_of(room).filter(known) else { return all };
        let may = self.world.may(channel, self.real.now());
        Abilities {
            threads: may.contains(TO_THREAD),
            redacts_others: may.contains(Permissions::MANAGE_MESSAGES),
            ..all
        }
    }

    fn connected(&self) -> bool {
        self.links.connected(time::Instant::now())
    }

    fn reaches(&self, room: &RoomRef) -> bool {
        let there = |channel: &ChannelId| self.world.is_there(*channel);
        let guild = channel_of(room).filter(there).and_then(|one| self.world.guild_of(one));
        guild.is_some_and(|guild| self.links.reach(guild.get(), time::Instant::now()))
    }

    fn heed(&self, rooms: &[RoomRef]) {
        let channels: Vec<_> = rooms.iter().filter_map(channel_of).collect();
        let news = self.world.heed(&channels, self.real.now());
        self.bound.lock().unwrap_or_else(PoisonError::into_inner).extend(news);
        self.bound_told.notify_one();
    }

    fn backlog(&self) -> u64 {
        self.backlog.0.load(Ordering::SeqCst) + self.exchanges.under_way()
    }

    fn introduce(&self, clerk: Arc<dyn Clerk>) {
        self.exchanges.introduce(clerk);
    }

    fn device(&self) -> String {
        // Keys are remembered for an account, whichever process sent them.
        self.identity.known().bot.map(|id| id.to_string()).unwrap_or_default()
    }

    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        let ended = tokio::select! {
            biased;
            ended = gateway::run(self, &inbox, &stop) => ended,
            () = self.tell_late_ones() => Ok(()),
            () = registrar::run(self) => Ok(()),
        };
        self.links.end();
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

    async fn respond(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
        match to.token {
            Some(_) => self.respond_to(to, reply).await,
            None => send::respond(self, to, reply).await,
        }
    }

    async fn fetch(
        &self,
        _room: &RoomRef,
        message: &RemoteId,
        file: &FileRef,
    ) -> Result<Vec<u8>, Refusal> {
        file::fetch(self, message, file).await
    }

    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        look::look(self, room).await
    }

    fn lacks(&self, room: &RoomRef) -> Vec<Lack> {
        let channel = channel_of(room).filter(|channel| self.world.guild_of(*channel).is_some());
        let may = channel.map(|channel| self.world.may(channel, self.real.now()));
        may.map(|may| lacks(may, self.hears())).unwrap_or_default()
    }

    async fn is_in(&self, room: &RoomRef, account: &AccountRef) -> bool {
        look::permissions(self, room, account).await.contains(Permissions::VIEW_CHANNEL)
    }

    fn server_of(&self, room: &RoomRef) -> Option<String> {
        let guild = channel_of(room).and_then(|channel| self.world.guild_of(channel));
        guild.map(|guild| guild.to_string())
    }

    async fn may_manage(&self, room: &RoomRef, account: &AccountRef) -> bool {
        let told = match (channel_of(room), send::user(account)) {
            (Some(room), Ok(user)) => self.exchanges.may(room, user),
            _ => None,
        };
        let may = match told {
            Some(may) => may,
            None => look::permissions(self, room, account).await,
        };
        may.contains(Permissions::MANAGE_GUILD)
    }
}
