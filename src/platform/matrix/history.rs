//! A room's past: paged backwards from now, told oldest first.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::collections::{BTreeMap, BTreeSet};

use matrix_sdk::Room;
use matrix_sdk::room::{IncludeRelations, MessagesOptions, RelationsOptions};
use matrix_sdk::ruma::events::relation::RelationType;
use matrix_sdk::ruma::{OwnedUserId, UInt, UserId};
use serde_json::Value;
use serde_json::value::RawValue;

use super::adapter::{Matrix, room_ref};
use super::address::Names;
use super::read::{self, Place};
use super::{again, held, refusal, send};
use crate::domain::clock;
use crate::domain::ids::{RemoteId, RoomRef};
use crate::platform::{Inbox, Incoming, Refusal, Removed, RoundThread};

/// Events asked for at a time, and how many pages are read at most.
const PAGE: u32 = 100;
const PAGES: u32 = 60;

/// What was read of a room's past.
pub(super) struct Past {
    /// The events, newest first.
    pub events: Vec<Value>,
    /// Whether paging ended where it should: at the place asked for, or at the room's beginning.
    pub whole: bool,
}

/// An event's JSON.
pub(super) fn value(json: &RawValue) -> Value {
    serde_json::from_str(json.get()).unwrap_or(Value::Null)
}

/// Pages backwards from now until `stop`, which is not included.
pub(super) async fn back(
    matrix: &Matrix,
    room: &Room,
    stop: &(dyn Fn(&Value) -> bool + Sync),
) -> Result<Past, Refusal> {
    let mut events = Vec::new();
    let mut from: Option<String> = None;
    for _ in 0..PAGES {
        let mut options = MessagesOptions::backward().from(from.as_deref());
        options.limit = UInt::from(PAGE);
        let page = room.messages(options).boxed().await.map_err(only_read)?;
        let chunk = again::with_backup(matrix, room, page.chunk).await;
        for event in again::values(&chunk) {
            if stop(&event) {
                return Ok(Past { events, whole: true });
            }
            events.push(event);
        }
        match page.end {
            Some(end) => from = Some(end),
            None => return Ok(Past { events, whole: true }),
        }
    }
    Ok(Past { events, whole: false })
}

/// Reading leaves nothing in doubt.
fn only_read(error: matrix_sdk::Error) -> Refusal {
    match refusal::of(&error) {
        Refusal::Doubt(why) => Refusal::Down(why),
        other => other,
    }
}

/// Tells a room's past from after `cursor` to now, then its open threads whole.
pub(super) fn fill<'a>(
    matrix: &'a Matrix,
    room: &'a RoomRef,
    cursor: Option<&'a str>,
    threads: &'a [RoundThread],
    inbox: &'a Inbox,
) -> BoxFuture<'a, Result<(), Refusal>> {
    async move {
        let joined = matrix.joined(room)?;
        let filled = try_fill(matrix, &joined, cursor, threads, inbox).await;
        // Also where that failed: better told without what lies before it than not told.
        held::release(matrix, &joined, inbox).await?;
        filled
    }
    .boxed()
}

async fn try_fill(
    matrix: &Matrix,
    joined: &Room,
    cursor: Option<&str>,
    threads: &[RoundThread],
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let room = room_ref(joined);
    let own = matrix.own.clone();
    let known = cursor.map(str::to_owned);
    let stop = move |event: &Value| match &known {
        Some(known) => read::id(event) == Some(known),
        None => is_join_of(event, &own),
    };
    let mut past = back(matrix, joined, &stop).await?;
    if !past.whole {
        tracing::warn!(room = %room, "the last known event is not in the history that was read");
    }
    past.events.reverse();
    let upto = past.events.last().and_then(read::id).or(cursor).map(str::to_owned);
    tell(matrix, joined, &past.events, true, inbox).await?;
    for thread in threads.iter().filter(|thread| thread.whole) {
        read_thread(matrix, joined, &thread.root, inbox).await?;
    }
    put(inbox, Incoming::Filled { room, upto }).await
}

/// Whether the event is the moment this person came into the room.
pub(super) fn is_join_of(event: &Value, user: &UserId) -> bool {
    event["type"] == "m.room.member"
        && event["state_key"] == user.as_str()
        && event["content"]["membership"] == "join"
        && event["unsigned"]["prev_content"]["membership"] != "join"
}

/// A thread, whole: its root, what was said in it, and the newest edit of each.
async fn read_thread(
    matrix: &Matrix,
    room: &Room,
    root: &RemoteId,
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let id = send::event_id(root)?;
    match send::is_gone(room, &id).await {
        Ok(false) => {}
        Ok(true) | Err(Refusal::Gone(_)) => put(inbox, gone(room, root)).await?,
        Err(other) => return Err(other),
    }
    let mut events = Vec::new();
    let mut from: Option<String> = None;
    for _ in 0..PAGES {
        let options = RelationsOptions {
            include_relations: IncludeRelations::RelationsOfType(RelationType::Thread),
            limit: Some(UInt::from(PAGE)),
            from,
            ..RelationsOptions::default()
        };
        let page = match room.relations(id.clone(), options).boxed().await.map_err(only_read) {
            Err(Refusal::Gone(_)) => break,
            other => other?,
        };
        let chunk = again::with_backup(matrix, room, page.chunk).await;
        events.extend(again::values(&chunk));
        from = page.next_batch_token;
        if from.is_none() {
            break;
        }
    }
    events.reverse();
    tell(matrix, room, &events, false, inbox).await
}

fn gone(room: &Room, message: &RemoteId) -> Incoming {
    Incoming::Removed(Removed {
        room: room_ref(room),
        id: message.clone(),
        at: clock::instant(0),
        cursor: None,
    })
}

async fn tell(
    matrix: &Matrix,
    room: &Room,
    events: &[Value],
    cursors: bool,
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let mut place = place(matrix, room, events).await;
    place.past = true;
    place.cursors = cursors;
    for event in events {
        let edit = if cursors { None } else { place.bundled_edit(event) };
        for incoming in place.read(event).into_iter().chain(edit) {
            matrix.note_direct(&place, room, &incoming);
            put(inbox, incoming).await?;
        }
    }
    Ok(())
}

/// Tells live events that the history most likely told already: they set no cursor.
pub(super) async fn tell_again(
    matrix: &Matrix,
    room: &Room,
    events: &[Value],
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let mut place = place(matrix, room, events).await;
    place.cursors = false;
    for incoming in events.iter().filter_map(|event| place.read(event)) {
        matrix.note_direct(&place, room, &incoming);
        put(inbox, incoming).await?;
    }
    Ok(())
}

async fn put(inbox: &Inbox, incoming: Incoming) -> Result<(), Refusal> {
    inbox.send(incoming).await.map_err(|_| Refusal::Down("the house is stopping".into()))
}

/// How these events are to be read: live, with cursors.
pub(super) async fn place(matrix: &Matrix, room: &Room, events: &[Value]) -> Place {
    let senders: BTreeSet<&str> =
        events.iter().filter_map(|event| event["sender"].as_str()).collect();
    let mut shown = BTreeMap::new();
    for user in senders {
        if let Some(name) = name(room, user).await {
            shown.insert(user.to_owned(), name);
        }
    }
    Place {
        room: room_ref(room),
        direct: matrix.is_direct(room),
        past: false,
        cursors: true,
        names: Names {
            prefix: matrix.settings.prefix.clone(),
            user: matrix.own.to_string(),
            shown: name(room, matrix.own.as_str()).await,
        },
        shown,
    }
}

/// The name the room shows for somebody, as far as it is known without asking.
async fn name(room: &Room, user: &str) -> Option<String> {
    let user: OwnedUserId = UserId::parse(user).ok()?;
    let member = room.get_member_no_sync(&user).boxed().await.ok().flatten()?;
    member.display_name().map(str::to_owned)
}
