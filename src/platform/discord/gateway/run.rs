//! What is asked before the first connection, and all shards together.

use std::time::Duration;

use anyhow::{Context as _, bail};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use serenity::http::Route;
use serenity::model::gateway::GatewayIntents;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::super::NAME;
use super::super::adapter::Discord;
use super::super::identity::Said;
use super::super::refusal::Fault;
use super::super::rest::{Rest, Want};
use super::budget::{Budget, Limits};
use super::closing::TOKEN;
use super::frame::Shard;
use super::session::{Session, Terms};
use super::shard::{Runner, Shared};
use crate::platform::{Inbox, Refusal};

/// Between two tries while Discord is away.
const SOON: Duration = Duration::from_millis(500);
const LATE: Duration = Duration::from_secs(10);

/// What Discord says before the first connection.
struct Gateway {
    url: String,
    shards: u32,
    limits: Limits,
}

/// Connects and stays connected until `stop`.
pub(in super::super) async fn run(
    discord: &Discord,
    inbox: &Inbox,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let refused = &discord.rest.refused;
    tokio::select! {
        biased;
        ended = Box::pin(connect(discord, inbox, stop)) => match ended {
            Err(_) if refused.is_cancelled() => bail!("{TOKEN}"),
            other => other,
        },
        () = refused.cancelled() => bail!("{TOKEN}"),
    }
}

async fn connect(discord: &Discord, inbox: &Inbox, stop: &CancellationToken) -> anyhow::Result<()> {
    let Some(gateway) = reached(discord, stop).await? else { return Ok(()) };
    let path = discord.settings.dir.join("identifies.json");
    let budget = Budget::open(path, discord.real.clone(), gateway.limits);
    discord.links.begin(gateway.shards);
    let shared = Shared { discord, budget: &budget, inbox, stop, base: gateway.url };
    let terms = |shard| Terms {
        token: discord.settings.token.expose_secret().to_owned(),
        intents: intents(discord.hears()).bits(),
        shard,
    };
    let shards = (0..gateway.shards).map(|number| {
        let shard = Shard { number, of: gateway.shards };
        Box::pin(Runner::new(&shared, shard, Session::new(terms(shard))).go())
    });
    futures_util::future::try_join_all(shards).await?;
    Ok(())
}

/// What the bot listens to, and no more.
pub(in super::super) fn intents(hears: bool) -> GatewayIntents {
    let always =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if hears { always | GatewayIntents::MESSAGE_CONTENT } else { always }
}

/// Asks until Discord answers; nothing at the stop.
async fn reached(discord: &Discord, stop: &CancellationToken) -> anyhow::Result<Option<Gateway>> {
    let mut pause = SOON;
    loop {
        let asked = tokio::select! {
            () = stop.cancelled() => return Ok(None),
            asked = Box::pin(ask(discord)) => asked,
        };
        let refusal = match asked {
            Ok(gateway) => return gateway.map(Some),
            Err(refusal) => refusal,
        };
        tracing::warn!(platform = NAME, why = %refusal, "Discord can't be reached yet");
        let wait = match refusal {
            Refusal::Later(asked) => asked.max(pause),
            _ => pause,
        };
        if timeout(wait, stop.cancelled()).await.is_ok() {
            return Ok(None);
        }
        pause = (pause * 2).min(LATE);
    }
}

/// Who the bot is and where the gateway is. The gateway's address is only Discord's to say: it is
/// never guessed.
async fn ask(discord: &Discord) -> Result<anyhow::Result<Gateway>, Refusal> {
    let application = Said::ask(&discord.rest).await?;
    let may_hear = application.may_hear.unwrap_or(true);
    discord.learns(|known| {
        known.application = application.id.or(known.application);
        known.hears = discord.settings.message_content.unwrap_or(may_hear);
    });
    Ok(gateway(&whereabouts(&discord.rest).await?))
}

/// What Discord says of its gateway. What stands in its place may only say where it is.
///
/// # Errors
/// When Discord does not answer, or refuses.
pub(in super::super) async fn whereabouts(rest: &Rest) -> Result<Value, Fault> {
    match rest.ask(Want::get(Route::GatewayBot)).await {
        Err(fault) if fault.is_nowhere() => rest.ask(Want::get(Route::Gateway)).await,
        other => other,
    }
}

fn gateway(said: &Value) -> anyhow::Result<Gateway> {
    let number = |value: &Value| value.as_u64();
    let small = |value: &Value| number(value).and_then(|one| u32::try_from(one).ok());
    let limit = &said["session_start_limit"];
    let count = |value: &Value| number(value).and_then(|one| usize::try_from(one).ok());
    let default = Limits::default();
    Ok(Gateway {
        url: said["url"].as_str().context("Discord does not say where its gateway is")?.to_owned(),
        shards: small(&said["shards"]).unwrap_or(1).max(1),
        limits: Limits {
            total: count(&limit["total"]).unwrap_or(default.total),
            remaining: count(&limit["remaining"]).unwrap_or(default.remaining),
            reset_after: number(&limit["reset_after"])
                .map_or(Duration::ZERO, Duration::from_millis),
            kinds: small(&limit["max_concurrency"]).unwrap_or(1).max(1),
        },
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn intents_are_as_few_as_can_be() {
        let few = intents(false);
        assert_eq!(few.bits(), 1 | 1 << 9 | 1 << 12);
        assert!(!few.is_privileged());
        assert_eq!((intents(true) - few).bits(), 1 << 15);
    }

    #[test]
    fn the_gateway_is_where_discord_says_and_nowhere_else() {
        let said = json!({"url": "wss://gateway.discord.gg", "shards": 3, "session_start_limit":
            {"total": 1000, "remaining": 7, "reset_after": 5000, "max_concurrency": 16}});
        let gateway = gateway(&said).unwrap();
        assert_eq!((gateway.url.as_str(), gateway.shards), ("wss://gateway.discord.gg", 3));
        assert_eq!((gateway.limits.remaining, gateway.limits.kinds), (7, 16));
        assert!(super::gateway(&json!({"message": "?"})).is_err());
    }
}
