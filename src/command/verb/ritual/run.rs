//! `ritual start`, `skip`, `pause`, `resume`, `remove`.

use serde_json::json;

use super::checks;
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply};
use crate::command::tokens::quoted;
use crate::command::tree::Which;
use crate::command::verb::times;
use crate::command::verb::undo::can_be_undone;
use crate::domain::clock::iso;
use crate::domain::ritual::RitualState;
use crate::flow::{act, due};

/// Starts a round now. The command's id is its key: the same command starts one round.
pub async fn start(ctx: &mut Ctx<'_>, which: &Which) -> Done {
    let ritual = ctx.ritual(which.ritual.as_deref(), "ritual start").await?;
    checks::method(ctx, &ritual.method)?;
    if ctx.tx.rooms_of(&ritual.circle).await?.is_empty() {
        return Err(ctx.no("start-without-room", &[("name", ritual.name.into())]));
    }
    let open = ctx.tx.open_rounds(&ritual.circle).await?;
    let other = open.into_iter().find(|round| round.ritual == ritual.id);
    let id = ctx.id.clone();
    let round = act::open_by_hand(ctx.house, ctx.tx, &ritual, &id).await?;
    let until = times::at(ctx, round.closes_at, round.zone);
    let args = [("name", round.name.as_str().into()), ("until", until.into())];
    let mut body = ctx.voice.body("ritual-started", &args);
    if let Some(other) = other {
        let close = ctx.voice.typed(&format!("round close --round {}", other.id));
        body = body.and(ctx.say("ritual-open-before", &[("command", close.into())]));
    }
    let data = json!({ "round": round.id.as_str(), "closes_at": iso(round.closes_at) });
    Ok(Reply::quiet("ritual-started", body).with(data).about(&round.id))
}

/// Skips the next time.
pub async fn skip(ctx: &mut Ctx<'_>, which: &Which) -> Done {
    let ritual = ctx.ritual(which.ritual.as_deref(), "ritual skip").await?;
    if ritual.state == RitualState::Paused {
        return Err(resume_first(ctx, &ritual.name));
    }
    let slots = times::next_slots(ctx, &ritual).await?;
    let Some(slot) = slots.first().copied() else {
        return Err(ctx.no("ritual-never-again", &[]));
    };
    checks::method(ctx, &ritual.method)?;
    due::skip(ctx.house, ctx.tx, &ritual, slot).await?;
    let when = times::at(ctx, slot.at, ritual.schedule.zone);
    let args = [("name", ritual.name.as_str().into()), ("when", when.into())];
    let body = ctx.voice.body("ritual-skipped", &args);
    let body = times::echo(ctx, &ritual, body).await?;
    let data = times::data(ctx, &ritual).await?;
    let subject = format!("{} {}", ritual.id, due::slot_key(slot));
    Ok(Reply::quiet("ritual-skipped", body).with(data).about(subject))
}

fn resume_first(ctx: &Ctx<'_>, name: &str) -> crate::command::reply::Trouble {
    let line = format!("ritual resume --ritual {}", quoted(name));
    ctx.no_but("ritual-is-paused-now", &[("name", name.into())], &line)
}

/// Pauses a ritual; an open round of it goes on.
pub async fn pause(ctx: &mut Ctx<'_>, which: &Which) -> Done {
    let mut ritual = ctx.ritual(which.ritual.as_deref(), "ritual pause").await?;
    if ritual.state == RitualState::Paused {
        return Err(resume_first(ctx, &ritual.name));
    }
    ritual.state = RitualState::Paused;
    ctx.tx.save_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    let line = format!("ritual resume --ritual {}", quoted(&ritual.name));
    let args = [("name", ritual.name.as_str().into())];
    let body = ctx.voice.body_with("ritual-paused", &args, &line);
    Ok(Reply::quiet("ritual-paused", body).about(&ritual.id))
}

/// Resumes a ritual from now on: what passed in the pause is not caught up.
pub async fn resume(ctx: &mut Ctx<'_>, which: &Which) -> Done {
    let mut ritual = ctx.ritual(which.ritual.as_deref(), "ritual resume").await?;
    ritual.state = RitualState::Active;
    ctx.tx.save_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    let body = ctx.voice.body("ritual-resumed", &[("name", ritual.name.as_str().into())]);
    let body = times::echo(ctx, &ritual, body).await?;
    let data = times::data(ctx, &ritual).await?;
    Ok(Reply::quiet("ritual-resumed", body).with(data).about(&ritual.id))
}

/// Removes a ritual; its rounds stay, and `undo` brings it back for ten minutes.
pub async fn remove(ctx: &mut Ctx<'_>, which: &Which) -> Done {
    let mut ritual = ctx.ritual(which.ritual.as_deref(), "ritual remove").await?;
    let before = ritual.state;
    ritual.state = RitualState::Removed;
    ctx.tx.save_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    let paused = if before == RitualState::Paused { " paused" } else { "" };
    can_be_undone(ctx, &ritual.community, "remove", &format!("{}{paused}", ritual.id)).await?;
    let args = [("name", ritual.name.as_str().into())];
    let body = ctx.voice.body_with("ritual-removed", &args, "undo");
    Ok(Reply::quiet("ritual-removed", body).about(&ritual.id))
}
