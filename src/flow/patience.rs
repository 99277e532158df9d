//! While the database is in trouble: whoever waits for an answer is told, and the same is tried
//! again a little later.

use std::time::Duration;

use tokio::time::timeout;

use crate::domain::body::Body;
use crate::domain::community::Language;
use crate::platform::{Incoming, ReplyTo, Response};

use super::House;
use super::gather::reply_to;

/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// The longest an answer may take: it holds up what comes after it.
const LONGEST: Duration = Duration::from_secs(5);

/// Waits a little.
pub async fn pause() {
    // Nothing signals that a database is well again, so nothing is waited for but the time.
    let _ = timeout(PAUSE, std::future::pending::<()>()).await;
}

/// Says to those who wait for an answer that what they sent is held and taken up later. Nothing is
/// said while all is well; says whether there was trouble to speak of.
pub async fn comfort(house: &House, events: &[Incoming]) -> bool {
    let Some(standing) = house.wellbeing.standing() else { return false };
    let language = Language::from("en");
    let why = house.words.say(&language, &format!("trouble-{}", standing.trouble.as_str()), &[]);
    let words = house.words.say(&language, "trouble-waits", &[("why", why.into())]);
    for to in events.iter().filter_map(waits) {
        let Some(platform) = house.platforms.get(&to.account.platform) else { continue };
        let body = Body::text(words.clone()).as_notice();
        let sent = timeout(LONGEST, platform.respond(&to, &Response::Private(body))).await;
        if !matches!(sent, Ok(Ok(()))) {
            tracing::debug!(account = %to.account, "could not say that the database is in trouble");
        }
    }
    true
}

/// Whom to tell, where somebody waits for an answer now.
fn waits(event: &Incoming) -> Option<ReplyTo> {
    match event {
        Incoming::Pressed(pressed) => Some(pressed.reply.clone()),
        Incoming::Submitted(sent) => Some(sent.reply.clone()),
        Incoming::Commanded(commanded) => Some(commanded.reply.clone()),
        Incoming::Said(said) if said.by.ours || said.by.bot || said.past => None,
        Incoming::Said(said) if said.addressed.is_some() || said.direct => Some(reply_to(said)),
        _ => None,
    }
}
