//! Direct answers: after the commit, at most once, and never a second try.

use crate::domain::body::Body;
use crate::domain::community::Language;
use crate::platform::{Refusal, ReplyTo, Response};

use super::super::House;

/// Answers directly. A private answer that can't be delivered leaves a line without content where
/// it was asked.
pub async fn send(house: &House, to: &ReplyTo, response: &Response) {
    let Some(platform) = house.platforms.get(&to.account.platform) else { return };
    house.crash.hit("reply.before_send");
    let sent = platform.respond(to, response).await;
    house.crash.hit("reply.after_send");
    let Err(refusal) = sent else { return };
    tracing::info!(%refusal, "a reply could not be delivered");
    if let (Response::Private(_), Refusal::NoDirect(_)) = (response, &refusal) {
        let words = house.words.say(&Language::from("en"), "room-gone-private", &[]);
        let line = Response::Public(Body::text(words).as_notice());
        if let Err(refusal) = platform.respond(to, &line).await {
            tracing::info!(%refusal, "nor could its fallback");
        }
    }
}
