//! `ritual preview`: the prompt as it will look.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use super::checks;
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::Preview;
use crate::command::verb::times;
use crate::domain::body::{Block, Body};
use crate::domain::community::Room;
use crate::domain::ids::{CircleId, RitualId, RoundId};
use crate::domain::ritual::Ritual;
use crate::domain::round::{Curation, Round, RoundState};
use crate::flow::facts;
use crate::flow::methods::Method;
use crate::ritual::round::{Want, What};
use crate::ritual::script::hash;
use crate::ritual::telling;
use crate::store::KeptScript;

/// Shows a ritual's next prompt, or a method's, without posting it.
pub async fn preview(ctx: &mut Ctx<'_>, args: &Preview) -> Done {
    let (mut round, method, open_for) = match &args.method {
        Some(name) => {
            let method = checks::method(ctx, name)?;
            let mut round = blank(ctx).await?;
            round.circle = ctx.circle(None).await?.id;
            round.name = method.script.title.in_language(&ctx.voice.language).to_owned();
            (round, method, None)
        }
        None => {
            let ritual = ctx.ritual(args.ritual.as_deref(), "ritual preview").await?;
            let (round, method) = next_of(ctx, &ritual).await?;
            (round, method, ritual.open_for)
        }
    };
    if let Some(ask) = checks::question(ctx, &method, args.ask.as_deref())? {
        round.question = Some(ask);
    }
    let prompt = prompt(ctx, &mut round, &method, open_for).await?;
    let name = round.name.as_str();
    let mut body = ctx.voice.body("ritual-preview", &[("name", name.into())]);
    body.blocks.extend(prompt.blocks);
    Ok(Reply::private("ritual-preview", body).with(json!({ "name": name })))
}

/// The next prompt of a ritual, as it will look.
///
/// # Errors
/// When the database fails, or its method is not there.
pub async fn of_ritual(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<Body, Trouble> {
    let (mut round, method) = next_of(ctx, ritual).await?;
    prompt(ctx, &mut round, &method, ritual.open_for).await
}

/// The next round of a ritual, which is not there yet, and its method.
async fn next_of(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<(Round, Method), Trouble> {
    let next = times::next_slots(ctx, ritual).await?.first().map(|slot| slot.at);
    let round = Round {
        due_at: next.unwrap_or(ctx.now()),
        circle: ritual.circle.clone(),
        name: ritual.name.clone(),
        question: ritual.question.clone(),
        zone: ritual.schedule.zone,
        ..blank(ctx).await?
    };
    Ok((round, checks::method(ctx, &ritual.method)?))
}

/// A round that opens now and is nobody's.
async fn blank(ctx: &mut Ctx<'_>) -> Result<Round, Trouble> {
    let community = ctx.community().await?;
    let now = ctx.now();
    Ok(Round {
        id: RoundId::from("preview"),
        ritual: RitualId::from("preview"),
        community: community.id.clone(),
        circle: CircleId::from(""),
        key: "preview".into(),
        name: String::new(),
        method: String::new(),
        script: String::new(),
        question: None,
        zone: community.zone,
        due_at: now,
        opened_at: Some(now),
        closes_at: now,
        closed_at: None,
        state: RoundState::Open,
        step: 0,
        closings: 0,
        seed: 0,
        moods: None,
        topics: Vec::new(),
        note: None,
        curation: Curation::Inbox,
    })
}

/// The prompt as it would stand in this room, or in the circle's first; without any, its words.
async fn prompt(
    ctx: &mut Ctx<'_>,
    round: &mut Round,
    method: &Method,
    open_for: Option<Duration>,
) -> Result<Body, Trouble> {
    let first = method.script.steps.first().map(|step| step.open_for);
    let window = open_for.or(first).unwrap_or_default();
    round.closes_at = round.due_at + TimeDelta::from_std(window).unwrap_or_default();
    round.method.clone_from(&method.script.name);
    round.script = hash(&method.source);
    let rooms = ctx.tx.rooms_of(&round.circle).await?;
    let here = |room: &&Room| Some(&room.at) == ctx.room.as_ref();
    let Some(room) = rooms.iter().find(here).or(rooms.first()).cloned() else {
        return Ok(bare(ctx, round, method));
    };
    let kept = KeptScript {
        hash: round.script.clone(),
        name: round.method.clone(),
        source: method.source.clone(),
    };
    ctx.tx.keep_script(&kept).await?;
    let facts = facts::load(ctx.house, ctx.tx, round).await?;
    let what = What::Prompt { step: 0, open: true };
    let want = Want { room: room.at, what, begin: true, fresh: false };
    let told = telling::tell(&ctx.house.words, round, &facts, &want);
    Ok(told.unwrap_or_else(|| bare(ctx, round, method)))
}

fn bare(ctx: &Ctx<'_>, round: &Round, method: &Method) -> Body {
    let language = &ctx.voice.language;
    let mut body = Body::default();
    body.blocks.push(Block::Quote(telling::question(round, &method.script, 0, language)));
    let hint = method.script.steps.first().and_then(|step| step.hint.as_ref());
    match hint {
        Some(hint) => body.and(hint.in_language(language)),
        None => body,
    }
}
