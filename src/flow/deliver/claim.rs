//! Claims the next act of a lane: part, rendered text, time and device are committed before
//! anything is sent.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::domain::ids::PlatformName;
use crate::domain::post::{Attempt, Post};
use crate::platform::{Platform, SEND_LIMIT};
use crate::store::Tx;

use super::super::{House, reading};
use super::epoch;
use super::plan::{self, Missing};

/// For how long the same key makes one message.
const KEY_WINDOW: TimeDelta = TimeDelta::seconds(60);

/// An act about to be done.
pub struct Claim {
    /// The post, as claimed.
    pub post: Post,
    /// Who does it.
    pub platform: Arc<dyn Platform>,
    /// The act.
    pub attempt: Attempt,
    /// What to do about it.
    pub work: Work,
}

/// What to do about a claim.
pub enum Work {
    /// Do the act.
    Act,
    /// The act was begun before and its end is not known.
    Doubt,
    /// An earlier life of this house may have done it since the backup that this one began with.
    Look,
}

impl Claim {
    /// Whether doing the act again under its key can't make a second message.
    pub fn key_counts(&self, house: &House) -> bool {
        self.platform.abilities().keyed_sends
            && self.attempt.device == self.platform.device()
            && house.real.now() - self.attempt.at < KEY_WINDOW
    }
}

/// What a lane offers.
pub enum Offer {
    /// An act to do.
    Claimed(Box<Claim>),
    /// A row whose room matched already; it is done, and the next may be looked at.
    Matched,
    /// Nothing that can be done now.
    Nothing,
}

/// Claims the next act of a lane.
pub async fn next(house: &House, lane: &str) -> anyhow::Result<Offer> {
    let mut tx = house.store.begin().await?;
    let now = house.real.now();
    let Some(mut post) = tx.oldest_undone(lane).await? else { return Ok(Offer::Nothing) };
    if post.retry_at > now || post.lease_until > now {
        return Ok(Offer::Nothing);
    }
    let Some(platform) = ready(house, post.target.platform()) else { return Ok(Offer::Nothing) };
    if !reading::is_done(house, &mut tx, &post).await? {
        return Ok(Offer::Nothing);
    }
    let (attempt, mut work) = match post.attempt.clone() {
        Some(attempt) => (attempt, Work::Doubt),
        None => match begin(house, &mut tx, &post, &platform).await? {
            Some(attempt) => (attempt, Work::Act),
            None => {
                post.posted = post.wanted;
                tx.save_post(&post).await?;
                tx.commit().await?;
                return Ok(Offer::Matched);
            }
        },
    };
    if epoch::looks(house, &mut tx, &post, &attempt).await? {
        work = Work::Look;
    }
    house.crash.hit("deliver.before_claim");
    post.attempt = Some(attempt.clone());
    post.lease_until = now + TimeDelta::from_std(SEND_LIMIT * 3)?;
    tx.save_post(&post).await?;
    tx.commit().await?;
    Ok(Offer::Claimed(Box::new(Claim { post, platform, attempt, work })))
}

fn ready(house: &House, name: &PlatformName) -> Option<Arc<dyn Platform>> {
    house.platforms.get(name).filter(|platform| platform.connected()).cloned()
}

/// The first missing act as an attempt, or `None` when the room matches.
async fn begin(
    house: &House,
    tx: &mut Tx,
    post: &Post,
    platform: &Arc<dyn Platform>,
) -> anyhow::Result<Option<Attempt>> {
    let base = format!("{}.{}", post.id, post.generation);
    let rendered = post.body.as_ref().map(|body| platform.render(body, &base));
    let parts = tx.parts(&post.id).await?;
    let edits = platform.abilities().edit;
    let missing =
        plan::missing(post, &rendered.unwrap_or_default(), &parts, edits, epoch::number(house));
    let last = missing.len() == 1;
    let Some(Missing { generation, part, act }) = missing.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(Attempt {
        version: post.wanted,
        last,
        generation,
        part,
        act,
        at: house.real.now(),
        device: platform.device(),
    }))
}
