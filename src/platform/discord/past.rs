//! Pages of a channel's past, each message read by itself: one that does not read spoils no page.

use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId};

use super::NAME;
use super::refusal::{Fault, only_read};
use super::rest::{Rest, Want};
use super::shape::Message;

/// Messages in a page, the most that Discord gives.
pub(super) const PAGE: usize = 100;

/// The messages right after `after`, oldest first; fewer than [`PAGE`] where there are no more.
pub(super) async fn after(
    rest: &Rest,
    channel: ChannelId,
    after: u64,
) -> Result<Vec<Message>, Fault> {
    page(rest, channel, ("after", after)).await
}

/// The messages right before `before`, oldest first.
pub(super) async fn before(
    rest: &Rest,
    channel: ChannelId,
    before: u64,
) -> Result<Vec<Message>, Fault> {
    page(rest, channel, ("before", before)).await
}

async fn page(
    rest: &Rest,
    channel: ChannelId,
    (edge, at): (&'static str, u64),
) -> Result<Vec<Message>, Fault> {
    let route = Route::ChannelMessages { channel_id: channel };
    let want = Want::get(route).with("limit", PAGE).with(edge, at).past();
    let said = rest.ask(want).await.map_err(only_read)?;
    let mut messages: Vec<Message> = match said {
        Value::Array(all) => all.into_iter().filter_map(message).collect(),
        _ => Vec::new(),
    };
    messages.sort_by_key(|one| one.id);
    Ok(messages)
}

/// One message; `None` where it is not there.
pub(super) async fn one(
    rest: &Rest,
    channel: ChannelId,
    id: MessageId,
) -> Result<Option<Message>, Fault> {
    let route = Route::ChannelMessage { channel_id: channel, message_id: id };
    match rest.ask(Want::get(route).past()).await {
        Ok(said) => Ok(message(said)),
        Err(fault) if fault.code == super::refusal::code::NO_MESSAGE => Ok(None),
        Err(fault) => Err(only_read(fault)),
    }
}

fn message(value: Value) -> Option<Message> {
    let id = value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    match serde_json::from_value(value) {
        Ok(message) => Some(message),
        Err(error) => {
            tracing::warn!(platform = NAME, message = id, %error, "a message can't be read");
            None
        }
    }
}
