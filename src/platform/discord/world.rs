//! The world around the bound rooms: which there are, what the bot may do there, and what to tell
//! when that turns. Told once, and again when it is true again.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, Utc};
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::gateway::Shard;
use super::guilds::{self, Guild, Guilds};
use super::permission::{TO_READ, TO_SPEAK};
use super::{room_ref, shape};
use crate::domain::ids::RemoteId;
use crate::platform::{Incoming, RoomFacts, World as Change};

/// What is known of Discord's world.
#[derive(Debug, Default)]
pub(super) struct World(RwLock<State>);

#[derive(Debug, Default)]
struct State {
    all: Guilds,
    /// The bound rooms, with what was last told of each.
    heeded: HashMap<ChannelId, Told>,
    /// Threads of bound rooms.
    threads: HashMap<ChannelId, Thread>,
    /// Servers that a session announced and that did not show themselves yet.
    expected: HashSet<GuildId>,
}

/// What was last told of a room.
#[derive(Debug, Default, Clone)]
struct Told {
    speaks: Option<bool>,
    reads: bool,
    label: Option<String>,
}

/// A thread of a bound room.
#[derive(Debug, Clone, Copy)]
struct Thread {
    room: ChannelId,
    archived: bool,
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In a bound room.
    Room,
    /// In a thread of this bound room.
    Thread(ChannelId),
    /// Elsewhere.
    Elsewhere,
}

impl World {
    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Who the bot is, once Discord said so.
    pub(super) fn own(&self) -> Option<UserId> {
        self.read(|state| state.all.own)
    }

    /// Who the bot is.
    pub(super) fn know(&self, own: UserId) {
        self.change(|state| state.all.own = Some(own));
    }

    /// Where a channel is.
    pub(super) fn place(&self, channel: ChannelId) -> Where {
        self.read(|state| match state.threads.get(&channel) {
            _ if state.heeded.contains_key(&channel) => Where::Room,
            Some(thread) if state.heeded.contains_key(&thread.room) => Where::Thread(thread.room),
            _ => Where::Elsewhere,
        })
    }

    /// What the bot may do in a room.
    pub(super) fn may(&self, channel: ChannelId, now: DateTime<Utc>) -> Permissions {
        self.read(|state| state.all.own_permissions(channel, now))
    }

    /// Whether a room's server answers.
    pub(super) fn is_there(&self, channel: ChannelId) -> bool {
        self.read(|state| {
            let guild = state.all.channels.get(&channel).map(|one| one.guild);
            let guild = guild.and_then(|guild| state.all.guilds.get(&guild));
            guild.is_some_and(|guild| !guild.away)
        })
    }

    /// The server of a room.
    pub(super) fn guild_of(&self, channel: ChannelId) -> Option<GuildId> {
        self.read(|state| state.all.channels.get(&channel).map(|one| one.guild))
    }

    /// What is said of a room; nothing where it is not known.
    pub(super) fn facts(&self, channel: ChannelId, now: DateTime<Utc>) -> Option<RoomFacts> {
        self.read(|state| state.facts(channel, now))
    }

    /// What somebody with these roles may do in a room.
    pub(super) fn permissions_of(
        &self,
        channel: ChannelId,
        user: UserId,
        roles: &[RoleId],
    ) -> Permissions {
        self.read(|state| state.all.permissions_of(channel, user, roles))
    }

    /// The newest message of a room, as far as it was heard of.
    pub(super) fn last(&self, channel: ChannelId) -> Option<MessageId> {
        self.read(|state| state.all.channels.get(&channel).and_then(|one| one.last))
    }

    /// A message came.
    pub(super) fn note_last(&self, channel: ChannelId, message: MessageId) {
        self.change(|state| {
            if let Some(one) = state.all.channels.get_mut(&channel) {
                one.last = one.last.max(Some(message));
            }
        });
    }

    /// Whether a thread is known to be there and not archived.
    pub(super) fn has_thread(&self, thread: ChannelId) -> bool {
        self.read(|state| state.threads.get(&thread).is_some_and(|one| !one.archived))
    }

    /// A thread of a room is there.
    pub(super) fn note_thread(&self, thread: ChannelId, room: ChannelId) {
        self.change(|state| state.threads.insert(thread, Thread { room, archived: false }));
    }

    /// These rooms are bound and no others. What is new of them is told; a room nobody heard of
    /// is left to be asked for.
    pub(super) fn heed(&self, rooms: &[ChannelId], now: DateTime<Utc>) -> Vec<Incoming> {
        self.change(|state| {
            state.heeded.retain(|id, _| rooms.contains(id));
            let new: Vec<ChannelId> =
                rooms.iter().filter(|id| !state.heeded.contains_key(id)).copied().collect();
            let mut news = Vec::new();
            for room in new {
                state.heeded.insert(room, Told::default());
                news.extend(state.begin(room, now));
            }
            news
        })
    }

    /// A session begins: who the bot is, and on which servers this shard will find it.
    pub(super) fn ready(&self, ready: &shape::Ready, shard: Shard) -> Vec<Incoming> {
        self.change(|state| {
            state.all.own = Some(ready.user.id);
            let on: HashSet<GuildId> = ready.guilds.iter().map(|guild| guild.id).collect();
            let here = state.all.guilds.keys().copied();
            let left: Vec<GuildId> =
                here.filter(|id| shard.has(id.get()) && !on.contains(id)).collect();
            let mut news = Vec::new();
            for guild in left {
                news.extend(state.lose(guild));
            }
            state.expected.extend(on);
            news
        })
    }

    /// Whether every server that was announced has shown itself.
    pub(super) fn is_complete(&self) -> bool {
        self.read(|state| state.expected.is_empty())
    }

    /// The bound rooms of which nothing is known and nothing was told.
    pub(super) fn unknown(&self) -> Vec<ChannelId> {
        self.read(|state| {
            let heeded = state.heeded.iter();
            let silent = heeded
                .filter(|(id, told)| told.speaks.is_none() && !state.all.channels.contains_key(id));
            silent.map(|(id, _)| *id).collect()
        })
    }

    /// A room that is bound is not to be had.
    pub(super) fn lost(&self, room: ChannelId, why: &str) -> Option<Incoming> {
        self.change(|state| state.lost(room, why))
    }

    /// A request said that the bot may not speak there, whatever its permissions promise: when they
    /// change, it is told anew.
    pub(super) fn may_not(&self, room: ChannelId) {
        self.change(|state| {
            if let Some(told) = state.heeded.get_mut(&room) {
                told.speaks = Some(false);
            }
        });
    }

    /// A server is there: at the start, after an outage, or because the bot was invited.
    pub(super) fn guild(&self, told: &shape::Guild, now: DateTime<Utc>) -> Vec<Incoming> {
        self.change(|state| {
            state.expected.remove(&told.id);
            let guild = Guild::of(told, state.all.own, state.all.guilds.remove(&told.id));
            state.all.guilds.insert(told.id, guild);
            let there: HashSet<ChannelId> = told.channels.iter().map(|one| one.id).collect();
            state.all.channels.retain(|id, one| one.guild != told.id || there.contains(id));
            for channel in &told.channels {
                state.all.put(channel, told.id);
            }
            for thread in &told.threads {
                state.thread(thread);
            }
            let rooms = state.heeded_in(told.id);
            rooms.into_iter().flat_map(|room| state.begin(room, now)).collect()
        })
    }

    /// A server is gone: out of reach for a while, or for good.
    pub(super) fn guild_gone(&self, stub: &shape::GuildStub) -> Vec<Incoming> {
        self.change(|state| {
            state.expected.remove(&stub.id);
            if !stub.unavailable {
                return state.lose(stub.id);
            }
            if let Some(guild) = state.all.guilds.get_mut(&stub.id) {
                guild.away = true;
            }
            Vec::new()
        })
    }

    /// Something about a server changed: `work` says what.
    pub(super) fn guild_changed(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
        work: impl FnOnce(&mut Guild),
    ) -> Vec<Incoming> {
        self.change(|state| {
            let Some(known) = state.all.guilds.get_mut(&guild) else { return Vec::new() };
            work(known);
            let rooms = state.heeded_in(guild);
            rooms.into_iter().flat_map(|room| state.look(room, now)).collect()
        })
    }

    /// A channel came or changed.
    pub(super) fn channel(&self, told: &shape::Channel, now: DateTime<Utc>) -> Vec<Incoming> {
        let Some(guild) = told.guild_id else { return Vec::new() };
        self.change(|state| {
            state.all.put(told, guild);
            if state.heeded.contains_key(&told.id) { state.look(told.id, now) } else { Vec::new() }
        })
    }

    /// A channel is gone.
    pub(super) fn channel_gone(&self, channel: ChannelId) -> Option<Incoming> {
        self.change(|state| {
            state.all.channels.remove(&channel);
            state.threads.retain(|_, thread| thread.room != channel);
            state.lost(channel, "the channel was deleted")
        })
    }

    /// A thread came or changed.
    pub(super) fn thread(&self, told: &shape::Channel) {
        self.change(|state| state.thread(told));
    }

    /// A thread is gone.
    pub(super) fn thread_gone(&self, told: &shape::Channel) -> Option<Incoming> {
        self.change(|state| {
            let known = state.threads.remove(&told.id).map(|one| one.room);
            let room = known.or(told.parent_id)?;
            state.heeded.contains_key(&room).then(|| thread_gone(room, told.id))
        })
    }
}

/// A thread was taken away.
pub(super) fn thread_gone(room: ChannelId, thread: ChannelId) -> Incoming {
    let root = RemoteId(thread.to_string());
    Incoming::World(Change::ThreadGone { room: room_ref(room), root })
}

impl State {
    fn facts(&self, channel: ChannelId, now: DateTime<Utc>) -> Option<RoomFacts> {
        let known = self.all.channels.get(&channel)?;
        // A room may be found before its server shows itself: until then nobody knows what the bot
        // may do there.
        self.all.guilds.get(&known.guild)?;
        Some(RoomFacts {
            label: format!("#{}", known.name),
            encrypted: false,
            may_speak: self.all.own_permissions(channel, now).contains(TO_SPEAK),
        })
    }

    fn heeded_in(&self, guild: GuildId) -> Vec<ChannelId> {
        let heeded = self
            .heeded
            .keys()
            .filter(|id| self.all.channels.get(id).is_some_and(|one| one.guild == guild));
        heeded.copied().collect()
    }

    /// A room is there (again): its history may have moved on, and all is told that turned.
    fn begin(&mut self, room: ChannelId, now: DateTime<Utc>) -> Vec<Incoming> {
        if !self.all.channels.contains_key(&room) {
            return Vec::new();
        }
        let mut news = vec![Incoming::Gap(room_ref(room))];
        if let Some(told) = self.heeded.get_mut(&room) {
            // The gap is told already.
            told.reads = true;
        }
        news.extend(self.look(room, now));
        news
    }

    /// What turned in a room since it was last told.
    fn look(&mut self, room: ChannelId, now: DateTime<Utc>) -> Vec<Incoming> {
        let Some(facts) = self.facts(room, now) else { return Vec::new() };
        let may = self.all.own_permissions(room, now);
        let Some(told) = self.heeded.get_mut(&room) else { return Vec::new() };
        let mut news = Vec::new();
        let reads = may.contains(TO_READ);
        if reads && !told.reads {
            news.push(Incoming::Gap(room_ref(room)));
        }
        told.reads = reads;
        let renamed = told.label.as_ref().is_some_and(|label| *label != facts.label);
        told.label = Some(facts.label.clone());
        if told.speaks != Some(facts.may_speak) {
            told.speaks = Some(facts.may_speak);
            news.push(Incoming::World(match facts.may_speak {
                true => Change::Back { room: room_ref(room), facts },
                false => Change::Lost {
                    room: room_ref(room),
                    why: "the channel's permissions don't let the bot speak".into(),
                },
            }));
        } else if renamed {
            let label = facts.label;
            news.push(Incoming::World(Change::Renamed { room: room_ref(room), label }));
        }
        news
    }

    fn lost(&mut self, room: ChannelId, why: &str) -> Option<Incoming> {
        let told = self.heeded.get_mut(&room)?;
        if told.speaks.replace(false) == Some(false) {
            return None;
        }
        Some(Incoming::World(Change::Lost { room: room_ref(room), why: why.to_owned() }))
    }

    /// The bot is not on that server any more.
    fn lose(&mut self, guild: GuildId) -> Vec<Incoming> {
        let rooms = self.heeded_in(guild);
        self.all.guilds.remove(&guild);
        self.all.channels.retain(|_, one| one.guild != guild);
        let why = "the bot is not on that server any more";
        rooms.into_iter().filter_map(|room| self.lost(room, why)).collect()
    }

    fn thread(&mut self, told: &shape::Channel) {
        let archived = told.thread_metadata.is_some_and(|state| state.archived);
        match told.parent_id.filter(|room| self.heeded.contains_key(room)) {
            Some(room) if guilds::is_thread(told.kind) => {
                self.threads.insert(told.id, Thread { room, archived });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "world_tests.rs"]
mod tests;
