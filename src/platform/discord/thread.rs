//! The threads under prompts: made after them, adopted where they are there already, and kept open
//! while their round is.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId};
use tokio::time::Instant;

use super::adapter::Discord;
use super::refusal::code;
use super::rest::Want;
use crate::platform::Refusal;

/// A thread closes by itself after so many minutes of silence: the longest Discord knows.
const QUIET: u32 = 10_080;

/// The longest name of a thread, in characters.
const NAME_LENGTH: usize = 100;

/// Who closes a thread again and again is not fought.
const AGAIN: Duration = Duration::from_secs(600);

/// The threads of rounds, as far as this process knows of them.
#[derive(Debug, Default)]
pub(super) struct Threads(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Those of open rounds, and when each was last opened again.
    open: HashMap<ChannelId, Option<Instant>>,
    /// Those that turned out not to be there: they are not asked for again.
    gone: HashSet<ChannelId>,
}

impl Threads {
    /// Its round is open.
    pub(super) fn opened(&self, thread: ChannelId) {
        self.known().open.entry(thread).or_default();
    }

    /// Its round is over.
    pub(super) fn closed(&self, thread: ChannelId) {
        self.known().open.remove(&thread);
    }

    /// It is not there.
    pub(super) fn gone(&self, thread: ChannelId) {
        self.known().gone.insert(thread);
    }

    /// Whether it is known not to be there.
    pub(super) fn is_gone(&self, thread: ChannelId) -> bool {
        self.known().gone.contains(&thread)
    }

    /// Whether its round is open.
    pub(super) fn is_open(&self, thread: ChannelId) -> bool {
        self.known().open.contains_key(&thread)
    }

    /// Whether it may be opened again now; that is noted.
    fn may_reopen(&self, thread: ChannelId, now: Instant) -> bool {
        match self.known().open.get_mut(&thread) {
            Some(last) if last.is_none_or(|last| now - last > AGAIN) => {
                *last = Some(now);
                true
            }
            _ => false,
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Discord {
    /// Makes the thread under a message that stands; it has the message's id. One that is there
    /// is adopted. A room that wants none has none.
    ///
    /// Discord away leaves the whole act in doubt: the message stands already, and only doubt is
    /// looked into without saying it twice.
    pub(super) async fn make_thread(
        &self,
        room: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<(), Refusal> {
        let thread = ChannelId::new(message.get());
        if self.world.has_thread(thread) {
            self.threads.opened(thread);
            return Ok(());
        }
        let name: String = name.chars().take(NAME_LENGTH).collect();
        let wish = json!({ "name": name, "auto_archive_duration": QUIET });
        let route = Route::ChannelMessageThreads { channel_id: room, message_id: message };
        match self.rest.ask(Want::post(route, &wish)).await {
            Ok(made) if made["id"] == thread.to_string() => {}
            Ok(made) => {
                // Discord gives it the message's own id. By another nobody finds it again.
                tracing::warn!(%thread, made = %made["id"], "a thread does not bear its prompt's id");
                self.threads.gone(thread);
                return Ok(());
            }
            Err(fault) if fault.code == code::THREAD_EXISTS => {}
            Err(fault) => return unmade(&fault.refusal),
        }
        self.world.note_thread(thread, room);
        self.threads.opened(thread);
        Ok(())
    }

    /// Opens the thread of an open round again, where it was archived.
    pub(super) async fn reopen_thread(&self, thread: ChannelId) {
        if !self.threads.may_reopen(thread, Instant::now()) {
            return;
        }
        let route = Route::Channel { channel_id: thread };
        let wish = json!({ "archived": false });
        if let Err(fault) = self.rest.ask(Want::patch(route, &wish)).await {
            tracing::info!(%thread, refusal = %fault.refusal, "a thread stays archived");
        }
    }

    /// Whether a thread is there; opened again where it is archived and its round is open.
    pub(super) async fn find_thread(&self, thread: ChannelId) -> Result<Found, Refusal> {
        if self.threads.is_gone(thread) {
            return Ok(Found::Gone);
        }
        let route = Route::Channel { channel_id: thread };
        let found: Value = match self.rest.ask(Want::get(route).past()).await {
            Ok(found) => found,
            Err(fault) if fault.code == code::NO_CHANNEL => {
                self.threads.gone(thread);
                return Ok(Found::Gone);
            }
            Err(fault) => return Err(super::refusal::only_read(fault).into()),
        };
        let state = &found["thread_metadata"];
        if state["archived"] == true && state["locked"] != true && self.threads.is_open(thread) {
            self.reopen_thread(thread).await;
        }
        Ok(Found::There)
    }
}

/// Whether a thread is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    There,
    /// It was taken away, or never made.
    Gone,
}

/// What it means that a thread was not made.
fn unmade(refusal: &Refusal) -> Result<(), Refusal> {
    match refusal {
        Refusal::Down(_) | Refusal::Later(_) | Refusal::Doubt(_) => {
            Err(Refusal::Doubt(format!("the thread is still to come: {refusal}")))
        }
        Refusal::NotAllowed(_)
        | Refusal::Gone(_)
        | Refusal::NoDirect(_)
        | Refusal::Frozen(_)
        | Refusal::Never(_) => {
            tracing::info!(%refusal, "a prompt has no thread");
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_is_closed_again_at_once_stays_closed() {
        let (threads, now, thread) = (Threads::default(), Instant::now(), ChannelId::new(1));
        assert!(!threads.may_reopen(thread, now));
        threads.opened(thread);
        threads.opened(thread);
        assert!(threads.is_open(thread) && threads.may_reopen(thread, now));
        assert!(!threads.may_reopen(thread, now + Duration::from_secs(60)));
        assert!(threads.may_reopen(thread, now + Duration::from_secs(601)));
        threads.closed(thread);
        assert!(!threads.is_open(thread));
    }

    #[test]
    fn only_what_may_still_come_is_in_doubt() {
        assert!(unmade(&Refusal::NotAllowed("50013".into())).is_ok());
        assert!(unmade(&Refusal::Never("50024".into())).is_ok());
        for later in [Refusal::Down("x".into()), Refusal::Later(Duration::ZERO)] {
            assert!(matches!(unmade(&later), Err(Refusal::Doubt(_))));
        }
    }
}
