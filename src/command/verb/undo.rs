//! `undo`: takes back the last close or removal of the past ten minutes.

use chrono::TimeDelta;

use crate::command::ctx::Ctx;
use crate::command::needs::Need;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::verb::times;
use crate::domain::ids::{CommunityId, RitualId, RoundId};
use crate::domain::ritual::RitualState;
use crate::flow::{act, due};
use crate::store::Undo;

use super::ritual::is_free;

const WHILE: TimeDelta = TimeDelta::minutes(10);

/// Notes that something can be taken back for ten minutes.
///
/// # Errors
/// When the database fails.
pub async fn can_be_undone(
    ctx: &mut Ctx<'_>,
    community: &CommunityId,
    kind: &str,
    subject: &str,
) -> Result<(), Trouble> {
    // Two deeds of one instant are taken back in their order.
    let now = ctx.now();
    let newest = ctx.tx.undos_since(community, now).await?.into_iter().next();
    let after = newest.map(|undo| undo.done_at + TimeDelta::milliseconds(1));
    let undo = Undo {
        id: ctx.fresh_id(),
        community: community.clone(),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        done_at: after.unwrap_or(now),
    };
    Ok(ctx.tx.add_undo(&undo).await?)
}

/// Takes back the newest deed that can be.
pub async fn undo(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let since = ctx.now() - WHILE;
    let Some(last) = ctx.tx.undos_since(&community.id, since).await?.into_iter().next() else {
        ctx.may(Need::Convenor).await?;
        return Err(ctx.no("nothing-to-undo", &[]));
    };
    match last.kind.as_str() {
        "close" => may_reopen(ctx, &RoundId::from(last.subject.as_str())).await?,
        _ => ctx.may(Need::Convenor).await?,
    }
    ctx.tx.remove_undo(&last.id).await?;
    match last.kind.as_str() {
        "close" => reopen(ctx, &RoundId::from(last.subject.as_str())).await,
        _ => bring_back(ctx, &last.subject).await,
    }
}

async fn may_reopen(ctx: &mut Ctx<'_>, id: &RoundId) -> Result<(), Trouble> {
    match ctx.tx.round(id).await? {
        Some(round) => ctx.runs(&round).await.map(|_| ()),
        None => ctx.may(Need::Convenor).await,
    }
}

async fn reopen(ctx: &mut Ctx<'_>, id: &RoundId) -> Done {
    let round = ctx.tx.round(id).await?;
    if !act::reopen(ctx.house, ctx.tx, id).await? {
        return Err(ctx.no("nothing-to-undo", &[]));
    }
    let now = ctx.tx.round(id).await?.or(round);
    let (name, until) = now
        .map(|round| (round.name.clone(), times::at(ctx, round.closes_at, round.zone)))
        .unwrap_or_default();
    let reply = ctx.done("close-undone", &[("name", name.into()), ("until", until.into())]);
    Ok(reply.about(id))
}

async fn bring_back(ctx: &mut Ctx<'_>, subject: &str) -> Done {
    let (id, paused) = match subject.split_once(' ') {
        Some((id, _)) => (RitualId::from(id), true),
        None => (RitualId::from(subject), false),
    };
    let Some(mut ritual) = ctx.tx.ritual(&id).await? else {
        return Err(ctx.no("nothing-to-undo", &[]));
    };
    let community = ctx.community().await?;
    is_free(ctx, &community, &ritual.name, Some(&ritual.id)).await?;
    ritual.state = if paused { RitualState::Paused } else { RitualState::Active };
    ctx.tx.save_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    let mut body = ctx.voice.body("remove-undone", &[("name", ritual.name.as_str().into())]);
    if !paused {
        body = times::echo(ctx, &ritual, body).await?;
    }
    Ok(Reply::quiet("remove-undone", body).about(&ritual.id))
}
