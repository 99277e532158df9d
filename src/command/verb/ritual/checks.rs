//! What a ritual has to fulfil before it is kept: its name, method, question, rhythm and window.

use std::time::Duration;

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::command::ctx::Ctx;
use crate::command::near::closest;
use crate::command::reply::Trouble;
use crate::command::tree::Timing;
use crate::command::value::Days;
use crate::domain::body::{Block, Body};
use crate::domain::schedule::{Schedule, ScheduleFault, When};
use crate::flow::methods::{Method, MethodError};
use crate::ritual::parse::clean;

/// The longest name of anything.
pub const LONGEST_NAME: usize = 60;
const SHORTEST_WINDOW: Duration = Duration::from_secs(5 * 60);
const LONGEST_WINDOW: Duration = Duration::from_secs(60 * 86_400);
const LONGEST_QUESTION: usize = 1000;

/// A name as it is kept.
pub fn name(ctx: &Ctx<'_>, name: &str) -> Result<String, Trouble> {
    let name = clean(name).replace('\n', " ");
    match name.chars().count() {
        1..=LONGEST_NAME => Ok(name),
        0 => Err(ctx.no("name-empty", &[])),
        _ => Err(ctx.no("name-too-long", &[("most", LONGEST_NAME.into())])),
    }
}

/// The method of this name, or trouble with its faults or with the names there are.
pub fn method(ctx: &Ctx<'_>, name: &str) -> Result<Method, Trouble> {
    ctx.house.methods.get(name).map_err(|error| {
        let code = match &error {
            MethodError::Unknown { .. } => "no-such-method",
            MethodError::Faulty { .. } => "method-faulty",
        };
        let body = Body::text(error.say(&ctx.voice.words, &ctx.voice.language));
        match nearest(&error) {
            Some(near) => {
                let body = body.and(ctx.say("perhaps-name", &[("name", near.into())]));
                Trouble::Say { code, body }
            }
            None => Trouble::Say { code, body },
        }
    })
}

fn nearest(error: &MethodError) -> Option<String> {
    let MethodError::Unknown { name, known } = error else { return None };
    closest(known.iter().map(String::as_str), name).map(ToOwned::to_owned)
}

/// A question of the convenors' own, where the method asks one question only.
pub fn question(
    ctx: &Ctx<'_>,
    method: &Method,
    ask: Option<&str>,
) -> Result<Option<String>, Trouble> {
    let Some(ask) = ask.map(clean).filter(|ask| !ask.is_empty()) else { return Ok(None) };
    if !method.script.is_single_question() {
        return Err(ctx.no("ask-not-here", &[("method", method.script.name.as_str().into())]));
    }
    if ask.chars().count() > LONGEST_QUESTION {
        return Err(ctx.no("ask-too-long", &[("most", LONGEST_QUESTION.into())]));
    }
    Ok(Some(ask))
}

/// How long a round stays open.
pub fn window(ctx: &Ctx<'_>, open_for: Option<Duration>) -> Result<Option<Duration>, Trouble> {
    match open_for {
        Some(span) if !(SHORTEST_WINDOW..=LONGEST_WINDOW).contains(&span) => {
            Err(ctx.no("window-out-of-bounds", &[]))
        }
        other => Ok(other),
    }
}

/// A rhythm from what was said, on top of the one that stands.
pub fn schedule(
    ctx: &Ctx<'_>,
    timing: &Timing,
    standing: Option<&Schedule>,
    zone: Tz,
) -> Result<Option<Schedule>, Trouble> {
    let zone = timing.zone.or(standing.map(|one| one.zone)).unwrap_or(zone);
    let Some(when) = when(timing, standing.map(|one| &one.when)) else { return Ok(None) };
    let every = timing.every.map(u32::from).or(standing.map(|one| one.every)).unwrap_or(1);
    let today = ctx.now().with_timezone(&zone).date_naive();
    let anchor =
        timing.anchor.or(standing.and_then(|one| one.anchor)).or((every > 1).then_some(today));
    let schedule = Schedule { when, zone, every, anchor };
    schedule.check(ctx.now()).map_err(|fault| faulty(ctx, &fault))?;
    Ok(Some(schedule))
}

/// Days and time, or cron; what was not said stands as it was.
fn when(timing: &Timing, standing: Option<&When>) -> Option<When> {
    if let Some(cron) = &timing.cron {
        return Some(When::Cron(clean(cron)));
    }
    let (old_days, old_at) = match standing {
        Some(When::Days { days, at }) => (Some(days.clone()), Some(*at)),
        _ => (None, None),
    };
    if timing.days.is_none() && timing.at.is_none() {
        return standing.cloned();
    }
    let days = timing.days.as_ref().map(|Days(days)| days.clone()).or(old_days)?;
    let at: NaiveTime = timing.at.or(old_at)?;
    Some(When::Days { days, at })
}

/// Why a rhythm can't be, in words.
fn faulty(ctx: &Ctx<'_>, fault: &ScheduleFault) -> Trouble {
    let (code, args): (&'static str, Vec<(&str, String)>) = match fault {
        ScheduleFault::NeverFires { years } => {
            ("schedule-never", vec![("years", years.to_string())])
        }
        ScheduleFault::TooOften { a_day } => {
            ("schedule-too-often", vec![("count", a_day.to_string())])
        }
        ScheduleFault::NoDays => ("schedule-no-day", Vec::new()),
        ScheduleFault::EveryZero => ("schedule-every-zero", Vec::new()),
        ScheduleFault::NoAnchor { .. } => ("schedule-no-anchor", Vec::new()),
        ScheduleFault::CronFields { found } => {
            ("schedule-fields", vec![("found", found.to_string())])
        }
        ScheduleFault::CronField { field, text } => {
            let field = ctx.say(&format!("cron-{}", field.as_str()), &[]);
            ("schedule-field", vec![("field", field), ("text", text.clone())])
        }
    };
    let args: Vec<_> = args.into_iter().map(|(name, value)| (name, value.into())).collect();
    let mut body: Body = ctx.voice.body(code, &args);
    body.blocks.push(Block::Code("--days mon,thu --at 09:00".into()));
    Trouble::Say { code, body }
}
