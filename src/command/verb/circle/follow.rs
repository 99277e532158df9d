//! `circle follow`: a room that its platform replaced by another; the house goes along.

use serde_json::json;

use crate::command::authority::is_convenor;
use crate::command::ctx::Ctx;
use crate::command::place::slug;
use crate::command::reply::{Done, Reply};
use crate::command::tokens::quoted;
use crate::command::tree::Follow;
use crate::domain::community::Room;
use crate::domain::ids::{AccountRef, RoomRef};
use crate::flow::{House, moved};
use crate::platform::RoomFacts;
use crate::store::Move;

use super::bind::{Binding, mixes};

/// What came of going into the new room, before the transaction.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The room that was given up.
    from: RoomRef,
    /// What the new one is; nothing where it could not be entered.
    facts: Option<RoomFacts>,
}

/// Goes into the room that is meant, where a convenor asks and it is clear which.
///
/// # Errors
/// When the database fails.
pub async fn enter(
    house: &House,
    by: &AccountRef,
    community: Option<&str>,
    args: &Follow,
) -> anyhow::Result<Option<Entered>> {
    let mut waiting = Vec::new();
    {
        let mut reader = house.store.read().await?;
        for one in reader.communities().await? {
            let meant = community.is_none_or(|name| slug(name) == slug(&one.name));
            if meant && is_convenor(&mut reader, &one.id, by).await? {
                waiting.extend(moved::waiting(&mut reader, &one).await?);
            }
        }
    }
    let [(room, moved)] = &named(waiting, args)[..] else { return Ok(None) };
    let Some(platform) = house.platforms.get(&room.at.platform) else { return Ok(None) };
    let entered = platform.follow(&room.at, &moved.to).await;
    if let Err(refusal) = &entered {
        tracing::info!(from = %room.at, to = %moved.to, %refusal, "a room could not be followed");
    }
    Ok(Some(Entered { from: room.at.clone(), facts: entered.ok() }))
}

fn named(waiting: Vec<(Room, Move)>, args: &Follow) -> Vec<(Room, Move)> {
    let meant = |room: &Room| args.room.as_ref().is_none_or(|name| slug(name) == slug(&room.label));
    waiting.into_iter().filter(|(room, _)| meant(room)).collect()
}

/// Goes along.
pub async fn follow(ctx: &mut Ctx<'_>, args: &Follow) -> Done {
    let community = ctx.community().await?;
    let waiting = named(moved::waiting(ctx.tx, &community).await?, args);
    let (old, moved) = match waiting.as_slice() {
        [] => return Err(ctx.no("follow-nothing", &[])),
        [only] => only.clone(),
        several => {
            let line = |room: &Room| format!("circle follow --room {}", quoted(&room.label));
            let lines: Vec<String> = several.iter().map(|(room, _)| line(room)).collect();
            return Err(ctx.which("follow-which", &[], &lines));
        }
    };
    let entered = ctx.outside.entered.clone().filter(|entered| entered.from == old.at);
    let args_of = [("room", old.label.clone().into())];
    let Some(facts) = entered.and_then(|entered| entered.facts) else {
        let line = format!("circle follow --room {}", quoted(&old.label));
        return Err(ctx.no_but("follow-cant-enter", &args_of, &line));
    };
    if ctx.tx.room(&moved.to).await?.is_some_and(|bound| bound.circle != old.circle) {
        return Err(ctx.no("bound-to-another-community", &[]));
    }
    let binding =
        Binding { at: moved.to.clone(), label: facts.label.clone(), encrypted: facts.encrypted };
    let opens = old.encrypted && !facts.encrypted;
    let mixed = old.encrypted != facts.encrypted && mixes(ctx, &old.circle, &binding).await?;
    if (opens || mixed) && !(args.yes || ctx.yes) {
        let line = format!("circle follow --room {} --yes", quoted(&old.label));
        let code = if opens { "follow-unencrypted-first" } else { "bind-encrypted-first" };
        let circle = ctx.tx.circle(&old.circle).await?.map(|one| one.name).unwrap_or_default();
        let args = [("room", old.label.into()), ("circle", circle.into())];
        return Err(ctx.no_but(code, &args, &line));
    }
    let room = moved::follow(ctx.house, ctx.tx, &old, &moved.to, &facts).await?;
    let args = [("room", room.label.as_str().into())];
    let body = ctx.voice.body("followed", &args);
    let data = json!({ "from": old.at.to_string(), "room": room.at.to_string() });
    Ok(Reply::quiet("followed", body).with(data).about(room.at))
}
