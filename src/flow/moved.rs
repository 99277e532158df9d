//! A room that its platform gave up for another, as when it is upgraded: what runs there waits,
//! convenors are asked, and after a yes the new room takes its place in its circle, open rounds
//! included.

use crate::domain::body::{Block, Body};
use crate::domain::community::{Community, Language, Room, RoomState};
use crate::domain::ids::RoomRef;
use crate::platform::RoomFacts;
use crate::store::{Move, Reader, Tx};

use super::{House, act, tidings};

/// A bound room was given up: it waits, and convenors are asked once.
pub(super) async fn noticed(
    house: &House,
    tx: &mut Tx,
    from: &RoomRef,
    to: &RoomRef,
) -> anyhow::Result<()> {
    let Some(mut room) = tx.room(from).await? else { return Ok(()) };
    if !tx.note_move(from, to, house.now()).await? {
        return Ok(());
    }
    room.state = RoomState::Paused;
    tx.save_room(&room).await?;
    let Some(community) = tx.community(&room.community).await? else { return Ok(()) };
    let line = line(&room, &community);
    let body = |language: &Language| {
        let args = [("room", room.label.as_str().into())];
        let mut body = Body::text(house.words.say(language, "room-replaced", &args));
        body.blocks.push(Block::Code(line.clone()));
        body
    };
    tidings::body_to_convenors(house, tx, &community.id, &format!("moved:{from}:{to}"), &body).await
}

/// What a convenor writes to say yes, wherever they write it.
fn line(room: &Room, community: &Community) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "'"));
    let (room, community) = (quoted(&room.label), quoted(&community.name));
    format!("circle follow --room {room} --community {community}")
}

/// The community's rooms that were given up and not followed yet.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    reader: &mut Reader,
    community: &Community,
) -> anyhow::Result<Vec<(Room, Move)>> {
    let mut waiting = Vec::new();
    for room in reader.rooms().await?.into_iter().filter(|room| room.community == community.id) {
        if let Some(moved) = reader.move_of(&room.at).await?.filter(|moved| !moved.followed) {
            waiting.push((room, moved));
        }
    }
    Ok(waiting)
}

/// Goes along: the new room takes the old one's place. Its people are those of the old one, so
/// open rounds go on there.
///
/// # Errors
/// When the database fails.
pub async fn follow(
    house: &House,
    tx: &mut Tx,
    old: &Room,
    to: &RoomRef,
    facts: &RoomFacts,
) -> anyhow::Result<Room> {
    let room = Room {
        at: to.clone(),
        label: facts.label.clone(),
        encrypted: facts.encrypted,
        state: if facts.may_speak { RoomState::Open } else { RoomState::Paused },
        bound_at: house.now(),
        ..old.clone()
    };
    tx.unbind_room(&old.at).await?;
    tx.bind_room(&room).await?;
    tx.follow_move(&old.at).await?;
    for round in tx.open_rounds(&room.circle).await? {
        act::refresh(house, tx, &round.id).await?;
    }
    Ok(room)
}
