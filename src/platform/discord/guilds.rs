//! The servers the bot is on, with as little of each as the rules ask for: who owns it, what its
//! roles may do, which roles are the bot's, and its rooms. No members, no messages.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::permission::{Roles, Who};
use super::shape::{self, Overwrite, kind};

/// A server.
#[derive(Debug)]
pub(super) struct Guild {
    pub owner: UserId,
    roles: Box<[(RoleId, Permissions)]>,
    /// The bot's own roles.
    own: Box<[RoleId]>,
    own_silent_until: Option<DateTime<Utc>>,
    /// Discord can't reach it now.
    pub away: bool,
}

/// A room.
#[derive(Debug)]
pub(super) struct Channel {
    pub guild: GuildId,
    pub name: Box<str>,
    overwrites: Box<[Overwrite]>,
    /// The newest message, as far as it is known.
    pub last: Option<MessageId>,
}

/// All servers and their rooms.
#[derive(Debug, Default)]
pub(super) struct Guilds {
    /// Who the bot is.
    pub own: Option<UserId>,
    pub guilds: HashMap<GuildId, Guild>,
    pub channels: HashMap<ChannelId, Channel>,
}

impl Roles for Guild {
    fn permissions(&self, role: RoleId) -> Permissions {
        let found = self.roles.iter().find(|(id, _)| *id == role);
        found.map_or(Permissions::empty(), |(_, may)| *may)
    }
}

/// Whether a channel can be a room: the bot speaks in it, and it has threads.
pub(super) fn is_room(kind: u8) -> bool {
    matches!(kind, kind::TEXT | kind::ANNOUNCEMENT)
}

/// Whether a channel is a thread.
pub(super) fn is_thread(kind: u8) -> bool {
    kind::THREADS.contains(&kind)
}

impl Guild {
    /// A server as it is told; of its members only the bot itself matters.
    pub(super) fn of(told: &shape::Guild, own: Option<UserId>, before: Option<Self>) -> Self {
        let (own_before, silent_before) =
            before.map(|one| (one.own, one.own_silent_until)).unwrap_or_default();
        let mut guild = Self {
            owner: told.owner_id,
            roles: roles(&told.roles),
            own: own_before,
            own_silent_until: silent_before,
            away: false,
        };
        let is_own = |one: &&shape::Member| one.user.as_ref().map(|user| user.id) == own;
        if let Some(me) = told.members.iter().find(is_own) {
            guild.change_own(me);
        }
        guild
    }

    /// Who owns it and what its roles may do has changed.
    pub(super) fn change(&mut self, told: &shape::Guild) {
        self.owner = told.owner_id;
        self.roles = roles(&told.roles);
    }

    /// A role came, changed or went.
    pub(super) fn change_role(&mut self, id: RoleId, may: Option<Permissions>) {
        let mut all = std::mem::take(&mut self.roles).into_vec();
        all.retain(|(one, _)| *one != id);
        all.extend(may.map(|may| (id, may)));
        self.roles = all.into();
    }

    /// The bot's own roles changed, or it may only read for a while.
    pub(super) fn change_own(&mut self, me: &shape::Member) {
        self.own = me.roles.clone().into();
        self.own_silent_until = me.communication_disabled_until;
    }
}

fn roles(told: &[shape::Role]) -> Box<[(RoleId, Permissions)]> {
    told.iter().map(|role| (role.id, role.permissions)).collect()
}

/// The role that everybody has: its id is the server's.
fn everyone(guild: GuildId) -> RoleId {
    RoleId::new(guild.get())
}

impl Guilds {
    /// A room as it is told; `None` where it can't be one.
    pub(super) fn put(&mut self, told: &shape::Channel, guild: GuildId) -> bool {
        if !is_room(told.kind) {
            return self.channels.remove(&told.id).is_some();
        }
        let before = self.channels.get(&told.id).and_then(|known| known.last);
        let channel = Channel {
            guild,
            name: told.name.clone().unwrap_or_default().into(),
            overwrites: told.permission_overwrites.clone().into(),
            last: told.last_message_id.max(before),
        };
        self.channels.insert(told.id, channel);
        true
    }

    /// What the bot may do in a room, at this moment; nothing where the room isn't known.
    pub(super) fn own_permissions(&self, channel: ChannelId, now: DateTime<Utc>) -> Permissions {
        let found = self.channels.get(&channel);
        let guild = found.and_then(|one| self.guilds.get(&one.guild));
        let (Some(channel), Some(guild), Some(own)) = (found, guild, self.own) else {
            return Permissions::empty();
        };
        let who = Who {
            user: own,
            roles: &guild.own,
            owns: guild.owner == own,
            timed_out: guild.own_silent_until.is_some_and(|until| until > now),
        };
        who.in_channel(everyone(channel.guild), guild, &channel.overwrites)
    }

    /// What somebody with these roles may do in a room.
    pub(super) fn permissions_of(
        &self,
        channel: ChannelId,
        user: UserId,
        roles: &[RoleId],
    ) -> Permissions {
        let found = self.channels.get(&channel);
        let guild = found.and_then(|one| self.guilds.get(&one.guild));
        let (Some(channel), Some(guild)) = (found, guild) else { return Permissions::empty() };
        let who = Who { user, roles, owns: guild.owner == user, timed_out: false };
        who.in_channel(everyone(channel.guild), guild, &channel.overwrites)
    }
}
