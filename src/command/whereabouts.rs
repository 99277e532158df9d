//! Who asks, where, in which community and in which language.

use crate::domain::community::{Community, Language};
use crate::domain::ids::CommunityId;
use crate::domain::member::Account;
use crate::flow::{House, give};
use crate::store::Tx;

use super::ctx::Ctx;
use super::desk::Call;
use super::reply::Trouble;
use super::voice::Manner;

/// The account, met now if it was not known.
pub async fn known(house: &House, tx: &mut Tx, call: &Call) -> anyhow::Result<Account> {
    if call.operator
        && let Some(account) = tx.account(&call.by).await?
    {
        return Ok(account);
    }
    give::meet(house, tx, &call.by, &call.name).await
}

/// How commands are given where this was asked. An operator at a shell and a person in a direct
/// message need nothing before the words.
pub fn manner(house: &House, call: &Call) -> Manner {
    let platform = house.platforms.get(&call.by.platform);
    let has_commands = platform.is_some_and(|platform| platform.abilities().commands);
    match &call.room {
        _ if call.operator => Manner::Typed(String::new()),
        _ if has_commands && (call.aside || call.room.is_some()) => Manner::Picked,
        Some(_) => Manner::Typed(format!("{} ", house.prefix)),
        None => Manner::Typed(String::new()),
    }
}

/// Finds the community a request is about; `false` when one was named that isn't there for them.
pub async fn find_community(ctx: &mut Ctx<'_>, name: Option<&str>) -> Result<bool, Trouble> {
    if let Some(name) = name {
        let Some(found) = ctx.tx.community_named(name).await? else { return Ok(false) };
        if !sees(ctx, &found.id).await? {
            return Ok(false);
        }
        ctx.community = Some(found);
        return Ok(true);
    }
    if let Some(room) = &ctx.bound {
        ctx.community = ctx.tx.community(&room.community.clone()).await?;
        return Ok(true);
    }
    let mut mine = ctx.tx.communities_of(&ctx.account.person).await?;
    if mine.is_empty() && ctx.operator {
        mine = ctx.tx.communities().await?;
    }
    ctx.community = only(mine);
    Ok(true)
}

fn only(mut communities: Vec<Community>) -> Option<Community> {
    if communities.len() == 1 { communities.pop() } else { None }
}

/// Whether a community exists for this person: they take part in it, or are in one of its rooms.
async fn sees(ctx: &mut Ctx<'_>, community: &CommunityId) -> Result<bool, Trouble> {
    let here = ctx.bound.as_ref().is_some_and(|room| room.community == *community);
    if here || ctx.operator {
        return Ok(true);
    }
    Ok(ctx.tx.member(community, &ctx.account.person).await?.is_some())
}

/// Speaks the person's own language, else the room's, else the community's, else English; and where
/// nobody else reads it, by their own clock.
pub async fn tune(ctx: &mut Ctx<'_>) -> Result<(), Trouble> {
    let person = ctx.tx.person(&ctx.account.person).await?;
    if ctx.alone && !ctx.operator {
        ctx.zone = person.as_ref().and_then(|person| person.zone);
    }
    let own = person.and_then(|person| person.language);
    let room = || ctx.bound.as_ref().and_then(|room| room.language.clone());
    let community = || ctx.community.as_ref().map(|community| community.language.clone());
    ctx.voice.language =
        own.or_else(room).or_else(community).unwrap_or_else(|| Language::from("en"));
    Ok(())
}
