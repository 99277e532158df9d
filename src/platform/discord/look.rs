//! What a room is, and what somebody may do in it.

use serenity::http::Route;
use serenity::model::Permissions;

use super::adapter::Discord;
use super::guilds::is_room;
use super::refusal::only_read;
use super::rest::Want;
use super::send::{known, user};
use super::shape::Channel;
use crate::domain::ids::{AccountRef, RoomRef};
use crate::platform::{Refusal, RoomFacts};

/// What is said of a room; one that no server showed is asked for.
pub(super) async fn look(discord: &Discord, room: &RoomRef) -> Result<RoomFacts, Refusal> {
    let channel = known(room)?;
    let now = discord.real.now();
    if let Some(facts) = discord.world.facts(channel, now) {
        return Ok(facts);
    }
    let said = discord.rest.ask(Want::get(Route::Channel { channel_id: channel })).await;
    let said = said.map_err(only_read)?;
    let told: Channel =
        serde_json::from_value(said).map_err(|error| Refusal::Down(error.to_string()))?;
    if !is_room(told.kind) {
        return Err(Refusal::NotAllowed("that is no channel for text".into()));
    }
    discord.world.channel(&told, now);
    let facts = discord.world.facts(channel, now);
    facts.ok_or_else(|| Refusal::NotAllowed("the bot is not in that channel".into()))
}

/// What somebody may do in a room.
pub(super) async fn permissions(
    discord: &Discord,
    room: &RoomRef,
    account: &AccountRef,
) -> Permissions {
    match (known(room), user(account)) {
        (Ok(channel), Ok(user)) => discord.permissions_of(channel, user).await,
        _ => Permissions::empty(),
    }
}
