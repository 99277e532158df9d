//! A room and who is in it, by what the server says now.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use matrix_sdk::Room;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::member::MembershipState;

use super::adapter::Matrix;
use super::world;
use crate::domain::ids::{AccountRef, RoomRef};
use crate::platform::{Refusal, RoomFacts};

/// What the server says of a room.
pub(super) fn look<'a>(
    matrix: &'a Matrix,
    room: &'a RoomRef,
) -> BoxFuture<'a, Result<RoomFacts, Refusal>> {
    async move {
        let room = matrix.joined(room)?;
        Ok(world::facts(&room).await)
    }
    .boxed()
}

/// Whether an account is in a room.
pub(super) fn is_in<'a>(
    matrix: &'a Matrix,
    room: &'a RoomRef,
    account: &'a AccountRef,
) -> BoxFuture<'a, bool> {
    async move {
        match (matrix.joined(room), UserId::parse(&account.id)) {
            (Ok(room), Ok(user)) => is_member(&room, &user).await,
            _ => false,
        }
    }
    .boxed()
}

/// Whether an account may manage a room: by permission, never by a number, since creators of version
/// 12 rooms have none.
pub(super) fn may_manage<'a>(
    matrix: &'a Matrix,
    room: &'a RoomRef,
    account: &'a AccountRef,
) -> BoxFuture<'a, bool> {
    async move {
        let (Ok(room), Ok(user)) = (matrix.joined(room), UserId::parse(&account.id)) else {
            return false;
        };
        if matrix.is_direct(&room) || !is_member(&room, &user).await {
            return false;
        }
        let levels = room.power_levels().boxed().await;
        levels
            .is_ok_and(|levels| levels.user_can_send_state(&user, StateEventType::RoomPowerLevels))
    }
    .boxed()
}

async fn is_member(room: &Room, user: &UserId) -> bool {
    let member = room.get_member(user).boxed().await;
    member.ok().flatten().is_some_and(|member| *member.membership() == MembershipState::Join)
}
