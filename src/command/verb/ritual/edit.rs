//! `ritual edit`: only future times move.

use super::{add, checks};
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply};
use crate::command::tokens::quoted;
use crate::command::tree::{Edit, Timing};
use crate::command::verb::times;
use crate::flow::due;

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
    ritual.schedule = schedule;
    ritual.open_for = checks::window(ctx, args.timing.open_for)?.or(ritual.open_for);
    ritual.late = args.timing.late.unwrap_or(ritual.late);
    ritual.grace = args.timing.grace.unwrap_or(ritual.grace);
    ctx.tx.save_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    let body = ctx.voice.body("ritual-edited", &[("name", ritual.name.as_str().into())]);
    let body = times::echo(ctx, &ritual, body).await?;
    let data = times::data(ctx, &ritual).await?;
    Ok(Reply::quiet("ritual-edited", body).with(data).about(&ritual.id))
}

fn is_empty(args: &Edit) -> bool {
    args.name.is_none()
        && args.method.is_none()
        && args.ask.is_none()
        && args.circle.is_none()
        && args.timing == Timing::default()
}
