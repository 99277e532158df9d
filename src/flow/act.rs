//! Act: an input, the facts, one pure decision, and its effects in the same transaction.

use anyhow::Context as _;

use crate::domain::ids::{RitualId, RoundId};
use crate::domain::post::Target;
use crate::domain::ritual::Ritual;
use crate::domain::round::{Round, RoundState};
use crate::ritual::facts::Facts;
use crate::ritual::round::{self, Effect, Input, Want};
use crate::ritual::telling;
use crate::store::Tx;

use super::slots::{self, Wanted};
use super::{House, facts, keeping};

/// Applies an input to a round and writes what follows.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn apply(
    house: &House,
    tx: &mut Tx,
    id: &RoundId,
    input: Input,
) -> anyhow::Result<Round> {
    let round = tx.round(id).await?.with_context(|| format!("no round {id}"))?;
    let facts = facts::load(house, tx, &round).await?;
    let transition = round::step(&round, &facts, input, house.now());
    if transition.round != round {
        tx.save_round(&transition.round).await?;
    }
    if round.state == RoundState::Closed && tx.words_are_over(id).await? {
        // Its summary gave way to a line that says so; nothing of it is told again.
        return Ok(transition.round);
    }
    if transition.round.state == RoundState::Closed && round.state != RoundState::Closed {
        let community = facts::community_of(tx, &round).await?;
        keeping::arm(tx, &community).await?;
    }
    for effect in transition.effects {
        follow(house, tx, &transition.round, &facts, effect).await?;
    }
    house.wake.notify_one();
    Ok(transition.round)
}

async fn follow(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    facts: &Facts,
    effect: Effect,
) -> anyhow::Result<()> {
    let owner = owner(&round.id);
    match effect {
        Effect::Want(want) => stand(house, tx, round, facts, want).await?,
        Effect::DropPrompt { room, step } => {
            let slot = slot(&round.id, &format!("prompt:{step}:{room}"));
            if let Some(post) = tx.post_in(&slot).await? {
                slots::drop_unposted(tx, post).await?;
            }
        }
        Effect::Timer { name, at } => tx.set_timer(&owner, name.as_str(), at).await?,
        Effect::NoTimer(name) => tx.clear_timer(&owner, name.as_str()).await?,
    }
    Ok(())
}

/// Makes the slot hold what is wanted, in its room's language.
async fn stand(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    facts: &Facts,
    want: Want,
) -> anyhow::Result<()> {
    let slot = slot(&round.id, &want.key());
    let standing = tx.post_in(&slot).await?;
    if standing.is_none() && !want.begin {
        return Ok(());
    }
    let Some(body) = telling::tell(&house.words, round, facts, &want) else { return Ok(()) };
    match standing {
        Some(post) => {
            slots::change(tx, post, body, want.fresh).await?;
        }
        None => {
            let wanted = Wanted {
                slot,
                purpose: want.purpose(),
                target: Target::Room(want.room),
                round: Some(round.id.clone()),
                community: Some(round.community.clone()),
                body,
                fallback: None,
            };
            slots::begin(house, tx, wanted).await?;
        }
    }
    Ok(())
}

/// The slot of a round's post.
#[must_use]
pub fn slot(round: &RoundId, key: &str) -> String {
    format!("round:{round}:{key}")
}

/// The owner of a round's timers.
#[must_use]
pub fn owner(round: &RoundId) -> String {
    format!("round:{round}")
}

/// The owner of a ritual's timers.
#[must_use]
pub fn ritual_owner(ritual: &RitualId) -> String {
    format!("ritual:{ritual}")
}

/// Ends a round early. `false` when it was not open.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn close(house: &House, tx: &mut Tx, id: &RoundId) -> anyhow::Result<bool> {
    let before = tx.round(id).await?.with_context(|| format!("no round {id}"))?;
    if before.state != RoundState::Open {
        return Ok(false);
    }
    apply(house, tx, id, Input::Close).await?;
    Ok(true)
}

/// Takes a close back: the round is open again. `false` when it was not closed.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn reopen(house: &House, tx: &mut Tx, id: &RoundId) -> anyhow::Result<bool> {
    let before = tx.round(id).await?.with_context(|| format!("no round {id}"))?;
    if before.state != RoundState::Closed {
        return Ok(false);
    }
    apply(house, tx, id, Input::Reopen).await?;
    Ok(true)
}

/// Makes the posts of a round true again after a topic, a note or a room changed.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn refresh(house: &House, tx: &mut Tx, id: &RoundId) -> anyhow::Result<()> {
    apply(house, tx, id, Input::Changed).await?;
    Ok(())
}

/// Starts a round of a ritual now, outside its schedule. The key is the command's id, so that the
/// same command starts one round however often it arrives.
///
/// # Errors
/// When the database fails, or the method is missing or faulty.
pub async fn open_by_hand(
    house: &House,
    tx: &mut Tx,
    ritual: &Ritual,
    key: &str,
) -> anyhow::Result<Round> {
    let now = house.now();
    let opening = super::due::Opening { key: format!("by:{key}"), due_at: now, closes_at: None };
    super::due::open(house, tx, ritual, opening).await
}
