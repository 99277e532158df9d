//! Due: what the clock brings. One table of timers; each is handled in one transaction, and what it
//! opens has a natural key, so that firing twice opens once.

use std::time::Duration;

use anyhow::Context as _;
use chrono::{NaiveDate, TimeDelta};

use crate::domain::clock::Instant;
use crate::domain::ids::{RitualId, RoundId};
use crate::domain::lateness::{self, Plan};
use crate::domain::member::Account;
use crate::domain::ritual::{Ritual, RitualState};
use crate::domain::round::{Curation, Round, RoundState};
use crate::domain::schedule::Slot;
use crate::ritual::round::{Input, TimerName};
use crate::ritual::script::hash;
use crate::store::{KeptScript, Timer, Tx};

use super::methods::Method;
use super::{House, act, give, keeping, nudge, say, tidings};

/// The name of a ritual's one timer.
const NEXT: &str = "next";

/// Handles the oldest timer that is due. `false` when none is.
///
/// # Errors
/// When the database fails; the timer stays and is tried again.
pub async fn one(house: &House) -> anyhow::Result<bool> {
    let now = house.now();
    let oldest = house.store.read().await?.due_timers(now, 1).await?.into_iter().next();
    let Some(timer) = oldest else { return Ok(false) };
    let nudged = match nudged(&timer) {
        Some(round) => nudge::candidates(house, &round).await?,
        None => Vec::new(),
    };
    let mut tx = house.store.begin().await?;
    if tx.due_timers(now, 1).await?.first() != Some(&timer) {
        return Ok(true);
    }
    tx.clear_timer(&timer.owner, &timer.name).await?;
    if let Err(error) = fire(house, &mut tx, &timer, &nudged).await {
        drop(tx);
        // Trouble of the database is not the timer's: it is tried again when that is over.
        if house.met(&error) {
            return Err(error);
        }
        return put_off(house, &timer, error).await;
    }
    house.crash.hit("act.before_commit");
    tx.commit().await?;
    house.crash.hit("act.after_commit");
    house.meters.late((now - timer.due_at).to_std().unwrap_or_default());
    house.wake.notify_one();
    Ok(true)
}

/// A timer that fails waits a minute, so that it does not hold up the others.
async fn put_off(house: &House, timer: &Timer, error: anyhow::Error) -> anyhow::Result<bool> {
    let (owner, name) = (&timer.owner, &timer.name);
    tracing::error!(owner, name, error = format!("{error:#}"), "a timer failed");
    let mut tx = house.store.begin().await?;
    tx.set_timer(owner, name, house.now() + TimeDelta::minutes(1)).await?;
    tx.commit().await?;
    Ok(true)
}

/// The round whose members are nudged by this timer.
fn nudged(timer: &Timer) -> Option<RoundId> {
    let round = timer.owner.strip_prefix("round:")?;
    (timer.name == TimerName::Nudge.as_str()).then(|| RoundId::from(round))
}

async fn fire(
    house: &House,
    tx: &mut Tx,
    timer: &Timer,
    candidates: &[Account],
) -> anyhow::Result<()> {
    if let Some(round) = nudged(timer) {
        return nudge::nudge(house, tx, &round, candidates).await;
    }
    if let Some(id) = timer.owner.strip_prefix("ritual:") {
        return ritual_due(house, tx, &RitualId::from(id), timer.due_at).await;
    }
    if let Some(id) = timer.owner.strip_prefix("round:") {
        return round_due(house, tx, &RoundId::from(id), &timer.name).await;
    }
    if keeping::owns(timer) {
        return keeping::run(house, tx, timer).await;
    }
    tracing::warn!(timer.owner, timer.name, "a timer nobody owns was dropped");
    Ok(())
}

async fn round_due(house: &House, tx: &mut Tx, id: &RoundId, name: &str) -> anyhow::Result<()> {
    if name == TimerName::Step.as_str() {
        act::apply(house, tx, id, Input::StepOver).await?;
    }
    Ok(())
}

/// A ritual's slot came, or several passed while the process was down.
async fn ritual_due(
    house: &House,
    tx: &mut Tx,
    id: &RitualId,
    due_at: Instant,
) -> anyhow::Result<()> {
    let Some(ritual) = tx.ritual(id).await? else { return Ok(()) };
    if ritual.state != RitualState::Active {
        return Ok(());
    }
    let now = house.now();
    let method = house.methods.get(&ritual.method).map_err(|fault| anyhow::anyhow!("{fault}"));
    let method = match method {
        Ok(method) => method,
        Err(error) => {
            tracing::error!(ritual.id = %ritual.id, %error, "the method can't be used");
            return reschedule(house, tx, &ritual).await;
        }
    };
    let closed = closed_days(tx, &ritual).await?;
    let from = due_at - TimeDelta::milliseconds(1);
    let slots = ritual.schedule.missed(from, now, &|day| closed.contains(&day));
    let window = window(&ritual, &method)?;
    let plan = lateness::plan(&slots, now, window, ritual.late, ritual.grace);
    carry_out(house, tx, &ritual, &plan).await?;
    reschedule(house, tx, &ritual).await
}

/// Opens what the plan runs, records what it skips, and says so in one notice.
async fn carry_out(house: &House, tx: &mut Tx, ritual: &Ritual, plan: &Plan) -> anyhow::Result<()> {
    for slot in &plan.skipped {
        skip(house, tx, ritual, *slot).await?;
    }
    for run in &plan.run {
        let opening = Opening {
            key: slot_key(run.slot),
            due_at: run.slot.at,
            closes_at: Some(run.closes_at),
        };
        open(house, tx, ritual, opening).await?;
    }
    let late = plan.run.iter().filter(|run| run.late).map(|run| run.slot).collect::<Vec<_>>();
    if late.is_empty() && plan.skipped.is_empty() {
        return Ok(());
    }
    let newest = plan.skipped.iter().chain(&late).max().copied();
    let Some(newest) = newest else { return Ok(()) };
    for room in tx.rooms_of(&ritual.circle).await? {
        let body = tidings::late(house, tx, ritual, &room, &late, &plan.skipped).await?;
        let key = late_notice(&ritual.id, &slot_key(newest));
        let mut shot = say::OneShot::notice(key, body);
        shot.community = Some(ritual.community.clone());
        say::announce(house, tx, &room.at, shot).await?;
    }
    Ok(())
}

/// Sets the ritual's timer for its next slot, or clears it when it does not run.
///
/// # Errors
/// When the database fails.
pub async fn reschedule(house: &House, tx: &mut Tx, ritual: &Ritual) -> anyhow::Result<()> {
    let owner = act::ritual_owner(&ritual.id);
    let closed = closed_days(tx, ritual).await?;
    let next = ritual.schedule.next_after(house.now(), &|day| closed.contains(&day));
    match next.filter(|_| ritual.state == RitualState::Active) {
        Some(slot) => tx.set_timer(&owner, NEXT, slot.at).await?,
        None => tx.clear_timer(&owner, NEXT).await?,
    }
    house.wake.notify_one();
    Ok(())
}

/// The days on which a ritual's community holds none.
///
/// # Errors
/// When the database fails.
pub async fn closed_days(
    reader: &mut crate::store::Reader,
    ritual: &Ritual,
) -> anyhow::Result<Vec<NaiveDate>> {
    let holidays = reader.holidays(&ritual.community).await?;
    Ok(holidays.into_iter().map(|(day, _)| day).collect())
}

/// The key of the notice that says how late a ritual is, by the newest slot that it tells of.
#[must_use]
pub fn late_notice(ritual: &RitualId, slot: &str) -> String {
    format!("late:{ritual}:{slot}")
}

/// The local date and time that name a slot.
#[must_use]
pub fn slot_key(slot: Slot) -> String {
    slot.local.format("%Y-%m-%dT%H:%M").to_string()
}

/// How long a ritual's first step stays open.
fn window(ritual: &Ritual, method: &Method) -> anyhow::Result<Duration> {
    let first = method.script.steps.first().context("a method without a step")?;
    Ok(ritual.open_for.unwrap_or(first.open_for))
}

/// A round about to open.
pub struct Opening {
    /// Its natural key within the ritual.
    pub key: String,
    /// When it was due.
    pub due_at: Instant,
    /// When its first step ends; `None` counts from when it was due.
    pub closes_at: Option<Instant>,
}

/// Opens a round under its natural key; when the key exists the round that has it is returned.
///
/// # Errors
/// When the database fails, or the method is missing or faulty.
pub async fn open(
    house: &House,
    tx: &mut Tx,
    ritual: &Ritual,
    opening: Opening,
) -> anyhow::Result<Round> {
    let method = house.methods.get(&ritual.method).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let window = TimeDelta::from_std(window(ritual, &method)?)?;
    let closes_at = opening.closes_at.unwrap_or(opening.due_at + window);
    let round = Round { closes_at, ..blank(house, ritual, &method, opening) };
    tx.keep_script(&KeptScript {
        hash: hash(&method.source),
        name: method.script.name.clone(),
        source: method.source.clone(),
    })
    .await?;
    if !tx.add_round(&round, "{}").await? {
        let standing = tx.round_of_key(&ritual.id, &round.key).await?;
        return standing.context("a round that exists is gone");
    }
    give::take_in_challenges(house, tx, &round, &method.script).await?;
    act::apply(house, tx, &round.id, Input::Open).await
}

/// Records a slot that passed without a round, so that `why` and the page can say so.
///
/// # Errors
/// When the database fails.
pub async fn skip(house: &House, tx: &mut Tx, ritual: &Ritual, slot: Slot) -> anyhow::Result<()> {
    let Ok(method) = house.methods.get(&ritual.method) else { return Ok(()) };
    let opening = Opening { key: slot_key(slot), due_at: slot.at, closes_at: None };
    let round = Round {
        state: RoundState::Skipped,
        closed_at: Some(house.now()),
        ..blank(house, ritual, &method, opening)
    };
    tx.add_round(&round, "{}").await?;
    Ok(())
}

fn blank(house: &House, ritual: &Ritual, method: &Method, opening: Opening) -> Round {
    Round {
        id: RoundId::of_key(&format!("{}|{}", ritual.id, opening.key)),
        ritual: ritual.id.clone(),
        community: ritual.community.clone(),
        circle: ritual.circle.clone(),
        key: opening.key,
        name: ritual.name.clone(),
        method: method.script.name.clone(),
        script: hash(&method.source),
        question: ritual.question.clone(),
        zone: ritual.schedule.zone,
        due_at: opening.due_at,
        opened_at: None,
        closes_at: opening.due_at,
        closed_at: None,
        state: RoundState::Open,
        step: 0,
        closings: 0,
        seed: house.chance.with(|chance| chance.next_u64()),
        moods: None,
        topics: Vec::new(),
        note: None,
        curation: Curation::Inbox,
    }
}
