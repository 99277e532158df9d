//! A house that was restored from a backup: an earlier life may have said since then what this one
//! is about to say. So rooms are read back first: a room is not written to at all until its
//! history is stored up to its end (the store holds its lane), and before a post is sent for the
//! first time it is looked for by its mark, which is the same in every life.

use chrono::TimeDelta;
use tokio::time::timeout;

use crate::domain::post::{Act, Action, Attempt, Post, Target};
use crate::platform::{ReadBack, Refusal, SEND_LIMIT};
use crate::store::Tx;

use super::super::House;
use super::claim::Claim;
use super::{Outcome, make};

/// For this long after the restore every first send is preceded by a look: what came due or was
/// said before it is acted on by then. Later only what was wanted by then, or before its room was
/// read back.
const AFTERWARDS: TimeDelta = TimeDelta::days(1);

/// The number of this life, for keys; `None` before the first restore.
pub fn number(house: &House) -> Option<i64> {
    house.epoch.as_ref().map(|epoch| epoch.at.timestamp_millis())
}

/// Whether an earlier life may have done this.
pub async fn looks(
    house: &House,
    tx: &mut Tx,
    post: &Post,
    attempt: &Attempt,
) -> anyhow::Result<bool> {
    let Some(epoch) = &house.epoch else { return Ok(false) };
    if attempt.act.action != Action::Send {
        return Ok(false);
    }
    let read_upto = match &post.target {
        Target::Room(room) => tx.read_upto(room).await?,
        Target::Direct(_) => 0,
    };
    let soon = house.real.now() <= epoch.at + AFTERWARDS;
    let wanted_soon = post.created_at <= epoch.by_clock + AFTERWARDS;
    Ok(soon || wanted_soon || post.seq <= read_upto)
}

/// Looks for what an earlier life said; what isn't there is said now. First for the part by its
/// mark, whatever it says; not every post has a place for one, so then for the very same words.
pub async fn look(house: &House, claim: &Claim) -> Outcome {
    let Some(epoch) = &house.epoch else { return make(house, claim).await };
    let same_words = claim.attempt.act.clone();
    let any_words = Act { text: String::new(), ..same_words.clone() };
    for act in [any_words, same_words] {
        match timeout(SEND_LIMIT, claim.platform.read_back(&act, epoch.since)).await {
            Ok(ReadBack::Found(made)) => return Outcome::Adopted(made),
            Ok(ReadBack::Absent) => {}
            Ok(ReadBack::Unknown(why)) => return Outcome::Unknown(why),
            Err(_) => {
                return Outcome::Refused(Refusal::Down("reading back took too long".to_owned()));
            }
        }
    }
    make(house, claim).await
}
