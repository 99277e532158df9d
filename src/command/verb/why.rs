//! `why`: why the bot did, or did not do, something here, in words.

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;

use super::round::astray;
use super::{status, times};
use crate::command::ctx::{Ctx, add_list};
use crate::command::needs::Need;
use crate::command::reply::{Done, Reply, Trouble};
use crate::domain::community::{Community, Room, RoomState};
use crate::domain::ritual::{Ritual, RitualState};
use crate::domain::round::RoundState;
use crate::flow::due::closed_days;
use crate::flow::{erasures, unread};
use crate::store::Deed;

/// How far back it looks.
const BACK: TimeDelta = TimeDelta::days(14);

/// Tells it.
pub async fn why(ctx: &mut Ctx<'_>) -> Done {
    let mut lines = Vec::new();
    match (ctx.room.clone(), ctx.bound.clone()) {
        (Some(_), None) => lines.push(ctx.say("why-not-bound", &[])),
        (_, Some(room)) => lines.extend(of_room(ctx, &room).await?),
        (None, None) => lines.push(ctx.say("why-direct", &[])),
    }
    lines.extend(unread_here(ctx).await?);
    lines.extend(platforms(ctx).await?);
    if let Some(community) = ctx.community.clone() {
        ctx.may(Need::Member).await?;
        lines.extend(of_rituals(ctx, &community).await?);
        lines.extend(own_deeds(ctx, &community).await?);
    }
    let mut body = ctx.voice.body("why", &[]);
    add_list(&mut body, lines.clone());
    Ok(Reply::quiet("why", body).with(json!({ "reasons": lines })))
}

/// What can't be read here, in a bound room or in any other.
async fn unread_here(ctx: &mut Ctx<'_>) -> Result<Vec<String>, Trouble> {
    let Some(room) = ctx.room.clone() else { return Ok(Vec::new()) };
    let Some((since, count)) = unread::since(ctx.tx, &room).await? else { return Ok(Vec::new()) };
    let zone = ctx.community.as_ref().map_or(chrono_tz::Tz::UTC, |community| community.zone);
    let since = times::at(ctx, since, zone);
    let count = i64::try_from(count).map_err(anyhow::Error::from)?;
    Ok(vec![ctx.say("why-unread", &[("count", count.into()), ("since", since.into())])])
}

async fn of_room(ctx: &mut Ctx<'_>, room: &Room) -> Result<Vec<String>, Trouble> {
    let circle = ctx.tx.circle(&room.circle).await?.map(|one| one.name).unwrap_or_default();
    let community = ctx.community.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let args = [("circle", circle.into()), ("community", community.into())];
    let mut lines = vec![ctx.say("why-bound", &args)];
    let moved = ctx.tx.move_of(&room.at).await?.is_some_and(|moved| !moved.followed);
    if moved {
        let line = ctx.voice.typed("circle follow");
        lines.push(format!("{} {line}", ctx.say("why-replaced", &[])));
    } else if room.state == RoomState::Paused {
        lines.push(ctx.say("why-room-paused", &[]));
    }
    if let Some(platform) = ctx.house.platforms.get(&room.at.platform).cloned() {
        let lacks = platform.lacks(&room.at);
        lines.extend(lacks.into_iter().map(|it| ctx.say(&format!("lacks-{}", it.as_str()), &[])));
    }
    for round in ctx.tx.open_rounds(&room.circle).await? {
        for post in ctx.tx.posts_of(&round.id).await? {
            lines.extend(astray(ctx, &post).await?);
        }
    }
    Ok(lines)
}

async fn platforms(ctx: &mut Ctx<'_>) -> Result<Vec<String>, Trouble> {
    let mut lines = Vec::new();
    for platform in ctx.house.platforms.iter().filter(|one| !one.connected()) {
        let name = ctx.say(&format!("platform-{}", platform.name()), &[]);
        lines.push(ctx.say("status-down", &[("platform", name.into())]));
    }
    lines.extend(status::keys(ctx));
    Ok(lines)
}

/// Each ritual: open, paused, a holiday ahead, skipped lately and why, and when it comes next.
async fn of_rituals(ctx: &mut Ctx<'_>, community: &Community) -> Result<Vec<String>, Trouble> {
    let here = ctx.bound.as_ref().map(|room| room.circle.clone());
    let mut lines = Vec::new();
    for ritual in ctx.tx.rituals(&community.id).await? {
        if here.as_ref().is_none_or(|circle| *circle == ritual.circle) {
            lines.extend(of_ritual(ctx, &ritual).await?);
        }
    }
    if lines.is_empty() {
        lines.push(ctx.say("why-no-ritual", &[]));
    }
    Ok(lines)
}

async fn of_ritual(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<Vec<String>, Trouble> {
    let name = ritual.name.as_str();
    let zone = ritual.schedule.zone;
    let mut lines = Vec::new();
    for round in ctx.tx.rounds_of(&ritual.id, 10).await? {
        let when = times::at(ctx, round.due_at, zone);
        let until = times::at(ctx, round.closes_at, zone);
        let args = [("name", name.into()), ("when", when.into()), ("until", until.into())];
        match round.state {
            RoundState::Open => lines.push(ctx.say("status-open", &args)),
            RoundState::Skipped if round.due_at > ctx.now() - BACK => {
                let by = by_whom(ctx, ritual, &round.key).await?;
                lines.push(match by {
                    Some(by) => {
                        let by = [("by", by.into())];
                        ctx.say("why-skipped-by", &[args.as_slice(), &by].concat())
                    }
                    None => ctx.say("why-skipped-late", &args),
                });
            }
            RoundState::Skipped | RoundState::Closed => {}
        }
    }
    if ritual.state == RitualState::Paused {
        lines.push(ctx.say("why-ritual-paused", &[("name", name.into())]));
        return Ok(lines);
    }
    lines.extend(holiday(ctx, ritual).await?);
    if let Some(slot) = times::next_slots(ctx, ritual).await?.first() {
        let when = times::at(ctx, slot.at, zone);
        lines.push(ctx.say("why-next", &[("name", name.into()), ("when", when.into())]));
    }
    Ok(lines)
}

/// Who skipped a slot by hand; nobody when it passed while the bot was down.
async fn by_whom(
    ctx: &mut Ctx<'_>,
    ritual: &Ritual,
    slot: &str,
) -> Result<Option<String>, Trouble> {
    let subject = format!("{} {slot}", ritual.id);
    let deeds = ctx.tx.deeds(&ritual.community, 500).await?;
    let Some(deed) = deeds.into_iter().find(|deed| deed.subject == subject) else {
        return Ok(None);
    };
    if deed.actor == erasures::UNNAMED {
        return Ok(Some(ctx.say("somebody-forgotten", &[])));
    }
    let Ok(account) = deed.actor.parse() else { return Ok(Some(deed.actor)) };
    let known = ctx.tx.account(&account).await?;
    Ok(Some(known.map_or(deed.actor, |known| known.name)))
}

/// A time that falls on a day without rituals, before the next that is held.
async fn holiday(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<Option<String>, Trouble> {
    let closed: Vec<NaiveDate> = closed_days(ctx.tx, ritual).await?;
    let Some(slot) = ritual.schedule.upcoming(ctx.now(), 1, &|_| false).into_iter().next() else {
        return Ok(None);
    };
    if !closed.contains(&slot.local.date()) {
        return Ok(None);
    }
    let day = ctx.voice.words.day(&ctx.voice.language, slot.local.date());
    Ok(Some(ctx.say("why-holiday", &[("name", ritual.name.as_str().into()), ("day", day.into())])))
}

/// The last thing this person did here, so that they see it was heard.
async fn own_deeds(ctx: &mut Ctx<'_>, community: &Community) -> Result<Vec<String>, Trouble> {
    let own = ctx.account.at.to_string();
    let deeds = ctx.tx.deeds(&community.id, 200).await?;
    // What was done on the page was seen there.
    let own = |deed: &Deed| deed.actor == own && !deed.deed.starts_with("page ");
    let Some(last) = deeds.into_iter().find(own) else {
        return Ok(Vec::new());
    };
    let when = times::at(ctx, last.at, community.zone);
    let args = [("command", last.deed.into()), ("when", when.into())];
    Ok(vec![ctx.say("why-last-command", &args)])
}
