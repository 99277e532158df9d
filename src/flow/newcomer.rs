//! Somebody who speaks in private before they ever took part: their communities are those of the
//! rooms they are in, which only their platform can say.

use crate::domain::clock::Instant;
use crate::domain::ids::{AccountRef, CommunityId};
use crate::platform::{Incoming, Said};

use super::{House, give};

/// The private words of a person, if that is what happened.
#[must_use]
pub fn speaks(event: &Incoming) -> Option<&Said> {
    match event {
        Incoming::Said(said) if said.direct && !said.by.ours && !said.by.bot => Some(said),
        _ => None,
    }
}

/// Looks for the communities of whoever speaks here in private and is in none yet.
///
/// # Errors
/// When the database fails.
pub async fn look(house: &House, event: &Incoming) -> anyhow::Result<()> {
    match speaks(event) {
        Some(said) => place(house, &said.by.account, &said.by.name, said.at).await,
        None => Ok(()),
    }
}

/// Makes somebody who is in no community yet a member of those whose rooms they are in.
///
/// # Errors
/// When the database fails.
pub async fn place(
    house: &House,
    account: &AccountRef,
    name: &str,
    at: Instant,
) -> anyhow::Result<()> {
    let communities = among(house, account).await?;
    if communities.is_empty() {
        return Ok(());
    }
    let mut tx = house.store.begin().await?;
    let met = give::meet(house, &mut tx, account, name).await?;
    for community in &communities {
        tx.join(community, &met.person, at).await?;
    }
    Ok(tx.commit().await?)
}

/// The communities whose rooms somebody is in; none where they are a member of one already.
async fn among(house: &House, by: &AccountRef) -> anyhow::Result<Vec<CommunityId>> {
    let Some(platform) = house.platforms.get(&by.platform) else { return Ok(Vec::new()) };
    let rooms = {
        let mut reader = house.store.read().await?;
        if let Some(account) = reader.account(by).await?
            && !reader.communities_of(&account.person).await?.is_empty()
        {
            return Ok(Vec::new());
        }
        reader.rooms().await?
    };
    let mut among = Vec::new();
    for room in rooms.into_iter().filter(|room| room.at.platform == by.platform) {
        if !among.contains(&room.community) && platform.is_in(&room.at, by).await {
            among.push(room.community);
        }
    }
    Ok(among)
}
