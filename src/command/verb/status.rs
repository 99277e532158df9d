//! `status`: the next rituals, how late anything is, and whether all is well.

use chrono::TimeDelta;
use serde_json::json;

use super::times;
use crate::command::ctx::{Ctx, add_list};
use crate::command::needs::Need;
use crate::command::reply::{Done, Reply, Trouble};
use crate::domain::body::{Block, Body, Span};
use crate::domain::clock::{Instant, iso};
use crate::domain::community::Community;
use crate::domain::ritual::RitualState;
use crate::domain::schedule::Slot;
use crate::store;

/// How many of the next rituals are shown.
const SHOWN: usize = 5;
/// Less than this is on time.
const LATE: TimeDelta = TimeDelta::minutes(1);
/// For this long it is told that the database was in trouble.
const RECENT: TimeDelta = TimeDelta::days(1);

/// Shows it.
pub async fn status(ctx: &mut Ctx<'_>) -> Done {
    let mut body = Body::default();
    let mut data = json!({ "store": "ok" });
    data["next"] = json!([]);
    let communities = communities(ctx).await?;
    for community in &communities {
        body = upcoming(ctx, community, body, &mut data).await?;
    }
    if !communities.is_empty() {
        body = open(ctx, body).await?;
    }
    body.blocks.push(Block::Heading(ctx.say("status-health", &[])));
    let lines = health(ctx, &mut data).await?;
    add_list(&mut body, lines);
    Ok(Reply::quiet("status", body).with(data))
}

/// The community it is about; where none is named in private, all of the person's.
async fn communities(ctx: &mut Ctx<'_>) -> Result<Vec<Community>, Trouble> {
    match ctx.community.clone() {
        Some(one) => {
            ctx.may(Need::Member).await?;
            Ok(vec![one])
        }
        None if ctx.alone => Ok(ctx.tx.communities_of(&ctx.account.person).await?),
        None => Ok(Vec::new()),
    }
}

/// The next times of all rituals of a community, the soonest first.
async fn upcoming(
    ctx: &mut Ctx<'_>,
    community: &Community,
    mut body: Body,
    data: &mut serde_json::Value,
) -> Result<Body, Trouble> {
    let mut next: Vec<(Slot, String, chrono_tz::Tz)> = Vec::new();
    for ritual in ctx.tx.rituals(&community.id).await? {
        if ritual.state == RitualState::Active {
            let slots = times::next_slots(ctx, &ritual).await?;
            next.extend(
                slots.into_iter().map(|slot| (slot, ritual.name.clone(), ritual.schedule.zone)),
            );
        }
    }
    next.sort_by_key(|(slot, ..)| slot.at);
    next.truncate(SHOWN);
    let key = if next.is_empty() { "status-nothing-next" } else { "status-next" };
    body.blocks
        .push(Block::Heading(ctx.say(key, &[("community", community.name.as_str().into())])));
    let entry = |(slot, name, zone): &(Slot, String, chrono_tz::Tz)| {
        vec![Span::Plain(format!("{name} – ")), times::moment(ctx, slot.at, *zone)]
    };
    if !next.is_empty() {
        body.blocks.push(Block::List(next.iter().map(entry).collect()));
    }
    if let Some(told) = data["next"].as_array_mut() {
        told.extend(
            next.iter().map(|(slot, name, _)| json!({ "ritual": name, "at": iso(slot.at) })),
        );
    }
    Ok(body)
}

/// The rounds that are open here.
async fn open(ctx: &mut Ctx<'_>, mut body: Body) -> Result<Body, Trouble> {
    for round in ctx.rounds_here().await? {
        let until = times::at(ctx, round.closes_at, round.zone);
        let args = [("name", round.name.as_str().into()), ("until", until.into())];
        body = body.and(ctx.say("status-open", &args));
    }
    Ok(body)
}

/// The platforms, what waits to go out, and how late the clockwork is.
async fn health(ctx: &mut Ctx<'_>, data: &mut serde_json::Value) -> Result<Vec<String>, Trouble> {
    let mut lines = store(ctx, data);
    let waiting = ctx.tx.pending().await?;
    for platform in ctx.house.platforms.iter() {
        let name = ctx.say(&format!("platform-{}", platform.name()), &[]);
        let (key, word) = match platform.connected() {
            true => ("status-connected", "connected"),
            false => ("status-down", "down"),
        };
        lines.push(ctx.say(key, &[("platform", name.into())]));
        data[platform.name().as_str()] = json!(word);
    }
    lines.extend(keys(ctx));
    for (platform, count) in waiting.into_iter().filter(|(_, count)| *count > 0) {
        let name = ctx.say(&format!("platform-{platform}"), &[]);
        lines
            .push(ctx.say("status-waiting", &[("platform", name.into()), ("count", count.into())]));
    }
    let now = ctx.now();
    let due = ctx.tx.due_timers(now, 1).await?.into_iter().next();
    lines.push(lateness(ctx, due.map(|timer| timer.due_at)));
    Ok(lines)
}

/// What is not well with the bot's own keys.
pub(super) fn keys(ctx: &Ctx<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for platform in ctx.house.platforms.iter() {
        let Some(keys) = platform.keys() else { continue };
        let name = ctx.say(&format!("platform-{}", platform.name()), &[]);
        let args = [("platform", name.into())];
        if let Some(fault) = keys.fault {
            lines.push(ctx.say(&format!("keys-{}", fault.as_str()), &args));
            continue;
        }
        if !keys.verified {
            lines.push(ctx.say("keys-unverified", &args));
        }
        if !keys.backed_up {
            lines.push(ctx.say("keys-not-backed-up", &args));
        }
    }
    lines
}

/// How the database is, and how long it was not well of late.
fn store(ctx: &Ctx<'_>, data: &mut serde_json::Value) -> Vec<String> {
    let wellbeing = &ctx.house.wellbeing;
    let why = |trouble: store::Trouble| ctx.say(&format!("trouble-{}", trouble.as_str()), &[]);
    if let Some(standing) = wellbeing.standing() {
        data["store"] = json!("down");
        let args = [("why", why(standing.trouble).into()), ("since", iso(standing.since).into())];
        return vec![ctx.say("trouble-since", &args)];
    }
    let mut lines = vec![ctx.say("status-store-ok", &[])];
    let recent = ctx.house.real.now() - RECENT;
    if let Some(past) = wellbeing.past().filter(|past| past.until > recent) {
        let lasted = (past.until - past.from).to_std().unwrap_or_default();
        let lasted = ctx.voice.words.span(&ctx.voice.language, lasted);
        let args = [("why", why(past.trouble).into()), ("lasted", lasted.into())];
        lines.push(ctx.say("status-store-was", &args));
    }
    lines
}

fn lateness(ctx: &Ctx<'_>, due: Option<Instant>) -> String {
    let late = due.map(|due| ctx.now() - due).filter(|late| *late > LATE);
    match late.and_then(|late| late.to_std().ok()) {
        Some(late) => {
            let late = ctx.voice.words.span(&ctx.voice.language, late);
            ctx.say("status-late", &[("late", late.into())])
        }
        None => ctx.say("status-on-time", &[]),
    }
}
