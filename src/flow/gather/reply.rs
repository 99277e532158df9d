//! Direct answers: after the commit, at most once, and never a second try. One that certainly did
//! not go out, because the platform asked to wait or is away, is left to delivery instead, which
//! waits as it is asked.

use crate::domain::body::Body;
use crate::domain::community::Language;
use crate::domain::ids::{PlatformName, RemoteId, RoomRef};
use crate::platform::{Refusal, ReplyTo, Response};

use super::super::House;
use super::super::say::{self, OneShot};

/// Answers directly. A private answer that can't be delivered leaves a line without content where
/// it was asked.
pub async fn send(house: &House, to: &ReplyTo, response: &Response) {
    let Some(platform) = house.platforms.get(&to.account.platform) else { return };
    house.crash.hit("reply.before_send");
    let sent = platform.respond(to, response).await;
    house.crash.hit("reply.after_send");
    let Err(refusal) = sent else { return };
    tracing::info!(%refusal, "a reply could not be delivered");
    let left = match (response, &refusal) {
        (Response::Private(_), Refusal::NoDirect(_)) => {
            let line = Response::Public(Body::text(elsewhere(house, to).await).as_notice());
            if let Err(refusal) = platform.respond(to, &line).await {
                tracing::info!(%refusal, "nor could its fallback");
            }
            return;
        }
        (
            Response::Private(body) | Response::Public(body),
            Refusal::Later(_) | Refusal::Down(_),
        ) => {
            let private = matches!(response, Response::Private(_));
            // Where only the answer to an interaction is private, nothing else may take its place.
            if private && to.room.is_some() && platform.abilities().private_replies {
                return;
            }
            leave(house, to, body, private).await
        }
        _ => return,
    };
    if let Err(error) = left {
        tracing::warn!(error = format!("{error:#}"), "nor could it be left to delivery");
    }
}

/// Leaves an answer to delivery, once for each message that is answered.
async fn leave(house: &House, to: &ReplyTo, body: &Body, private: bool) -> anyhow::Result<()> {
    let Some(message) = &to.message else { return Ok(()) };
    let mut shot =
        OneShot::notice(format!("reply:{}:{message}", to.account.platform), body.clone());
    let words = elsewhere(house, to).await;
    let mut tx = house.store.begin().await?;
    match (&to.room, private) {
        (Some(room), true) => {
            shot = shot.or_in_room(room.clone(), Body::text(words).as_notice());
            say::tell(house, &mut tx, &to.account, shot).await?;
        }
        (None, _) => say::tell(house, &mut tx, &to.account, shot).await?,
        (Some(room), false) => say::announce(house, &mut tx, room, shot).await?,
    }
    tx.commit().await?;
    house.wake.notify_one();
    Ok(())
}

/// The line that stands in a room for an answer that was meant for one person alone, in the room's
/// language.
async fn elsewhere(house: &House, to: &ReplyTo) -> String {
    let language = match &to.room {
        Some(room) => spoken(house, room).await.ok().flatten(),
        None => None,
    };
    let language = language.unwrap_or_else(|| Language::from("en"));
    house.words.say(&language, "room-gone-private", &[])
}

async fn spoken(house: &House, room: &RoomRef) -> anyhow::Result<Option<Language>> {
    let mut reader = house.store.read().await?;
    let Some(bound) = reader.room(room).await? else { return Ok(None) };
    if bound.language.is_some() {
        return Ok(bound.language);
    }
    let community = reader.community(&bound.community).await?;
    Ok(community.map(|community| community.language))
}

/// Answers a wish to verify the bot's device. Who gets no answer asks again.
pub async fn verify(house: &House, platform: &PlatformName, wish: &RemoteId, yes: bool) {
    let Some(platform) = house.platforms.get(platform) else { return };
    if let Err(refusal) = platform.verify(wish, yes).await {
        tracing::info!(%refusal, "a wish to verify could not be answered");
    }
}
