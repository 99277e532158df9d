//! Deliver: the oldest undone post of each lane, one act at a time, until the room matches.
//!
//! [`claim`] commits what is about to be done before anything is sent; the act goes out under a key
//! that is fixed for it; [`settle`] commits what came of it. A process that dies in between finds
//! the attempt in the row, and reads the room back where sending again could say it twice. So does
//! a house that was restored from a backup ([`epoch`]).

mod claim;
mod epoch;
mod plan;
mod settle;

use std::sync::Arc;

use tokio::time::timeout;

use crate::platform::{Platform, ReadBack, Refusal, SEND_LIMIT};

use super::{House, patience};
use claim::{Claim, Offer};

/// Delivers a lane until nothing in it can be done now. Whether anything was done.
///
/// # Errors
/// When the database fails; the lane is tried again.
pub async fn lane(house: &House, lane: &str) -> anyhow::Result<bool> {
    let mut any = false;
    while one(house, lane).await? {
        any = true;
    }
    Ok(any)
}

/// One act of a lane. `false` when nothing in it can be done now.
async fn one(house: &House, lane: &str) -> anyhow::Result<bool> {
    let claim = match claim::next(house, lane).await? {
        Offer::Claimed(claim) => claim,
        Offer::Matched => return Ok(true),
        Offer::Nothing => return Ok(false),
    };
    house.crash.hit("deliver.after_claim");
    let outcome = match &claim.work {
        claim::Work::Act => make(house, &claim).await,
        claim::Work::Doubt => resolve(house, &claim).await,
        claim::Work::Look => epoch::look(house, &claim).await,
    };
    let more = settled(house, &claim, &outcome).await?;
    house.wake.notify_one();
    Ok(more)
}

/// Commits what came of an act, again and again while the database is in trouble and the claim
/// counts. After that the row is in doubt, and the room is read back.
async fn settled(house: &House, claim: &Claim, outcome: &Outcome) -> anyhow::Result<bool> {
    loop {
        match settle::settle(house, claim, outcome).await {
            Err(error) if house.met(&error) && house.real.now() < claim.post.lease_until => {
                patience::pause().await;
            }
            other => return other,
        }
    }
}

/// What came of an attempt.
#[derive(Clone)]
enum Outcome {
    /// It stands.
    Made(crate::platform::Made),
    /// An earlier life of this house made it; what it says is not known.
    Adopted(crate::platform::Made),
    /// It did not happen and may be done now.
    Absent,
    /// It did not happen, or may not have.
    Refused(Refusal),
    /// It can't be told whether it happened.
    Unknown(String),
}

async fn make(house: &House, claim: &Claim) -> Outcome {
    house.crash.hit("deliver.before_send");
    let act = &claim.attempt.act;
    let made = match timeout(SEND_LIMIT, claim.platform.make(act)).await {
        Ok(made) => made,
        Err(_) => Err(Refusal::Doubt("no answer in time".to_owned())),
    };
    house.crash.hit("deliver.after_send");
    match made {
        Ok(made) => Outcome::Made(made),
        Err(refusal) => Outcome::Refused(refusal),
    }
}

/// An attempt whose end is not known: the same key again while it counts, else the room is read.
async fn resolve(house: &House, claim: &Claim) -> Outcome {
    if claim.key_counts(house) {
        return make(house, claim).await;
    }
    match timeout(SEND_LIMIT, read_back(&claim.platform, claim)).await {
        Ok(ReadBack::Found(made)) => Outcome::Made(made),
        Ok(ReadBack::Absent) => Outcome::Absent,
        Ok(ReadBack::Unknown(why)) => Outcome::Unknown(why),
        Err(_) => Outcome::Refused(Refusal::Down("reading back took too long".to_owned())),
    }
}

async fn read_back(platform: &Arc<dyn Platform>, claim: &Claim) -> ReadBack {
    platform.read_back(&claim.attempt.act, claim.attempt.at).await
}
