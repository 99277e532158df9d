//! What each event of the gateway means: into the world, into an [`Incoming`], or nothing. It never
//! waits: what has to be asked of Discord is handed back as a chore.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serenity::model::id::ChannelId;

use super::adapter::Discord;
use super::gateway::Shard;
use super::read::{Place, Reader, remote};
use super::shape::{self, Deleted, Glance, Message};
use super::world::Where;
use super::{NAME, room_ref};
use crate::platform::{Incoming, Removed};

/// What follows from an event.
#[derive(Debug, Default)]
pub(super) struct News {
    /// For the inbox, in order.
    pub told: Vec<Incoming>,
    /// To be asked of Discord.
    pub chores: Vec<Chore>,
}

/// Something to be asked of Discord, beside the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chore {
    /// What became of this bound room, which no server showed.
    FindRoom(ChannelId),
    /// An open round's thread was archived.
    OpenThread(ChannelId),
}

impl From<Vec<Incoming>> for News {
    fn from(told: Vec<Incoming>) -> Self {
        Self { told, chores: Vec::new() }
    }
}

impl From<Option<Incoming>> for News {
    fn from(told: Option<Incoming>) -> Self {
        told.into_iter().collect::<Vec<_>>().into()
    }
}

impl Discord {
    /// Takes an event in.
    pub(super) fn take(&self, shard: Shard, kind: &str, data: &RawValue) -> News {
        let now = self.real.now();
        match kind {
            "MESSAGE_CREATE" => self.message(data, false),
            "MESSAGE_UPDATE" => self.message(data, true),
            "INTERACTION_CREATE" => self.interaction(data).into(),
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => self.deleted(data),
            "READY" => read(kind, data).map(|it| self.ready(&it, shard)).unwrap_or_default(),
            "GUILD_CREATE" => read(kind, data).map(|it| self.guild(&it)).unwrap_or_default(),
            "GUILD_DELETE" => read(kind, data).map(|it| self.world.guild_gone(&it)).into_news(),
            "GUILD_UPDATE" => {
                let change = |it: &shape::Guild| {
                    self.world.guild_changed(it.id, now, |guild| guild.change(it))
                };
                read(kind, data).map(|it| change(&it)).into_news()
            }
            "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" | "GUILD_ROLE_DELETE" => {
                read(kind, data).map(|it| self.role(&it)).into_news()
            }
            "GUILD_MEMBER_UPDATE" => read(kind, data).map(|it| self.member(&it)).into_news(),
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" => {
                read(kind, data).map(|it| self.world.channel(&it, now)).into_news()
            }
            "CHANNEL_DELETE" => {
                let gone = |it: shape::Channel| self.world.channel_gone(it.id);
                read(kind, data).and_then(gone).into()
            }
            "THREAD_CREATE" | "THREAD_UPDATE" => {
                read(kind, data).map(|it| self.thread(&it)).unwrap_or_default()
            }
            "THREAD_LIST_SYNC" => {
                let list: Option<shape::ThreadList> = read(kind, data);
                list.iter().flat_map(|it| &it.threads).for_each(|it| self.world.thread(it));
                News::default()
            }
            "THREAD_DELETE" => {
                let gone = |it: shape::Channel| self.world.thread_gone(&it);
                read(kind, data).and_then(gone).into()
            }
            _ => News::default(),
        }
    }

    fn ready(&self, ready: &shape::Ready, shard: Shard) -> News {
        let mut told = vec![Incoming::Connected(NAME.into())];
        told.extend(self.world.ready(ready, shard));
        self.learns(|known| {
            known.bot = Some(ready.user.id);
            known.application = ready.application.as_ref().map(|it| it.id).or(known.application);
        });
        self.registration.due();
        // What is said to the bot alone comes over the first shard.
        if shard.number == 0 {
            told.extend(self.directs.lately(self.real.now()).map(room_ref).map(Incoming::Gap));
        }
        told.into()
    }

    fn guild(&self, told: &shape::Guild) -> News {
        if told.unavailable {
            return News::default();
        }
        if self.settings.command_servers.is_some() {
            self.registration.due();
        }
        let mut news = News::from(self.world.guild(told, self.real.now()));
        if self.world.is_complete() {
            news.chores.extend(self.world.unknown().into_iter().map(Chore::FindRoom));
        }
        news
    }

    fn role(&self, told: &shape::RoleChange) -> Vec<Incoming> {
        let id = told.role.as_ref().map(|role| role.id).or(told.role_id);
        let Some(id) = id else { return Vec::new() };
        let may = told.role.as_ref().map(|role| role.permissions);
        self.world.guild_changed(told.guild_id, self.real.now(), |guild| guild.change_role(id, may))
    }

    fn member(&self, told: &shape::Member) -> Vec<Incoming> {
        let user = told.user.as_ref().map(|user| user.id);
        match told.guild_id.filter(|_| user.is_some() && user == self.world.own()) {
            Some(guild) => {
                self.world.guild_changed(guild, self.real.now(), |guild| guild.change_own(told))
            }
            None => Vec::new(),
        }
    }

    fn thread(&self, told: &shape::Channel) -> News {
        self.world.thread(told);
        let state = told.thread_metadata;
        let shut = state.is_some_and(|state| state.archived && !state.locked);
        let chore = (shut && self.threads.is_open(told.id)).then_some(Chore::OpenThread(told.id));
        News { told: Vec::new(), chores: chore.into_iter().collect() }
    }

    /// Most messages are none of ours: a glance is enough for them.
    fn message(&self, data: &RawValue, edit: bool) -> News {
        let Some(own) = self.world.own() else { return News::default() };
        let Some(glance) = read::<Glance>("message", data) else { return News::default() };
        let told = || glance.mentions.iter().any(|one| one.id == own);
        let place = match (glance.guild_id, self.world.place(glance.channel_id)) {
            (None, _) => Place { direct: true, ..Place::room(glance.channel_id) },
            (Some(_), Where::Room) => Place::room(glance.channel_id),
            (Some(_), Where::Thread(room)) => {
                Place { thread: Some(glance.channel_id), ..Place::room(room) }
            }
            (Some(_), Where::Elsewhere) if told() => Place::room(glance.channel_id),
            (Some(_), Where::Elsewhere) => return News::default(),
        };
        let Some(message) = read::<Message>("message", data) else { return News::default() };
        let reader = Reader { own, hears: self.hears() };
        if edit {
            return reader.edited(&message, &place).into();
        }
        if place.thread.is_none() {
            self.world.note_last(place.room, message.id);
        }
        let said = reader.said(&message, &place);
        self.noted_direct(&place, &message, said.is_some());
        said.into()
    }

    /// Answers go where a person last wrote, and that is remembered before anything is made of it.
    fn noted_direct(&self, place: &Place, message: &Message, said: bool) {
        let author = message.author.as_ref().map(|author| author.id);
        if let Some(user) =
            author.filter(|user| place.direct && said && Some(*user) != self.world.own())
        {
            self.directs.heard(user, place.room, message.id);
        }
    }

    fn deleted(&self, data: &RawValue) -> News {
        let Some(deleted) = read::<Deleted>("deletion", data) else { return News::default() };
        let room = match (deleted.guild_id, self.world.place(deleted.channel_id)) {
            (None, _) | (Some(_), Where::Room) => deleted.channel_id,
            (Some(_), Where::Thread(room)) => room,
            (Some(_), Where::Elsewhere) => return News::default(),
        };
        let ids = deleted.id.into_iter().chain(deleted.ids);
        let removed = |id| {
            Incoming::Removed(Removed {
                room: room_ref(room),
                id: remote(id),
                at: self.real.now(),
                cursor: None,
            })
        };
        ids.map(removed).collect::<Vec<_>>().into()
    }
}

trait IntoNews {
    fn into_news(self) -> News;
}

impl IntoNews for Option<Vec<Incoming>> {
    fn into_news(self) -> News {
        self.unwrap_or_default().into()
    }
}

/// An event's data, as far as it reads.
fn read<T: DeserializeOwned>(kind: &str, data: &RawValue) -> Option<T> {
    match serde_json::from_str(data.get()) {
        Ok(read) => Some(read),
        Err(error) => {
            tracing::warn!(platform = NAME, kind, %error, "an event of Discord can't be read");
            None
        }
    }
}
