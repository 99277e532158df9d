//! `ritual edit`: only future times move.

use super::{add, checks};
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tokens::quoted;
use crate::command::tree::{Edit, Timing};
use crate::command::verb::times;
use crate::domain::body::Body;
use crate::domain::ritual::Ritual;
use crate::domain::round::{Round, RoundState};
use crate::flow::due;

/// How far ahead skips are looked for.
const MOST: usize = 64;

/// Changes a ritual and echoes its next times.
pub async fn edit(ctx: &mut Ctx<'_>, args: &Edit) -> Done {
    let mut ritual = ctx.ritual(args.ritual.as_deref(), "ritual edit").await?;
    let community = ctx.community().await?;
    if is_empty(args) {
        let line = format!("ritual edit --ritual {} --days tue --at 10:00", quoted(&ritual.name));
        return Err(ctx.no_but("nothing-to-change", &[], &line));
    }
    if let Some(name) = &args.name {
        ritual.name = checks::name(ctx, name)?;
        add::is_free(ctx, &community, &ritual.name, Some(&ritual.id)).await?;
    }
    let method = checks::method(ctx, args.method.as_deref().unwrap_or(&ritual.method))?;
    ritual.method.clone_from(&method.script.name);
    if let Some(ask) = &args.ask {
        ritual.question = checks::question(ctx, &method, Some(ask))?;
    } else if !method.script.is_single_question() {
        ritual.question = None;
    }
    if let Some(circle) = &args.circle {
        ritual.circle = ctx.circle(Some(circle)).await?.id;
    }
    let schedule = checks::schedule(ctx, &args.timing, Some(&ritual.schedule), community.zone)?;
    let Some(schedule) = schedule else {
        let line = format!("ritual edit --ritual {} --days mon --at 09:00", quoted(&ritual.name));
        return Err(ctx.no_but("ritual-needs-rhythm", &[], &line));
    };
    let skips = skips(ctx, &ritual).await?;
    ritual.schedule = schedule;
    ritual.open_for = checks::window(ctx, args.timing.open_for)?.or(ritual.open_for);
    ritual.late = args.timing.late.unwrap_or(ritual.late);
    ritual.grace = args.timing.grace.unwrap_or(ritual.grace);
    ctx.tx.save_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    let body = ctx.voice.body("ritual-edited", &[("name", ritual.name.as_str().into())]);
    let body = skip_again(ctx, &ritual, &skips, body).await?;
    let body = times::echo(ctx, &ritual, body).await?;
    let data = times::data(ctx, &ritual).await?;
    Ok(Reply::quiet("ritual-edited", body).with(data).about(&ritual.id))
}

/// The times to come that were skipped by hand.
async fn skips(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<Vec<Round>, Trouble> {
    let now = ctx.now();
    let rounds = ctx.tx.rounds_of(&ritual.id, MOST).await?;
    let ahead = |round: &Round| round.state == RoundState::Skipped && round.due_at > now;
    Ok(rounds.into_iter().filter(ahead).collect())
}

/// A day that was skipped stays skipped at its new hour; one that is no day of the ritual any more
/// is told.
async fn skip_again(
    ctx: &mut Ctx<'_>,
    ritual: &Ritual,
    skips: &[Round],
    mut body: Body,
) -> Result<Body, Trouble> {
    let closed = due::closed_days(ctx.tx, ritual).await?;
    let ahead = ritual.schedule.upcoming(ctx.now(), MOST, &|day| closed.contains(&day));
    for skipped in skips {
        let day = skipped.due_at.with_timezone(&skipped.zone).date_naive();
        let slot = ahead.iter().find(|slot| slot.local.date() == day);
        let key = match slot {
            Some(slot) => {
                due::skip(ctx.house, ctx.tx, ritual, *slot).await?;
                "ritual-skip-stays"
            }
            None => "ritual-skip-over",
        };
        let day = ctx.voice.words.day(&ctx.voice.language, day);
        body = body.and(ctx.say(key, &[("day", day.into())]));
    }
    Ok(body)
}

fn is_empty(args: &Edit) -> bool {
    args.name.is_none()
        && args.method.is_none()
        && args.ask.is_none()
        && args.circle.is_none()
        && args.timing == Timing::default()
}
