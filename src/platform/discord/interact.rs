//! Interactions: what is picked, pressed or sent becomes an [`Incoming`] at once, and is
//! acknowledged beside it, by what each declares. What the house says goes to the exchange it is
//! for; what came too late for Discord goes to the person by direct message.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::value::RawValue;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, MessageId, UserId};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::adapter::Discord;
use super::exchange::{Exchange, First, Said, over};
use super::interaction::{Interaction, of};
use super::read::{account, made_at, name, remote};
use super::{NAME, complete, custom, form, room_ref, send};
use crate::domain::body::Press;
use crate::domain::ids::RemoteId;
use crate::platform::spec::Acknowledge;
use crate::platform::{
    Author, Clerk, Commanded, Incoming, Pressed, Refusal, ReplyTo, Response, Submitted,
};

/// So long what Discord said of somebody's permissions counts.
const FRESH: Duration = Duration::from_secs(60);

/// So many people's permissions are remembered.
const MANY: usize = 1_000;

/// All exchanges that can still be answered.
pub(super) struct Exchanges {
    clerk: OnceLock<Arc<dyn Clerk>>,
    open: Mutex<HashMap<String, mpsc::UnboundedSender<Said>>>,
    may: Mutex<HashMap<(ChannelId, UserId), (Permissions, Instant)>>,
    under_way: Arc<AtomicU64>,
    late: mpsc::UnboundedSender<Said>,
    late_ones: tokio::sync::Mutex<mpsc::UnboundedReceiver<Said>>,
}

impl Default for Exchanges {
    fn default() -> Self {
        let (late, late_ones) = mpsc::unbounded_channel();
        Self {
            clerk: OnceLock::new(),
            open: Mutex::default(),
            may: Mutex::default(),
            under_way: Arc::default(),
            late,
            late_ones: tokio::sync::Mutex::new(late_ones),
        }
    }
}

impl Exchanges {
    /// Whom to ask about commands.
    pub(super) fn introduce(&self, clerk: Arc<dyn Clerk>) {
        let _ = self.clerk.set(clerk);
    }

    /// Whom to ask about commands, once that is said.
    pub(super) fn clerk(&self) -> Option<&Arc<dyn Clerk>> {
        self.clerk.get()
    }

    /// How many answers are on their way.
    pub(super) fn under_way(&self) -> u64 {
        self.under_way.load(Ordering::SeqCst)
    }

    /// What Discord said lately that somebody may do in a room.
    pub(super) fn may(&self, room: ChannelId, user: UserId) -> Option<Permissions> {
        let may = self.may.lock().unwrap_or_else(PoisonError::into_inner);
        may.get(&(room, user)).filter(|(_, at)| at.elapsed() < FRESH).map(|(may, _)| *may)
    }

    fn note_may(&self, room: ChannelId, user: UserId, permissions: Permissions) {
        let mut may = self.may.lock().unwrap_or_else(PoisonError::into_inner);
        if may.len() >= MANY {
            may.retain(|_, (_, at)| at.elapsed() < FRESH);
        }
        if may.len() < MANY {
            may.insert((room, user), (permissions, Instant::now()));
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, mpsc::UnboundedSender<Said>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands an answer to its exchange; gives it back where there is none any more.
    fn put(&self, said: Said) -> Option<Said> {
        let exchange = said.0.token.as_ref().and_then(|token| self.open().get(token).cloned());
        let Some(exchange) = exchange else { return Some(said) };
        self.under_way.fetch_add(1, Ordering::SeqCst);
        let back = exchange.send(said).err()?;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        Some(back.0)
    }
}

impl Discord {
    /// Takes an interaction in. It never waits: acknowledging goes on beside.
    pub(super) fn interaction(&self, data: &RawValue) -> Option<Incoming> {
        let asked: Interaction = serde_json::from_str(data.get())
            .inspect_err(|error| {
                // Only where it does not read: what it holds may be anybody's words.
                tracing::warn!(
                    platform = NAME,
                    line = error.line(),
                    "an interaction can't be read"
                );
            })
            .ok()?;
        if let (Some((room, _)), Some((person, _)), Some(may)) =
            (asked.place(), asked.by(), asked.permissions())
        {
            self.exchanges.note_may(room, person.id, may);
        }
        if asked.kind == of::AUTOCOMPLETE {
            complete::begin(self, &asked);
            return None;
        }
        let (incoming, first) = self.read_interaction(&asked)?;
        self.begin_exchange(asked, first);
        Some(incoming)
    }

    fn read_interaction(&self, asked: &Interaction) -> Option<(Incoming, First)> {
        let (person, nick) = asked.by()?;
        let by = Author {
            account: account(person.id),
            name: name(person, nick),
            bot: person.bot,
            ours: false,
        };
        let id = RemoteId(asked.id.to_string());
        let at = made_at(MessageId::new(asked.id.get()));
        let place = asked.place();
        let reply = ReplyTo {
            account: by.account.clone(),
            room: place.map(|(room, _)| room_ref(room)),
            message: asked.about().map(remote),
            thread: place.and_then(|(_, thread)| thread).map(|id| RemoteId(id.to_string())),
            token: Some(asked.id.to_string()),
        };
        match asked.kind {
            of::COMMAND => {
                Some(self.command(asked, Commanded { id, by, words: Vec::new(), at, reply }))
            }
            of::COMPONENT => {
                let custom = custom::read(&asked.data.custom_id);
                let first = match custom.press {
                    Press::Form => First::Form,
                    Press::Act => First::Deferred { private: true },
                };
                let button = custom.button.to_owned();
                let pressed = Pressed { id, by, button, at, reply, cursor: None };
                Some((Incoming::Pressed(pressed), first))
            }
            of::MODAL => {
                let fields = form::filled(&asked.data.components);
                let form = asked.data.custom_id.clone();
                let sent = Submitted { id, by, form, fields, at, reply, cursor: None };
                Some((Incoming::Submitted(sent), First::Deferred { private: true }))
            }
            _ => None,
        }
    }

    fn command(&self, asked: &Interaction, commanded: Commanded) -> (Incoming, First) {
        let clerk = self.exchanges.clerk();
        let menus = clerk.map(|clerk| clerk.menus()).unwrap_or_default();
        let words = asked.words(&menus);
        let first = match clerk.map(|clerk| clerk.acknowledge(&words)) {
            Some(Acknowledge::Form) => First::Form,
            Some(Acknowledge::Instant { private }) => First::Answer { private },
            Some(Acknowledge::Deferred { private }) => First::Deferred { private },
            None => First::Deferred { private: true },
        };
        (Incoming::Commanded(Commanded { words, ..commanded }), first)
    }

    fn begin_exchange(&self, asked: Interaction, first: First) {
        let (put, said) = mpsc::unbounded_channel();
        let mut open = self.exchanges.open();
        open.retain(|_, exchange| !exchange.is_closed());
        open.insert(asked.id.to_string(), put);
        drop(open);
        let exchange = Exchange {
            id: asked.id,
            application: asked.application_id,
            token: asked.token,
            locale: asked.locale,
            pressed: asked.kind == of::COMPONENT,
            begun: Instant::now(),
            http: Arc::clone(&self.rest.plain),
            clerk: self.exchanges.clerk().cloned(),
            under_way: Arc::clone(&self.exchanges.under_way),
            undelivered: self.exchanges.late.clone(),
        };
        tokio::spawn(exchange.go(first, said));
    }

    /// Answers an interaction. Words that Discord takes no more are told by direct message.
    pub(super) async fn respond_to(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
        match self.exchanges.put((to.clone(), reply.clone())) {
            None => Ok(()),
            Some((to, reply)) => self.tell_late(&to, &reply).await,
        }
    }

    /// Tells by direct message what could not be answered any more, until the process ends.
    pub(super) async fn tell_late_ones(&self) {
        let mut late = self.exchanges.late_ones.lock().await;
        while let Some((to, reply)) = late.recv().await {
            if let Err(refusal) = self.tell_late(&to, &reply).await {
                tracing::info!(platform = NAME, %refusal, "an answer came too late for its question");
            }
        }
    }

    async fn tell_late(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
        let Response::Private(body) = reply else { return Err(over()) };
        if body.blocks.is_empty() {
            return Ok(());
        }
        let to = ReplyTo { room: None, message: None, thread: None, token: None, ..to.clone() };
        send::respond(self, &to, reply).await
    }
}
