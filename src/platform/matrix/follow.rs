//! A room that was upgraded: into the one that takes its place.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::{OwnedServerName, RoomId};
use matrix_sdk::{Room, RoomState};

use super::adapter::Matrix;
use super::{direct, refusal, world};
use crate::domain::ids::RoomRef;
use crate::platform::{Refusal, RoomFacts};

/// How long the server may take to tell of a room that was just joined.
const TOLD: Duration = Duration::from_secs(15);
const LOOK: Duration = Duration::from_millis(200);

/// Joins the room that another names as its successor. It has to name that other as the one before
/// it: whoever may close a room could otherwise point anywhere.
pub(super) fn follow<'a>(
    matrix: &'a Matrix,
    from: &'a RoomRef,
    to: &'a RoomRef,
) -> BoxFuture<'a, Result<RoomFacts, Refusal>> {
    enter(matrix, from, to).boxed()
}

async fn enter(matrix: &Matrix, from: &RoomRef, to: &RoomRef) -> Result<RoomFacts, Refusal> {
    let id = RoomId::parse(&to.id).map_err(|error| Refusal::Never(error.to_string()))?;
    let client = matrix.client();
    let joined = client.get_room(&id).filter(|room| room.state() == RoomState::Joined);
    let room = match joined {
        Some(room) => room,
        None => {
            let via = via(matrix, from).await;
            let join = client.join_room_by_id_or_alias((&*id).into(), &via);
            join.boxed().await.map_err(|error| refusal::of(&error))?
        }
    };
    let told = tokio::time::timeout(TOLD, told_of(&room).boxed()).await;
    told.map_err(|_| Refusal::Down("the server has not told of that room yet".into()))?;
    match room.predecessor_room() {
        Some(before) if before.room_id.as_str() == from.id => Ok(world::facts(&room).await),
        _ => Err(Refusal::Never("that room does not follow this one".into())),
    }
}

/// Servers that know the new room: of whoever closed the old one, and the bot's own.
async fn via(matrix: &Matrix, from: &RoomRef) -> Vec<OwnedServerName> {
    let mut servers = vec![matrix.own.server_name().to_owned()];
    if let Some(old) = RoomId::parse(&from.id).ok().and_then(|id| matrix.client().get_room(&id)) {
        let stone = direct::state(&old, StateEventType::RoomTombstone, "").await;
        let by = stone["sender"].as_str().and_then(|user| user.split_once(':'));
        if let Some(Ok(server)) = by.map(|(_, server)| OwnedServerName::try_from(server)) {
            servers.insert(0, server);
        }
    }
    servers
}

/// Waits until the sync loop has brought what the room is.
async fn told_of(room: &Room) {
    let mut looks = tokio::time::interval(LOOK);
    while room.create_content().is_none() {
        looks.tick().await;
    }
}
