//! The world changes around a room: the rules' table of what happens then.

use crate::domain::community::RoomState;
use crate::domain::ids::{RemoteId, RoomRef};
use crate::platform::World;
use crate::store::Tx;

use super::super::{House, moved, thread, tidings};

/// Takes a change of the world in.
pub async fn changed(house: &House, tx: &mut Tx, world: &World) -> anyhow::Result<()> {
    match world {
        World::Back { room, facts } => {
            let Some(mut room) = tx.room(room).await? else { return Ok(()) };
            room.label.clone_from(&facts.label);
            room.encrypted |= facts.encrypted;
            room.state = if facts.may_speak { RoomState::Open } else { RoomState::Paused };
            tx.save_room(&room).await?;
        }
        World::Lost { room, why } => lost(house, tx, room, why).await?,
        World::Renamed { room, label } => {
            let Some(mut room) = tx.room(room).await? else { return Ok(()) };
            room.label.clone_from(label);
            tx.save_room(&room).await?;
        }
        World::Encrypted(room) => {
            let Some(mut room) = tx.room(room).await? else { return Ok(()) };
            room.encrypted = true;
            tx.save_room(&room).await?;
        }
        World::ThreadGone { room, root } => thread_gone(house, tx, room, root).await?,
        World::Replaced { room, by } => moved::noticed(house, tx, room, by).await?,
        // Their words stay under their consent; nudges go only to those who switched them on.
        World::Left { .. } => {}
    }
    Ok(())
}

/// The round goes on by the other ways of answering.
async fn thread_gone(
    house: &House,
    tx: &mut Tx,
    room: &RoomRef,
    root: &RemoteId,
) -> anyhow::Result<()> {
    let Some(round) = tx.round_of_message(&room.platform, root).await? else { return Ok(()) };
    thread::taken_away(tx, &round.id, room).await?;
    tidings::thread_gone(house, tx, &round, room).await
}

async fn lost(house: &House, tx: &mut Tx, at: &RoomRef, why: &str) -> anyhow::Result<()> {
    let Some(mut room) = tx.room(at).await? else { return Ok(()) };
    if room.state == RoomState::Paused {
        return Ok(());
    }
    tracing::info!(room = %at, why, "a room was lost");
    room.state = RoomState::Paused;
    tx.save_room(&room).await?;
    tidings::room_paused(house, tx, &room).await
}
