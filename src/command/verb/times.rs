//! Times in words: the next ones of a ritual, each with its zone.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::command::ctx::Ctx;
use crate::command::reply::Trouble;
use crate::domain::body::{Block, Body, Span};
use crate::domain::clock::{Instant, iso};
use crate::domain::ritual::Ritual;
use crate::domain::schedule::Slot;
use crate::flow::due::{closed_days, slot_key};

/// How many times are echoed.
pub const ECHOED: usize = 3;

/// The next times of a ritual, without holidays and without those that were skipped by hand.
///
/// # Errors
/// When the database fails.
pub async fn next_slots(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<Vec<Slot>, Trouble> {
    let closed: Vec<NaiveDate> = closed_days(ctx.tx, ritual).await?;
    let ahead = ritual.schedule.upcoming(ctx.now(), ECHOED * 8, &|day| closed.contains(&day));
    let mut slots = Vec::new();
    for slot in ahead {
        if slots.len() < ECHOED && ctx.tx.round_of_key(&ritual.id, &slot_key(slot)).await?.is_none()
        {
            slots.push(slot);
        }
    }
    Ok(slots)
}

/// A moment as it reads, by the zone of the ritual, and by the person's own where only they read it.
#[must_use]
pub fn moment(ctx: &Ctx<'_>, at: Instant, zone: Tz) -> Span {
    Span::Moment { at, text: self::at(ctx, at, zone), zone: Some(zone) }
}

/// A moment as plain words.
#[must_use]
pub fn at(ctx: &Ctx<'_>, at: Instant, zone: Tz) -> String {
    ctx.voice.words.moment_for(&ctx.voice.language, at, zone, ctx.zone.unwrap_or(zone))
}

/// Adds the next times of a ritual to what is said.
///
/// # Errors
/// When the database fails.
pub async fn echo(ctx: &mut Ctx<'_>, ritual: &Ritual, body: Body) -> Result<Body, Trouble> {
    let slots = next_slots(ctx, ritual).await?;
    let mut body = body.and(ctx.say("next-times", &[("name", ritual.name.as_str().into())]));
    let zone = ritual.schedule.zone;
    let list = slots.iter().map(|slot| vec![moment(ctx, slot.at, zone)]).collect();
    body.blocks.push(Block::List(list));
    Ok(body)
}

/// The next times, for scripts.
///
/// # Errors
/// When the database fails.
pub async fn data(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<serde_json::Value, Trouble> {
    let slots = next_slots(ctx, ritual).await?;
    let next: Vec<String> = slots.iter().map(|slot| iso(slot.at)).collect();
    Ok(serde_json::json!({
        "id": ritual.id.as_str(),
        "name": ritual.name,
        "zone": ritual.schedule.zone.name(),
        "next": next,
    }))
}

/// A rhythm in words.
#[must_use]
pub fn rhythm(ctx: &Ctx<'_>, ritual: &Ritual) -> String {
    ctx.voice.words.rhythm(&ctx.voice.language, &ritual.schedule)
}
