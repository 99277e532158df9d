//! Commits what came of an act.

use std::time::Duration;

use chrono::TimeDelta;

use crate::domain::clock::{Instant, instant};
use crate::domain::community::RoomState;
use crate::domain::post::{Action, Part, PartState, Post, PostState, Purpose, Target};
use crate::platform::{Made, Refusal};
use crate::store::Tx;

use super::super::{House, due, erasures, say, tidings};
use super::Outcome;
use super::claim::Claim;

/// The longest wait between two tries of the same act.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Commits what came of an act. `false` when the lane has to wait.
pub async fn settle(house: &House, claim: &Claim, outcome: &Outcome) -> anyhow::Result<bool> {
    house.crash.hit("deliver.before_commit");
    let mut tx = house.store.begin().await?;
    // The body may have changed meanwhile; only delivery's own columns are ours to set.
    let Some(mut post) = tx.post(&claim.post.id).await? else { return Ok(true) };
    post.lease_until = instant(0);
    let more = match outcome.clone() {
        Outcome::Made(made) => made_it(house, &mut tx, &mut post, claim, made).await?,
        Outcome::Adopted(made) => {
            adopted(&mut tx, &mut post, claim, made, house.real.now()).await?;
            true
        }
        Outcome::Absent => {
            post.attempt = None;
            true
        }
        Outcome::Unknown(why) => unsure(house, &mut tx, &mut post, why).await?,
        Outcome::Refused(refusal) => refused(house, &mut tx, &mut post, claim, refusal).await?,
    };
    tx.save_post(&post).await?;
    tx.commit().await?;
    house.crash.hit("deliver.after_commit");
    Ok(more)
}

async fn made_it(
    house: &House,
    tx: &mut Tx,
    post: &mut Post,
    claim: &Claim,
    made: Made,
) -> anyhow::Result<bool> {
    let attempt = &claim.attempt;
    let standing = tx
        .parts(&post.id)
        .await?
        .into_iter()
        .find(|part| part.generation == attempt.generation && part.part == attempt.part);
    let mut part = standing.unwrap_or_else(|| Part {
        post: post.id.clone(),
        generation: attempt.generation,
        part: attempt.part,
        platform: post.target.platform().clone(),
        remote: made.remote.clone(),
        rendered: String::new(),
        edits: Vec::new(),
        state: PartState::Standing,
    });
    match &attempt.act.action {
        Action::Send | Action::Edit(_) => {
            part.rendered.clone_from(&attempt.act.text);
            part.edits.extend(made.edit.filter(|edit| !part.edits.contains(edit)));
        }
        Action::Remove(gone) if part.edits.contains(gone) => part.edits.retain(|one| one != gone),
        Action::Remove(_) => {
            part.state = PartState::Removed;
            // What was taken away may have held words that were taken back.
            part.rendered.clear();
        }
    }
    tx.save_part(&part).await?;
    if attempt.last {
        post.posted = post.posted.max(attempt.version);
    }
    post.attempt = None;
    post.tries = 0;
    house.meters.post(post.target.platform(), "made");
    Ok(true)
}

/// What an earlier life said is ours from now on. It is edited to what is wanted, since nobody knows
/// what it says; under a prompt people may have answered, so the room is read back with its thread.
async fn adopted(
    tx: &mut Tx,
    post: &mut Post,
    claim: &Claim,
    made: Made,
    now: Instant,
) -> anyhow::Result<()> {
    tracing::info!(post.id = %post.id, "a post of an earlier life was found in its room");
    let part = Part {
        post: post.id.clone(),
        generation: claim.attempt.generation,
        part: claim.attempt.part,
        platform: post.target.platform().clone(),
        remote: made.remote,
        rendered: String::new(),
        edits: Vec::new(),
        state: PartState::Standing,
    };
    tx.save_part(&part).await?;
    post.attempt = None;
    post.tries = 0;
    if let (Purpose::Prompt, Target::Room(room)) = (post.purpose, &post.target) {
        tx.open_gap(room, now).await?;
        not_late(tx, post).await?;
    }
    Ok(())
}

/// An earlier life opened this round: that it comes late is not so, and is not said.
async fn not_late(tx: &mut Tx, prompt: &Post) -> anyhow::Result<()> {
    let Some(round) = &prompt.round else { return Ok(()) };
    let Some(round) = tx.round(round).await? else { return Ok(()) };
    let key = due::late_notice(&round.ritual, &round.key);
    let Some(notice) = tx.post_in(&say::slot(&key, &prompt.target)).await? else { return Ok(()) };
    if notice.posted == 0 && notice.attempt.is_none() {
        erasures::take_away(tx, notice).await?;
    }
    Ok(())
}

async fn unsure(house: &House, tx: &mut Tx, post: &mut Post, why: String) -> anyhow::Result<bool> {
    tracing::warn!(post.id = %post.id, why, "it can't be told whether a post went out");
    house.meters.post(post.target.platform(), "unsure");
    post.state = PostState::Unsure;
    post.reason = Some(why);
    tidings::unsure(house, tx, post).await?;
    Ok(true)
}

async fn refused(
    house: &House,
    tx: &mut Tx,
    post: &mut Post,
    claim: &Claim,
    refusal: Refusal,
) -> anyhow::Result<bool> {
    tracing::info!(post.id = %post.id, %refusal, "a post was refused");
    house.meters.post(post.target.platform(), word(&refusal));
    match refusal {
        Refusal::Later(wait) => put_off(house, post, wait, false),
        Refusal::Down(_) => put_off(house, post, backoff(post.tries), false),
        Refusal::Doubt(_) => put_off(house, post, backoff(post.tries), true),
        Refusal::Gone(_) if matches!(claim.attempt.act.action, Action::Remove(_)) => {
            let Action::Remove(remote) = claim.attempt.act.action.clone() else { return Ok(true) };
            return made_it(house, tx, post, claim, Made { remote, edit: None }).await;
        }
        Refusal::Gone(why) => {
            end(post, PostState::Gone, why);
            tidings::post_gone(house, tx, post).await?;
            return Ok(true);
        }
        Refusal::Frozen(why) => return frozen(house, tx, post, claim, why).await,
        Refusal::NotAllowed(why) => return not_allowed(house, tx, post, why).await,
        Refusal::NoDirect(why) | Refusal::Never(why) => {
            end(post, PostState::Dead, why);
            fall_back(house, tx, post).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// What stands stays as it is, and nothing waits behind it; what is wanted later is tried anew.
async fn frozen(
    house: &House,
    tx: &mut Tx,
    post: &mut Post,
    claim: &Claim,
    why: String,
) -> anyhow::Result<bool> {
    post.attempt = None;
    post.posted = post.posted.max(claim.attempt.version);
    post.reason = Some(why);
    tidings::post_frozen(house, tx, post).await?;
    Ok(true)
}

/// The room waits until the platform says that the bot may speak there again.
async fn not_allowed(
    house: &House,
    tx: &mut Tx,
    post: &mut Post,
    why: String,
) -> anyhow::Result<bool> {
    post.attempt = None;
    let Target::Room(at) = post.target.clone() else {
        end(post, PostState::Dead, why);
        fall_back(house, tx, post).await?;
        return Ok(true);
    };
    match tx.room(&at).await? {
        Some(mut room) => {
            room.state = RoomState::Paused;
            tx.save_room(&room).await?;
            tidings::room_paused(house, tx, &room).await?;
        }
        None => end(post, PostState::Dead, why),
    }
    Ok(false)
}

async fn fall_back(house: &House, tx: &mut Tx, post: &Post) -> anyhow::Result<()> {
    if let Some(fallback) = post.fallback.clone() {
        let shot = say::OneShot::notice(format!("fallback:{}", post.id), fallback.body);
        say::announce(house, tx, &fallback.room, shot).await?;
    }
    Ok(())
}

fn put_off(house: &House, post: &mut Post, wait: Duration, doubt: bool) {
    if !doubt {
        post.attempt = None;
    }
    post.tries = post.tries.saturating_add(1);
    post.retry_at = house.real.now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::seconds(5));
}

fn end(post: &mut Post, state: PostState, why: String) {
    post.attempt = None;
    post.state = state;
    post.reason = Some(why);
}

/// Half a second, doubled each time, up to five seconds: back within seconds of the platform.
fn backoff(tries: u32) -> Duration {
    LONGEST_WAIT.min(Duration::from_millis(500) * 2u32.saturating_pow(tries.min(4)))
}

fn word(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Later(_) => "later",
        Refusal::Down(_) => "down",
        Refusal::Doubt(_) => "doubt",
        Refusal::Gone(_) => "gone",
        Refusal::NotAllowed(_) => "not_allowed",
        Refusal::NoDirect(_) => "no_direct",
        Refusal::Frozen(_) => "frozen",
        Refusal::Never(_) => "never",
    }
}
