//! Registers the commands where they are wanted: everywhere, or in the servers that the operator
//! names. Asked once a process, and sent only where Discord has something else; the log says which.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ApplicationId, GuildId};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::NAME;
use super::adapter::Discord;
use super::refusal::{Fault, code};
use super::register::wanted;
use super::registered::changes;
use super::rest::Want;
use crate::platform::Refusal;

/// Before it is tried again, at first and at last.
const SOON: Duration = Duration::from_secs(15);
const LATE: Duration = Duration::from_secs(3_600);

/// When commands are to be registered.
#[derive(Debug, Default)]
pub(super) struct Registration {
    due: Notify,
}

impl Registration {
    /// The bot is connected, or came to a server.
    pub(super) fn due(&self) {
        self.due.notify_one();
    }
}

/// Where commands are registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Everywhere,
    Server(GuildId),
}

/// Registers whenever it is due, until the process ends.
pub(super) async fn run(discord: &Discord) {
    let mut done = BTreeSet::new();
    let mut pause = None;
    loop {
        let due = discord.registration.due.notified();
        match pause {
            None => due.await,
            Some(pause) => drop(timeout(pause, due).await),
        }
        let all = Box::pin(all(discord, &mut done)).await;
        pause = if all { None } else { Some(pause.map_or(SOON, |pause| (pause * 4).min(LATE))) };
    }
}

/// Whether every place is as it should be now.
async fn all(discord: &Discord, done: &mut BTreeSet<Place>) -> bool {
    let Some(application) = discord.identity.known().application else { return false };
    let mut well = true;
    for place in
        places(discord).into_iter().filter(|place| !done.contains(place)).collect::<Vec<_>>()
    {
        match Box::pin(register(discord, application, place)).await {
            Ok(()) => drop(done.insert(place)),
            Err(fault) => {
                well = false;
                complain(place, &fault);
            }
        }
    }
    well
}

fn places(discord: &Discord) -> Vec<Place> {
    let servers = discord.settings.command_servers.iter().flatten();
    let servers = servers.filter(|id| **id > 0).map(|id| Place::Server(GuildId::new(*id)));
    std::iter::once(Place::Everywhere).chain(servers).collect()
}

async fn register(
    discord: &Discord,
    application: ApplicationId,
    place: Place,
) -> Result<(), Fault> {
    let wanted = what(discord, place);
    let route = || match place {
        Place::Everywhere => Route::Commands { application_id: application },
        Place::Server(id) => Route::GuildCommands { application_id: application, guild_id: id },
    };
    let has = match discord.rest.ask(Want::get(route()).with("with_localizations", true)).await {
        // What stands in Discord's place may only take commands, and not list them.
        Err(fault) if fault.is_nowhere() => Vec::new(),
        has => has?.as_array().cloned().unwrap_or_default(),
    };
    let changes = changes(&has, &wanted);
    let place = place.name();
    if changes.none() {
        tracing::info!(platform = NAME, place, commands = has.len(), "the commands are registered");
        return Ok(());
    }
    discord.rest.ask(Want::put(route(), &Value::Array(wanted))).await?;
    let (new, changed, gone) = (changes.new, changes.changed, changes.gone);
    tracing::info!(platform = NAME, place, ?new, ?changed, ?gone, "the commands were registered");
    Ok(())
}

/// What is to stand in a place: where servers are named, nothing stands everywhere.
fn what(discord: &Discord, place: Place) -> Vec<Value> {
    let Some(clerk) = discord.exchanges.clerk() else { return Vec::new() };
    let everywhere = place == Place::Everywhere;
    if everywhere && discord.settings.command_servers.is_some() {
        return Vec::new();
    }
    wanted(&clerk.commands(), &clerk.menus(), everywhere)
}

fn complain(place: Place, fault: &Fault) {
    let (place, why) = (place.name(), &fault.refusal);
    match (fault.code, why) {
        (code::TOO_MANY_COMMANDS, _) => tracing::warn!(
            platform = NAME, place, %why,
            "Discord takes no more new commands today; they are registered tomorrow"
        ),
        (_, Refusal::NotAllowed(_)) => tracing::warn!(
            platform = NAME, place, %why,
            "the commands can't be registered there: let the bot in again by the link that \
             `samovar check` prints"
        ),
        _ => tracing::warn!(platform = NAME, place, %why, "the commands are not registered yet"),
    }
}

impl Place {
    fn name(self) -> String {
        match self {
            Self::Everywhere => "everywhere".to_owned(),
            Self::Server(id) => format!("server {id}"),
        }
    }
}
