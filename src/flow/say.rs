//! One-shots: a direct message or a notice, said once per key.

use crate::domain::body::Body;
use crate::domain::ids::{AccountRef, CommunityId, RoomRef, RoundId};
use crate::domain::post::{Fallback, Purpose, Target};
use crate::store::{StoreError, Tx};

use super::House;
use super::slots::{self, Wanted};

/// Something to say once.
pub struct OneShot {
    /// What makes it the same message: the same key is said once.
    pub key: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The round it is about.
    pub round: Option<RoundId>,
    /// The community it is about.
    pub community: Option<CommunityId>,
    /// What is said.
    pub body: Body,
    /// What is said in a room, without content, when it can't be delivered in private.
    pub fallback: Option<Fallback>,
}

impl OneShot {
    /// A notice with this key.
    #[must_use]
    pub fn notice(key: impl Into<String>, body: Body) -> Self {
        Self {
            key: key.into(),
            purpose: Purpose::Notice,
            round: None,
            community: None,
            body,
            fallback: None,
        }
    }

    /// The same about a round.
    #[must_use]
    pub fn about(mut self, round: &RoundId, community: &CommunityId) -> Self {
        self.round = Some(round.clone());
        self.community = Some(community.clone());
        self
    }

    /// The same with a fallback.
    #[must_use]
    pub fn or_in_room(mut self, room: RoomRef, body: Body) -> Self {
        self.fallback = Some(Fallback { room, body });
        self
    }
}

/// Says something to one person in private.
///
/// # Errors
/// When the database fails.
pub async fn tell(
    house: &House,
    tx: &mut Tx,
    account: &AccountRef,
    shot: OneShot,
) -> Result<(), StoreError> {
    say(house, tx, Target::Direct(account.clone()), shot).await
}

/// Says something in a room.
///
/// # Errors
/// When the database fails.
pub async fn announce(
    house: &House,
    tx: &mut Tx,
    room: &RoomRef,
    shot: OneShot,
) -> Result<(), StoreError> {
    say(house, tx, Target::Room(room.clone()), shot).await
}

/// The slot of a one-shot: what is said once to whom.
#[must_use]
pub fn slot(key: &str, target: &Target) -> String {
    format!("say:{key}:{}", target.lane())
}

async fn say(house: &House, tx: &mut Tx, target: Target, shot: OneShot) -> Result<(), StoreError> {
    let wanted = Wanted {
        slot: slot(&shot.key, &target),
        target,
        round: shot.round,
        community: shot.community,
        purpose: shot.purpose,
        body: shot.body,
        fallback: shot.fallback,
    };
    slots::begin(house, tx, wanted).await?;
    Ok(())
}
