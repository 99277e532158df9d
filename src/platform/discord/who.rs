//! Who is on which server, and what they may do there: asked when it matters, remembered for a
//! minute. Discord tells no bot of its members unless it reads them all.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serenity::http::Route;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};
use tokio::time::Instant;

use super::adapter::Discord;
use super::refusal::code;
use super::rest::Want;
use super::shape::Member;

/// So long an answer counts.
const FRESH: Duration = Duration::from_secs(60);

/// So many answers are remembered.
const MANY: usize = 1_000;

/// The roles of people on servers; none where they are not there.
#[derive(Debug, Default)]
pub(super) struct People(Mutex<HashMap<(GuildId, UserId), Seen>>);

#[derive(Debug, Clone)]
struct Seen {
    at: Instant,
    roles: Option<Vec<RoleId>>,
}

impl People {
    fn fresh(&self, key: (GuildId, UserId), now: Instant) -> Option<Seen> {
        self.all().get(&key).filter(|seen| now - seen.at < FRESH).cloned()
    }

    fn keep(&self, key: (GuildId, UserId), seen: Seen) {
        let mut all = self.all();
        if all.len() >= MANY {
            all.retain(|_, one| seen.at - one.at < FRESH);
        }
        if all.len() < MANY {
            all.insert(key, seen);
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<(GuildId, UserId), Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Discord {
    /// What somebody may do in a room; nothing where they are not there, or it can't be told now.
    pub(super) async fn permissions_of(&self, room: ChannelId, user: UserId) -> Permissions {
        let Some(guild) = self.world.guild_of(room) else { return Permissions::empty() };
        match self.roles_of(guild, user).await {
            Some(roles) => self.world.permissions_of(room, user, &roles),
            None => Permissions::empty(),
        }
    }

    async fn roles_of(&self, guild: GuildId, user: UserId) -> Option<Vec<RoleId>> {
        let key = (guild, user);
        if let Some(seen) = self.people.fresh(key, Instant::now()) {
            return seen.roles;
        }
        let route = Route::GuildMember { guild_id: guild, user_id: user };
        let roles = match self.rest.ask(Want::get(route)).await {
            Ok(said) => serde_json::from_value::<Member>(said).ok().map(|member| member.roles),
            Err(fault) if matches!(fault.code, code::NO_MEMBER | code::NO_USER) => None,
            // Not known is not remembered.
            Err(_) => return None,
        };
        self.people.keep(key, Seen { at: Instant::now(), roles: roles.clone() });
        roles
    }
}
