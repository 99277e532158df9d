//! What could not be decrypted: its key is looked for in the backup, and it is read again.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt as _};
use matrix_sdk::deserialized_responses::{
    TimelineEvent, TimelineEventKind, VerificationLevel, VerificationState,
};
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::{Client, Room};
use serde_json::Value;

use super::adapter::Matrix;
use super::{NAME, history, refusal, send};
use crate::domain::ids::{RemoteId, RoomRef};
use crate::platform::{Inbox, Incoming, Refusal};

/// The backup is not asked for the same key again within this time.
const ASK_AGAIN: Duration = Duration::from_secs(30);

/// For which keys the backup was asked lately.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// One asks at a time: who finds a key asked for, finds it there if it could be had.
    gate: tokio::sync::Mutex<()>,
    lately: Mutex<HashMap<String, Instant>>,
}

impl Asked {
    /// Whether to ask for a key now; from now on it was asked for.
    fn ask(&self, session: &str) -> bool {
        let now = Instant::now();
        let mut asked = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, at| now.duration_since(*at) < ASK_AGAIN);
        match asked.contains_key(session) {
            true => false,
            false => asked.insert(session.to_owned(), now).is_none(),
        }
    }
}

/// Whether the words of an event can't be read for want of a key.
fn session_of(event: &TimelineEvent) -> Option<String> {
    match &event.kind {
        TimelineEventKind::UnableToDecrypt { utd_info, .. } => utd_info.session_id.clone(),
        TimelineEventKind::Decrypted(_) | TimelineEventKind::PlainText { .. } => None,
    }
}

/// Events of a room's history, those decrypted whose keys are in the backup by now.
pub(super) async fn with_backup(
    matrix: &Matrix,
    room: &Room,
    events: Vec<TimelineEvent>,
) -> Vec<TimelineEvent> {
    let missing: BTreeSet<String> = events.iter().filter_map(session_of).collect();
    if missing.is_empty() {
        return events;
    }
    fetch(matrix, room, &missing).await;
    let mut read = Vec::with_capacity(events.len());
    for event in events {
        read.push(decrypted(room, event).await);
    }
    read
}

/// Fetches keys from the backup, once it is known where that is: a key that was asked for before
/// would count as asked for in vain.
async fn fetch(matrix: &Matrix, room: &Room, sessions: &BTreeSet<String>) {
    let _one = matrix.asked.gate.lock().await;
    if matrix.ring.found().is_none() {
        return;
    }
    let backups = matrix.client().encryption().backups();
    for session in sessions.iter().filter(|session| matrix.asked.ask(session)) {
        if let Err(error) = backups.download_room_key(room.room_id(), session).boxed().await {
            tracing::debug!(%error, "a key is not in the backup");
        }
    }
}

async fn decrypted(room: &Room, event: TimelineEvent) -> TimelineEvent {
    if session_of(&event).is_none() {
        return event;
    }
    let raw = event.raw().clone().cast_unchecked::<OriginalSyncRoomEncryptedEvent>();
    room.decrypt_event(&raw, None).boxed().await.unwrap_or(event)
}

/// The JSON of an event, decrypted where that could be done. An event whose sender is not who its
/// key belongs to is nobody's.
pub(super) fn value(event: &TimelineEvent) -> Value {
    let state = event.encryption_info().map(|info| info.verification_state.clone());
    if let Some(VerificationState::Unverified(VerificationLevel::MismatchedSender)) = state {
        tracing::warn!(event = ?event.event_id(), "an event's sender is not who its key belongs to");
        return Value::Null;
    }
    history::value(event.raw().json())
}

/// Reads events again that could not be read.
pub(super) fn read_again<'a>(
    matrix: &'a Matrix,
    room: &'a RoomRef,
    events: &'a [RemoteId],
    inbox: &'a Inbox,
) -> BoxFuture<'a, Result<(), Refusal>> {
    each(matrix, room, events, inbox).boxed()
}

async fn each(
    matrix: &Matrix,
    room: &RoomRef,
    events: &[RemoteId],
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let joined = matrix.joined(room)?;
    for id in events {
        let Ok(event_id) = send::event_id(id) else {
            done(room, id, inbox).await?;
            continue;
        };
        match joined.event(&event_id, None).boxed().await {
            Ok(event) => one(matrix, &joined, room, id, event, inbox).await?,
            Err(error) => match refusal::of(&error) {
                Refusal::Gone(_) => done(room, id, inbox).await?,
                other => return Err(other),
            },
        }
    }
    Ok(())
}

async fn one(
    matrix: &Matrix,
    joined: &Room,
    room: &RoomRef,
    id: &RemoteId,
    event: TimelineEvent,
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let Some(event) = with_backup(matrix, joined, vec![event]).await.pop() else { return Ok(()) };
    if event.kind.is_utd() {
        return Ok(());
    }
    history::tell_again(matrix, joined, &[value(&event)], inbox).await?;
    done(room, id, inbox).await
}

async fn done(room: &RoomRef, id: &RemoteId, inbox: &Inbox) -> Result<(), Refusal> {
    let readable = Incoming::Readable { room: room.clone(), id: id.clone() };
    inbox.send(readable).await.map_err(|_| Refusal::Down("the house is stopping".into()))
}

/// Tells in which rooms keys came.
///
/// Behind a lock only so that it may be looked at from anywhere.
pub(super) struct Arrivals(Mutex<Option<BoxStream<'static, BTreeSet<String>>>>);

impl Arrivals {
    /// From now on.
    pub(super) async fn of(client: &Client) -> Self {
        let encryption = client.encryption();
        let own = encryption.curve25519_key().await;
        let rooms = encryption.room_keys_received_stream().await.map(|stream| {
            stream
                .map(move |keys| {
                    // The bot's own keys open nothing that was said by others.
                    let theirs = keys.unwrap_or_default().into_iter();
                    let theirs = theirs.filter(|key| Some(key.sender_key) != own);
                    theirs.map(|key| key.room_id.to_string()).collect()
                })
                .boxed()
        });
        Self(Mutex::new(rooms))
    }

    /// The rooms in which keys came since this was last asked.
    pub(super) fn rooms(&mut self) -> BTreeSet<RoomRef> {
        let mut rooms = BTreeSet::new();
        let stream = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(stream) = stream else { return rooms };
        while let Some(Some(came)) = stream.next().now_or_never() {
            rooms.extend(came.into_iter().map(|room| RoomRef::new(NAME, room)));
        }
        rooms
    }
}

/// What is held of a room's events, as JSON; for sync, which asks no backup: what is missing there
/// mostly comes a moment later.
pub(super) fn values(events: &[TimelineEvent]) -> Vec<Value> {
    events.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backup_is_not_asked_again_and_again() {
        let asked = Asked::default();
        assert!(asked.ask("one") && asked.ask("two"));
        assert!(!asked.ask("one"));
    }
}
