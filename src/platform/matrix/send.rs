//! One act on one part of a post, and direct answers.
//!
//! The act's key is the transaction id: the same device and key make one event, however often the
//! request is sent.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedTransactionId, TransactionId, UserId};
use serde_json::{Map, Value, json};

use super::adapter::Matrix;
use super::read::{self, MARK};
use super::render::TAPS;
use super::{history, refusal, render, tap};
use crate::domain::body::Body;
use crate::domain::ids::RemoteId;
use crate::platform::{Act, Action, Made, Refusal, ReplyTo, Response, SEND_LIMIT, Target};

/// What is left of the limit for our own work after the last answer.
const MARGIN: Duration = Duration::from_secs(3);

const MESSAGE: &str = "m.room.message";

/// Makes one part match.
pub(super) fn make<'a>(matrix: &'a Matrix, act: &'a Act) -> BoxFuture<'a, Result<Made, Refusal>> {
    let limit = SEND_LIMIT.saturating_sub(MARGIN);
    async move {
        let made = tokio::time::timeout(limit, try_make(matrix, act)).await;
        made.unwrap_or_else(|_| Err(Refusal::Doubt("no answer in time".into())))
    }
    .boxed()
}

async fn try_make(matrix: &Matrix, act: &Act) -> Result<Made, Refusal> {
    let room = place(matrix, &act.target).await?;
    let key = OwnedTransactionId::from(act.key.as_str());
    match &act.action {
        Action::Send => {
            let (mut content, taps) = content(&act.text)?;
            relate(&mut content, act.thread.as_ref(), act.reply_to.as_ref());
            let sent = send(&room, Value::Object(content), &key).await;
            let remote = sent.map_err(|refusal| in_place(refusal, &act.target))?;
            tap::put(&room, &remote, &taps, &act.key).await?;
            Ok(Made { remote, edit: None })
        }
        Action::Edit(message) => edit(&room, message, content(&act.text)?.0, &key).await,
        Action::Remove(message) => remove(&room, message, key).await,
    }
}

/// The room an act is for.
async fn place(matrix: &Matrix, target: &Target) -> Result<Room, Refusal> {
    match target {
        Target::Room(room) => matrix.joined(room),
        Target::Direct(account) => {
            let user = UserId::parse(&account.id);
            let user = user.map_err(|error| Refusal::NoDirect(error.to_string()))?;
            matrix.direct_room(&user).await
        }
    }
}

/// A refused send says something of the place, not of a message.
fn in_place(refusal: Refusal, target: &Target) -> Refusal {
    match (refusal, target) {
        (Refusal::NotAllowed(why) | Refusal::Gone(why), Target::Direct(_)) => {
            Refusal::NoDirect(why)
        }
        (Refusal::Gone(why), Target::Room(_)) => Refusal::NotAllowed(why),
        (other, _) => other,
    }
}

async fn edit(
    room: &Room,
    message: &RemoteId,
    content: Map<String, Value>,
    key: &TransactionId,
) -> Result<Made, Refusal> {
    if is_gone(room, &event_id(message)?).await? {
        return Err(Refusal::Gone("it was removed".into()));
    }
    // Top-level mentions of an edit are those that are new in it: nobody is told twice.
    let replacement = json!({
        "msgtype": content.get("msgtype"),
        "body": format!("* {}", content.get("body").and_then(Value::as_str).unwrap_or_default()),
        "m.mentions": {},
        MARK: content.get(MARK),
        "m.new_content": content,
        "m.relates_to": { "rel_type": "m.replace", "event_id": message.as_str() },
    });
    let edit = send(room, replacement, key).await?;
    Ok(Made { remote: message.clone(), edit: Some(edit) })
}

/// Takes a message away; one that is already gone counts as taken.
async fn remove(room: &Room, message: &RemoteId, key: OwnedTransactionId) -> Result<Made, Refusal> {
    let id = event_id(message)?;
    if !is_gone(room, &id).await? {
        let redaction = room.redact(&id, None, Some(key)).boxed().await;
        redaction.map_err(|error| refusal::of_http(&error))?;
    }
    Ok(Made { remote: message.clone(), edit: None })
}

/// Whether a message's words are gone from its room.
pub(super) async fn is_gone(room: &Room, id: &EventId) -> Result<bool, Refusal> {
    match room.event(id, None).boxed().await {
        Ok(event) => Ok(read::is_redacted(&history::value(event.raw().json()))),
        Err(error) => match refusal::of(&error) {
            Refusal::Gone(why) => Err(Refusal::Gone(why)),
            // Only looked at so far: nothing happened.
            Refusal::Doubt(why) => Err(Refusal::Down(why)),
            other => Err(other),
        },
    }
}

async fn send(room: &Room, content: Value, key: &TransactionId) -> Result<RemoteId, Refusal> {
    let sent = room.send_raw(MESSAGE, content).with_transaction_id(key).into_future();
    let sent = sent.await.map_err(|error| refusal::of(&error))?;
    Ok(RemoteId(sent.response.event_id.to_string()))
}

/// A rendered part: what is sent, and the reactions that go under it.
pub(super) fn content(text: &str) -> Result<(Map<String, Value>, Vec<String>), Refusal> {
    let mut content: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| Refusal::Never(error.to_string()))?;
    let taps = content.remove(TAPS).unwrap_or_default();
    let taps = taps.as_array().into_iter().flatten().filter_map(Value::as_str);
    let taps = taps.map(str::to_owned).collect();
    Ok((content, taps))
}

/// An event's id, checked.
pub(super) fn event_id(message: &RemoteId) -> Result<OwnedEventId, Refusal> {
    EventId::parse(message.as_str()).map_err(|error| Refusal::Gone(error.to_string()))
}

/// Puts a message into a thread, as a reply, or both. Clients without threads show it as a reply.
fn relate(
    content: &mut Map<String, Value>,
    thread: Option<&RemoteId>,
    reply_to: Option<&RemoteId>,
) {
    let to = reply_to.or(thread);
    let Some(to) = to else { return };
    let mut relation = json!({ "m.in_reply_to": { "event_id": to.as_str() } });
    if let (Some(root), Some(fields)) = (thread, relation.as_object_mut()) {
        fields.insert("rel_type".into(), "m.thread".into());
        fields.insert("event_id".into(), root.as_str().into());
        fields.insert("is_falling_back".into(), reply_to.is_none().into());
    }
    content.insert("m.relates_to".into(), relation);
}

/// Answers a command where it was asked, or by direct message; at most once.
pub(super) fn respond<'a>(
    matrix: &'a Matrix,
    to: &'a ReplyTo,
    reply: &'a Response,
) -> BoxFuture<'a, Result<(), Refusal>> {
    try_respond(matrix, to, reply).boxed()
}

async fn try_respond(matrix: &Matrix, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
    let (body, room) = match (reply, &to.room) {
        (Response::Public(body), Some(room)) => (body.clone().as_notice(), matrix.joined(room)?),
        (Response::Public(body) | Response::Private(body), _) => {
            let target = Target::Direct(to.account.clone());
            (body.clone(), place(matrix, &target).await?)
        }
        (Response::Form(_), _) => return Err(Refusal::Never("Matrix has no forms".into())),
    };
    let here = matches!(reply, Response::Public(_)) || to.room.is_none();
    say(&room, &body, here.then_some(to)).await
}

/// Says a body's parts in order; in the thread, or as a reply, where it was asked there.
async fn say(room: &Room, body: &Body, to: Option<&ReplyTo>) -> Result<(), Refusal> {
    for (number, text) in render::render(body, "").into_iter().enumerate() {
        let (mut content, _) = content(&text)?;
        content.remove(MARK);
        if let Some(to) = to {
            let reply = if to.room.is_some() { to.message.as_ref() } else { None };
            relate(&mut content, to.thread.as_ref(), reply);
        }
        let sent = send(room, Value::Object(content), &TransactionId::new()).await;
        // With a part of it said, the whole must not be said again.
        sent.map_err(|refusal| match number {
            0 => refusal,
            _ => Refusal::Doubt(refusal.to_string()),
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(thread: Option<&str>, reply: Option<&str>) -> Value {
        let mut content = Map::new();
        let (thread, reply) = (thread.map(RemoteId::from), reply.map(RemoteId::from));
        relate(&mut content, thread.as_ref(), reply.as_ref());
        content.remove("m.relates_to").unwrap_or(Value::Null)
    }

    #[test]
    fn threads_fall_back_to_replies_and_replies_in_threads_are_real() {
        assert_eq!(relation(None, None), Value::Null);
        assert_eq!(relation(None, Some("$r")), json!({"m.in_reply_to": {"event_id": "$r"}}));
        assert_eq!(
            relation(Some("$t"), None),
            json!({"rel_type": "m.thread", "event_id": "$t", "is_falling_back": true,
                "m.in_reply_to": {"event_id": "$t"}})
        );
        assert_eq!(
            relation(Some("$t"), Some("$r")),
            json!({"rel_type": "m.thread", "event_id": "$t", "is_falling_back": false,
                "m.in_reply_to": {"event_id": "$r"}})
        );
    }
}
