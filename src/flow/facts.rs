//! Loads what a round's decision is made from, in the transaction that will hold the decision.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;

use crate::domain::community::{Community, Room, RoomState};
use crate::domain::contribution::{Contribution, fold};
use crate::domain::ids::{PersonId, RoomRef};
use crate::domain::post::{Purpose, Target};
use crate::domain::round::Round;
use crate::ritual::facts::{Facts, Named, RoomFacts};
use crate::ritual::script::Script;
use crate::store::Reader;

use super::House;

/// The facts of a round, as they are in this transaction.
///
/// # Errors
/// When the database fails, or the round's community or method file is missing.
pub async fn load(house: &House, reader: &mut Reader, round: &Round) -> anyhow::Result<Facts> {
    let community = community_of(reader, round).await?;
    let rooms = rooms_of(reader, round).await?;
    Ok(Facts {
        script: script_of(house, reader, round).await?,
        signposts: community.charter.signposts.clone(),
        rooms: rooms.into_iter().map(|room| room_facts(house, &community, room)).collect(),
        answers: answers(reader, round).await?,
        prefix: house.prefix.clone(),
        community: community.name,
    })
}

/// The rooms of a round: those its prompt named, and those that took their place. Answering is the
/// yes to be shown there, so a room that is bound later waits for the next round.
async fn rooms_of(reader: &mut Reader, round: &Round) -> anyhow::Result<Vec<Room>> {
    let posts = reader.posts_of(&round.id).await?;
    let prompts = posts.into_iter().filter(|post| post.purpose == Purpose::Prompt);
    let named: Vec<Target> = prompts.map(|post| post.target).collect();
    let mut rooms = Vec::new();
    for room in reader.rooms_of(&round.circle).await? {
        let mut places = vec![room.at.clone()];
        if !named.is_empty() {
            places.extend(reader.moves_to(&room.at).await?.into_iter().map(|moved| moved.from));
        }
        let is_named = |at: &RoomRef| named.contains(&Target::Room(at.clone()));
        if named.is_empty() || places.iter().any(is_named) {
            rooms.push(room);
        }
    }
    Ok(rooms)
}

/// The community a round belongs to.
///
/// # Errors
/// When the database fails or the community is missing.
pub async fn community_of(reader: &mut Reader, round: &Round) -> anyhow::Result<Community> {
    let community = reader.community(&round.community).await?;
    community.with_context(|| format!("round {} has no community", round.id))
}

/// The method file a round began with.
///
/// # Errors
/// When the database fails, or the kept file is missing or no longer read.
pub async fn script_of(
    house: &House,
    reader: &mut Reader,
    round: &Round,
) -> anyhow::Result<Arc<Script>> {
    if let Some(script) = house.methods.known(&round.script) {
        return Ok(script);
    }
    let kept = reader.script(&round.script).await?;
    let kept = kept.with_context(|| format!("round {} has no method file", round.id))?;
    let read = house.methods.read(&kept);
    read.map_err(|faults| anyhow::anyhow!("kept method {}: {} faults", kept.name, faults.len()))
}

fn room_facts(house: &House, community: &Community, room: Room) -> RoomFacts {
    let platform = house.platforms.get(&room.at.platform);
    let abilities = platform.map(|platform| platform.abilities_in(&room.at));
    let can =
        |ability: fn(&crate::platform::Abilities) -> bool| abilities.as_ref().is_some_and(ability);
    RoomFacts {
        language: room.language.unwrap_or_else(|| community.language.clone()),
        buttons: can(|abilities| abilities.buttons),
        choices_in_forms: can(|abilities| abilities.choices_in_forms),
        commands: can(|abilities| abilities.commands),
        heard: can(|abilities| abilities.hears_rooms),
        threads: can(|abilities| abilities.threads),
        reactions: can(|abilities| abilities.reactions && !abilities.buttons),
        edits_leave_history: can(|abilities| abilities.edits_leave_history),
        silent: room.state == RoomState::Paused
            || platform.is_some_and(|platform| !platform.reaches(&room.at)),
        at: room.at,
        label: room.label,
        encrypted: room.encrypted,
    }
}

async fn answers(reader: &mut Reader, round: &Round) -> anyhow::Result<Vec<Named>> {
    let mut by_person: BTreeMap<PersonId, Vec<Contribution>> = BTreeMap::new();
    for contribution in reader.contributions(&round.id).await? {
        by_person.entry(contribution.person.clone()).or_default().push(contribution);
    }
    let mut named = Vec::new();
    for contributions in by_person.values() {
        let Some(answer) = fold(contributions) else { continue };
        let account = reader.account(&answer.account).await?;
        let name = account.map_or_else(|| answer.account.id.clone(), |account| account.name);
        named.push(Named { answer, name });
    }
    // Two of the same instant go by name, so that the order is the same whenever it is looked at.
    named.sort_by_key(|one| (one.answer.given_at, one.name.clone(), one.answer.person.clone()));
    Ok(named)
}
