//! The last reading before a summary: the rooms of a round are read once more, so that it does not
//! show what was edited or taken back without our hearing of it.
//!
//! It delays a summary by moments and never holds it up: a room that can't be read in time is left
//! as it is known, and what is found later changes the summary where it stands.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use crate::domain::clock::Instant;
use crate::domain::community::{Room, RoomState};
use crate::domain::ids::{RoomRef, RoundId};
use crate::domain::post::{Post, Purpose, Target};
use crate::domain::round::{Round, RoundState};
use crate::store::Tx;

use super::gaps::Ticket;
use super::{House, act, facts, thread};

/// For so long a summary waits.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);

/// So long a reading is remembered.
const KEPT: TimeDelta = TimeDelta::days(1);

/// The readings that were asked for, by round and close.
#[derive(Debug, Default)]
pub struct Readings(Mutex<HashMap<(RoundId, u32), Reading>>);

#[derive(Debug)]
struct Reading {
    asked_at: Instant,
    tickets: Vec<Ticket>,
}

/// Whether a post may go out as far as this goes: all may but a summary whose rooms are still being
/// read.
///
/// # Errors
/// When the database fails.
pub async fn is_done(house: &House, tx: &mut Tx, post: &Post) -> anyhow::Result<bool> {
    if post.purpose != Purpose::Summary || post.posted > 0 {
        return Ok(true);
    }
    let Some(id) = &post.round else { return Ok(true) };
    let Some(round) = tx.round(id).await? else { return Ok(true) };
    let now = house.real.now();
    let key = (round.id.clone(), round.closings);
    if let Some(done) = house.readings.look(&key, house, now) {
        return Ok(done);
    }
    let rooms = rooms(house, tx, &round).await?;
    let none = rooms.is_empty();
    let tickets = rooms.iter().map(|room| house.gaps.ask(room)).collect();
    house.readings.begin(key, Reading { asked_at: now, tickets });
    Ok(none)
}

/// A room was read: a summary that said its answers may be missing says so no more.
///
/// # Errors
/// When the database fails.
pub async fn over(house: &House, tx: &mut Tx, room: &RoomRef) -> anyhow::Result<()> {
    let Some(bound) = tx.room(room).await? else { return Ok(()) };
    for round in tx.rounds_since(&bound.circle, house.now() - thread::LATELY).await? {
        if round.state == RoundState::Closed && misses(house, tx, &round, &bound).await? {
            act::refresh(house, tx, &round.id).await?;
        }
    }
    Ok(())
}

/// Whether a summary of the round says that answers from a room may be missing.
async fn misses(house: &House, tx: &mut Tx, round: &Round, room: &Room) -> anyhow::Result<bool> {
    let community = facts::community_of(tx, round).await?;
    for post in tx.posts_of(&round.id).await? {
        let (Purpose::Summary, Target::Room(at), Some(body)) =
            (post.purpose, &post.target, &post.body)
        else {
            continue;
        };
        let spoken = tx.room(at).await?.and_then(|there| there.language);
        let language = spoken.unwrap_or_else(|| community.language.clone());
        let args = [("room", room.label.as_str().into())];
        let line = house.words.say(&language, "summary-may-be-missing", &args);
        if body.plain().contains(&line) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The rooms of a round that can be read now.
async fn rooms(house: &House, tx: &mut Tx, round: &Round) -> anyhow::Result<Vec<RoomRef>> {
    let mut rooms = Vec::new();
    for post in tx.posts_of(&round.id).await? {
        let (Purpose::Prompt, Target::Room(at)) = (post.purpose, post.target) else { continue };
        let reached = house.platforms.get(&at.platform).is_some_and(|one| one.reaches(&at));
        let open = tx.room(&at).await?.is_some_and(|room| room.state == RoomState::Open);
        if reached && open && !rooms.contains(&at) {
            rooms.push(at);
        }
    }
    Ok(rooms)
}

impl Readings {
    /// Whether the reading is done, or waited for long enough; nothing where none was asked for.
    fn look(&self, key: &(RoundId, u32), house: &House, now: Instant) -> Option<bool> {
        let all = self.all();
        let reading = all.get(key)?;
        let late = now - reading.asked_at >= PATIENCE;
        Some(late || reading.tickets.iter().all(|ticket| house.gaps.is_done(ticket)))
    }

    fn begin(&self, key: (RoundId, u32), reading: Reading) {
        let mut all = self.all();
        all.retain(|_, one| reading.asked_at - one.asked_at < KEPT);
        all.insert(key, reading);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<(RoundId, u32), Reading>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
