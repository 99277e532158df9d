//! Discord asked beside the process that serves: for `check`, and for what `exec` has to know of a
//! room. It opens no session.

use serde_json::Value;
use serenity::http::Route;
use serenity::model::Permissions;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, UserId};

use super::adapter::abilities;
use super::gateway;
use super::guilds::is_room;
use super::identity::{Identity, Said};
use super::permission::{WANTED, lacks};
use super::refusal::{Fault, code, only_read};
use super::rest::{Rest, Want};
use super::send::known;
use super::settings::Settings;
use super::shape::{self, Channel};
use super::world::World;
use crate::domain::clock::Instant;
use crate::domain::ids::RoomRef;
use crate::platform::{Abilities, Lack, Refusal, RoomFacts};

/// Discord, asked by hand.
pub struct Beside {
    rest: Rest,
    settings: Settings,
    identity: Identity,
}

/// What Discord says of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its name.
    pub name: String,
    /// Whether it may read what members write in rooms.
    pub may_hear: bool,
    /// How often it may still connect anew today.
    pub sessions_left: u64,
    /// The address at which somebody who manages a server lets the bot in, with what it needs.
    pub invite: String,
    id: ApplicationId,
    bot: UserId,
}

/// What Discord says of a bound room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What people call it.
    pub label: String,
    /// What people call its server.
    pub server: String,
    /// What the bot lacks there.
    pub lacks: Vec<Lack>,
    /// Whether members of that server see the bot's commands.
    pub commands: bool,
}

impl Beside {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// When the authority that is to be trusted can't be read.
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        let identity = Identity::open(settings.dir.join("application.json"));
        Ok(Self { rest: Rest::new(&settings)?, settings, identity })
    }

    /// What the adapter can do, as far as it is known.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        abilities(self.settings.message_content.unwrap_or(self.identity.known().hears))
    }

    /// Whether Discord takes the token, and what it says of the application.
    ///
    /// # Errors
    /// When it doesn't, or is away.
    pub async fn application(&self) -> Result<Application, Refusal> {
        let said = Said::ask(&self.rest).await.map_err(only_read).map_err(denied)?;
        let me = self.get(Route::UserMe).await?;
        let gateway = gateway::whereabouts(&self.rest).await.map_err(only_read)?;
        let unclear = || Refusal::Down("Discord's answer does not read".into());
        let bot: UserId = read(&me["id"]).ok_or_else(unclear)?;
        let id = said.id.unwrap_or(ApplicationId::new(bot.get()));
        let left = &gateway["session_start_limit"]["remaining"];
        Ok(Application {
            name: said.name.unwrap_or_default(),
            may_hear: said.may_hear.unwrap_or(true),
            sessions_left: left.as_u64().unwrap_or(1),
            invite: invite(id),
            id,
            bot,
        })
    }

    /// What Discord says of a room, and what the bot lacks there.
    ///
    /// # Errors
    /// When the bot is not let in there, or Discord is away.
    pub async fn seen(
        &self,
        application: &Application,
        room: &RoomRef,
        now: Instant,
    ) -> Result<Seen, Refusal> {
        let found = self.find(application.bot, known(room)?).await?;
        let may = found.world.may(found.channel, now);
        let hears = self.settings.message_content.unwrap_or(application.may_hear);
        let commands =
            Route::GuildCommands { application_id: application.id, guild_id: found.guild };
        let commands = match self.rest.ask(Want::get(commands)).await {
            Ok(_) => true,
            Err(fault) if fault.code == code::NO_ACCESS => false,
            Err(fault) => return Err(only_read(fault).into()),
        };
        let facts = found.world.facts(found.channel, now);
        let label = facts.map(|facts| facts.label).unwrap_or_default();
        Ok(Seen { label, server: found.server, lacks: lacks(may, hears), commands })
    }

    /// What a room is.
    ///
    /// # Errors
    /// When the bot is not let in there, or Discord is away.
    pub async fn look(&self, room: &RoomRef, now: Instant) -> Result<RoomFacts, Refusal> {
        let bot = match self.identity.known().bot {
            Some(bot) => bot,
            None => self.application().await?.bot,
        };
        let found = self.find(bot, known(room)?).await?;
        let facts = found.world.facts(found.channel, now);
        facts.ok_or_else(|| Refusal::NotAllowed("that is no channel for text".into()))
    }

    /// A channel with its server's roles and the bot's own, as the gateway would show them.
    async fn find(&self, bot: UserId, channel: ChannelId) -> Result<Found, Refusal> {
        let not_there = || Refusal::NotAllowed("that is no channel of a server".into());
        let told = self.get(Route::Channel { channel_id: channel }).await?;
        let told: Channel = serde_json::from_value(told).map_err(|_| not_there())?;
        let guild = told.guild_id.filter(|_| is_room(told.kind)).ok_or_else(not_there)?;
        let server = self.get(Route::Guild { guild_id: guild }).await?;
        let me = self.get(Route::GuildMember { guild_id: guild, user_id: bot }).await?;
        let name = server["name"].as_str().unwrap_or_default().to_owned();
        let mut shown: shape::Guild =
            serde_json::from_value(server).map_err(|error| Refusal::Down(error.to_string()))?;
        shown.channels = vec![told];
        shown.members = serde_json::from_value(me).into_iter().collect();
        let world = World::default();
        world.know(bot);
        world.guild(&shown, Instant::UNIX_EPOCH);
        Ok(Found { world, channel, guild, server: name })
    }

    async fn get(&self, route: Route<'_>) -> Result<Value, Refusal> {
        Ok(self.rest.ask(Want::get(route)).await.map_err(only_read).map_err(denied)?)
    }
}

struct Found {
    world: World,
    channel: ChannelId,
    guild: GuildId,
    server: String,
}

/// A token that is not taken will not be.
fn denied(fault: Fault) -> Fault {
    match fault.refusal {
        Refusal::Down(why) if why.starts_with("401") => {
            Fault { code: fault.code, refusal: Refusal::Never(why) }
        }
        _ => fault,
    }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// The address at which the bot is let in, with its commands and what it needs.
fn invite(id: ApplicationId) -> String {
    let permissions = Permissions::bits(&WANTED);
    format!(
        "https://discord.com/oauth2/authorize?client_id={id}&scope=bot+applications.commands\
         &permissions={permissions}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invite_asks_for_what_is_needed_and_no_more() {
        let address = invite(ApplicationId::new(5));
        assert!(address.contains("client_id=5&scope=bot+applications.commands&permissions="));
        let number: u64 = address.rsplit_once('=').unwrap().1.parse().unwrap();
        let asked = Permissions::from_bits(number).unwrap();
        assert!(lacks(asked, true).is_empty());
        for one in asked.iter() {
            assert!(!lacks(asked - one, true).is_empty(), "{one:?} is asked for in vain");
        }
    }
}
