//! Post slots as desired state: what should stand, one row a slot, its version raised when what is
//! wanted differs.

use crate::domain::body::Body;
use crate::domain::clock::instant;
use crate::domain::ids::{CommunityId, PostId, RoundId};
use crate::domain::post::{Fallback, Post, PostState, Purpose, Target};
use crate::store::{StoreError, Tx};

use super::House;

/// A post that is wanted.
pub struct Wanted {
    /// The slot's natural key.
    pub slot: String,
    /// Where it goes.
    pub target: Target,
    /// The round it belongs to.
    pub round: Option<RoundId>,
    /// The community it belongs to.
    pub community: Option<CommunityId>,
    /// What it is for.
    pub purpose: Purpose,
    /// What should stand.
    pub body: Body,
    /// What is said in a room when a direct message can't be delivered.
    pub fallback: Option<Fallback>,
}

/// Wants a post that does not stand yet; a slot that exists is left as it is.
///
/// # Errors
/// When the database fails.
pub async fn begin(house: &House, tx: &mut Tx, wanted: Wanted) -> Result<bool, StoreError> {
    let now = house.now();
    let post = Post {
        id: PostId::of_key(&wanted.slot),
        slot: wanted.slot,
        seq: tx.next_seq().await?,
        target: wanted.target,
        round: wanted.round,
        community: wanted.community,
        purpose: wanted.purpose,
        generation: 1,
        body: Some(wanted.body),
        wanted: 1,
        posted: 0,
        after: None,
        thread_of: None,
        fallback: wanted.fallback,
        state: PostState::Live,
        reason: None,
        retry_at: instant(0),
        tries: 0,
        lease_until: instant(0),
        attempt: None,
        created_at: now,
    };
    tx.add_post(&post).await
}

/// Wants a standing slot to say this; the same words change nothing.
///
/// # Errors
/// When the database fails.
pub async fn change(
    tx: &mut Tx,
    mut post: Post,
    body: Body,
    fresh: bool,
) -> Result<bool, StoreError> {
    if post.state != PostState::Live || (post.body.as_ref() == Some(&body) && !fresh) {
        return Ok(false);
    }
    post.body = Some(body);
    post.wanted += 1;
    if fresh && (post.posted > 0 || post.attempt.is_some()) {
        post.generation += 1;
    }
    tx.save_post(&post).await?;
    Ok(true)
}

/// Gives up a slot that is not up yet.
///
/// # Errors
/// When the database fails.
pub async fn drop_unposted(tx: &mut Tx, mut post: Post) -> Result<bool, StoreError> {
    if post.state != PostState::Live || post.posted > 0 || post.attempt.is_some() {
        return Ok(false);
    }
    post.state = PostState::Dropped;
    tx.save_post(&post).await?;
    Ok(true)
}
