//! What happens in the practice rooms, as it happens: server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::timeout;

use super::Web;
use super::api::{Rooms, clock_of};
use crate::platform::practice::Practice;
use crate::platform::practice::journal::{Deed, Entry};
use crate::platform::practice::view;

/// How often a silent stream says something, and what time it is.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The most entries read at once.
const AT_ONCE: usize = 200;

struct Listener {
    web: Web,
    practice: Arc<Practice>,
    watch: watch::Receiver<u64>,
    told: u64,
    waiting: VecDeque<Event>,
}

/// From now on, or from after the event that a browser says it saw last.
pub(super) async fn stream(
    State(web): State<Web>,
    Rooms(practice): Rooms,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watch = practice.watch();
    let now = *watch.borrow();
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<u64>().ok());
    let told = seen.unwrap_or(now).min(now);
    let waiting = VecDeque::from_iter(clock(&web));
    let listener = Listener { web, practice, watch, told, waiting };
    Sse::new(stream::unfold(listener, next)).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    loop {
        if let Some(event) = listener.waiting.pop_front() {
            return Some((Ok(event), listener));
        }
        if listener.web.stop.is_cancelled() || !listener.read() && !listener.wait().await {
            return None;
        }
    }
}

impl Listener {
    /// Takes up what happened; false when nothing did.
    fn read(&mut self) -> bool {
        let (events, upto) = self.practice.read(|state| {
            let entries = state.entries_after(self.told);
            let entries = entries.get(..AT_ONCE).unwrap_or(entries);
            let events: Vec<Event> = entries
                .iter()
                .filter_map(|entry| {
                    let message = view::message(state, view::about(state, entry));
                    change(entry, &json!(message))
                })
                .collect();
            (events, entries.last().map(|entry| entry.n))
        });
        self.waiting.extend(events);
        self.told = upto.unwrap_or(self.told);
        upto.is_some()
    }

    /// Waits for something to happen or for the clock to be told; false at the end of all things.
    async fn wait(&mut self) -> bool {
        tokio::select! {
            () = self.web.stop.cancelled() => false,
            changed = timeout(HEARTBEAT, self.watch.changed()) => match changed {
                Ok(changed) => changed.is_ok(),
                Err(_) => {
                    self.waiting.extend(clock(&self.web));
                    true
                }
            },
        }
    }
}

fn clock(web: &Web) -> Option<Event> {
    Event::default().event("clock").json_data(clock_of(web)?).ok()
}

fn change(entry: &Entry, message: &Value) -> Option<Event> {
    let kind = match entry.deed {
        Deed::Say(_) => "message",
        Deed::Edit { .. } => "edit",
        Deed::Delete { .. } => "delete",
        Deed::React { .. } => "react",
        Deed::Press { .. } => "press",
        Deed::Submit { .. } => "submit",
    };
    let data = json!({
        "id": format!("m{}", entry.n),
        "kind": kind,
        "room": entry.place,
        "by": entry.by,
        "message": message,
    });
    Event::default().id(entry.n.to_string()).json_data(data).ok()
}
