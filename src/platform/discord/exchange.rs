//! One interaction from its first response to its last: acknowledged within three seconds whatever
//! the house is doing, answered once the house has an answer, over after fifteen minutes.
//!
//! What the house says arrives in order over a channel; nothing of it waits for Discord. Nothing
//! here is kept: after a restart what was pressed is pressed again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::{Http, LightMethod, Route};
use serenity::model::id::{ApplicationId, InteractionId};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::callback::{Ask, Missed, ask};
use super::render::{SUPPRESS_EMBEDS, render};
use super::shape::EPHEMERAL;
use super::{NAME, form};
use crate::domain::body::{Body, Form};
use crate::platform::{Aside, Clerk, Refusal, ReplyTo, Response};

/// So long the house may take for a first response that is the answer itself. Discord gives three
/// seconds, some of which are over when we hear of it.
const HOLD: Duration = Duration::from_millis(1_800);

/// So long after we heard of it Discord takes a first response.
const FIRST: Duration = Duration::from_millis(2_900);

/// So long an answer can be given at all.
const WHOLE: Duration = Duration::from_secs(14 * 60 + 50);

/// Discord's numbers of first responses.
mod reply {
    pub const MESSAGE: u8 = 4;
    pub const DEFERRED: u8 = 5;
    pub const NOTHING_CHANGES: u8 = 6;
    pub const MODAL: u8 = 9;
}

/// How an interaction is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// At once, by "working on it".
    Deferred {
        /// Whether only the person sees it.
        private: bool,
    },
    /// By the answer, which may be a form; where it is too slow, by words of ours.
    Form,
    /// By the answer; where it is too slow, by "working on it".
    Answer {
        /// Whether only the person sees it.
        private: bool,
    },
}

/// How far an exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was said.
    Open,
    /// "Working on it" stands there.
    Deferred { private: bool },
    /// Something was said: what follows is further messages.
    Answered,
    /// Discord takes nothing any more.
    Over,
}

/// Something for the person who asked.
pub(super) type Said = (ReplyTo, Response);

/// One interaction.
pub(super) struct Exchange {
    pub id: InteractionId,
    pub application: ApplicationId,
    pub token: String,
    /// The language of the person's client.
    pub locale: String,
    /// Whether it was a button: then "nothing changes" is an answer.
    pub pressed: bool,
    /// When it was heard of.
    pub begun: Instant,
    pub http: Arc<Http>,
    pub clerk: Option<Arc<dyn Clerk>>,
    /// How many answers are under way, over all exchanges.
    pub under_way: Arc<AtomicU64>,
    /// Where answers go that Discord did not take.
    pub undelivered: mpsc::UnboundedSender<Said>,
}

impl Exchange {
    /// Acknowledges it, and answers what the house says, in order.
    pub(super) async fn go(self, first: First, mut said: mpsc::UnboundedReceiver<Said>) {
        let mut talk = Talk { at: self, stage: Stage::Open, free: None };
        let mut waiting = match first {
            First::Deferred { private } => {
                talk.defer(private).await;
                None
            }
            First::Form | First::Answer { .. } => {
                let in_time = timeout_at(talk.at.begun + HOLD, said.recv()).await.ok().flatten();
                if in_time.is_none() {
                    talk.too_slow(first).await;
                }
                in_time
            }
        };
        loop {
            let next = match waiting.take() {
                Some(next) => Some(next),
                None => timeout_at(talk.at.begun + WHOLE, said.recv()).await.ok().flatten(),
            };
            let Some((to, response)) = next else { return };
            talk.answer(to, response).await;
            talk.at.under_way.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// An exchange, how far it is, and from when Discord takes the next request.
struct Talk {
    at: Exchange,
    stage: Stage,
    free: Option<Instant>,
}

impl Talk {
    async fn defer(&mut self, private: bool) {
        let flags = if private { EPHEMERAL } else { 0 };
        let data = json!({ "type": reply::DEFERRED, "data": { "flags": flags } });
        self.first(&data, Stage::Deferred { private }).await;
    }

    async fn too_slow(&mut self, first: First) {
        match first {
            First::Answer { private } | First::Deferred { private } => self.defer(private).await,
            First::Form => {
                tracing::info!(platform = NAME, "a form could not be opened in time");
                let words = self.aside(Aside::TooSlow);
                self.message(&words, true).await;
            }
        }
    }

    /// Words of the adapter's own.
    fn aside(&self, word: Aside) -> Body {
        let clerk = self.at.clerk.as_ref();
        clerk.map(|clerk| Body::text(clerk.say(word, &self.at.locale))).unwrap_or_default()
    }

    async fn answer(&mut self, to: ReplyTo, response: Response) {
        match &response {
            Response::Form(form) => self.form(form).await,
            Response::Private(body) => self.body(body, true).await,
            Response::Public(body) => self.body(body, false).await,
        }
        if self.stage == Stage::Over {
            let _ = self.at.undelivered.send((to, response));
        }
    }

    /// A form is a first response or none: it can't follow anything.
    async fn form(&mut self, form: &Form) {
        match self.stage {
            Stage::Open => {
                let data = json!({ "type": reply::MODAL, "data": form::modal(form) });
                self.first(&data, Stage::Answered).await;
            }
            Stage::Deferred { .. } | Stage::Answered => {
                let words = self.aside(Aside::AskAgain);
                self.body(&words, true).await;
            }
            // It is asked for again by whoever still wants it.
            Stage::Over => self.stage = Stage::Answered,
        }
    }

    async fn body(&mut self, body: &Body, private: bool) {
        match self.stage {
            Stage::Open if is_empty(body) => self.nothing().await,
            Stage::Open => self.message(body, private).await,
            Stage::Deferred { .. } if is_empty(body) => self.take_back().await,
            Stage::Deferred { private: shown } if shown == private => {
                self.fill(body, private).await;
            }
            Stage::Deferred { .. } => {
                self.take_back().await;
                self.follow(&parts(body, private)).await;
            }
            Stage::Answered if is_empty(body) => {}
            Stage::Answered => self.follow(&parts(body, private)).await,
            Stage::Over => {}
        }
    }

    /// The answer as the first response.
    async fn message(&mut self, body: &Body, private: bool) {
        let parts = parts(body, private);
        let Some((head, rest)) = parts.split_first() else { return };
        let data = json!({ "type": reply::MESSAGE, "data": head });
        self.first(&data, Stage::Answered).await;
        self.follow(rest).await;
    }

    /// There is nothing to say.
    async fn nothing(&mut self) {
        if self.at.pressed {
            self.first(&json!({ "type": reply::NOTHING_CHANGES }), Stage::Answered).await;
        } else {
            self.defer(true).await;
            self.take_back().await;
        }
    }

    /// The answer in the place of "working on it".
    async fn fill(&mut self, body: &Body, private: bool) {
        let mut parts = parts(body, private);
        // Who sees it was said with the deferral; an edit can't say it.
        if let Some(head) = parts.first_mut() {
            head["flags"] = json!(SUPPRESS_EMBEDS);
        }
        let Some((head, rest)) = parts.split_first() else { return };
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.at.application,
            token: &self.at.token.clone(),
        };
        self.ask(LightMethod::Patch, route, head, true).await;
        self.follow(rest).await;
    }

    /// "Working on it" goes away.
    async fn take_back(&mut self) {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: self.at.application,
            token: &self.at.token.clone(),
        };
        self.ask(LightMethod::Delete, route, &Value::Null, true).await;
    }

    /// Further messages. One whose answer was lost is not said again: it would be seen twice.
    async fn follow(&mut self, parts: &[Value]) {
        for part in parts {
            if self.stage == Stage::Over {
                return;
            }
            let route = Route::WebhookFollowupMessages {
                application_id: self.at.application,
                token: &self.at.token.clone(),
            };
            self.ask(LightMethod::Post, route, part, false).await;
        }
    }

    async fn ask(&mut self, method: LightMethod, route: Route<'_>, body: &Value, again: bool) {
        if let Some(free) = self.free.take() {
            sleep_until(free).await;
        }
        let asked = Ask { method, route, body, again, first: false };
        let done = ask(&self.at.http, asked, self.at.begun + WHOLE).await;
        self.note(done, Stage::Answered);
    }

    async fn first(&mut self, body: &Value, then: Stage) {
        let token = self.at.token.clone();
        let route = Route::InteractionResponse { interaction_id: self.at.id, token: &token };
        let asked = Ask { method: LightMethod::Post, route, body, again: true, first: true };
        let done = ask(&self.at.http, asked, self.at.begun + FIRST).await;
        self.note(done, then);
        // What limits a first response does not limit what follows.
        self.free = None;
    }

    fn note(&mut self, done: Result<Option<Duration>, Missed>, then: Stage) {
        match done {
            Ok(wait) => {
                self.free = wait.map(|wait| Instant::now() + wait);
                self.stage = then;
            }
            Err(Missed::Over) => self.stage = Stage::Over,
            Err(Missed::Unsure(why)) => {
                tracing::info!(platform = NAME, why, "an answer may not have arrived");
                self.stage = then;
            }
            Err(Missed::Never(why)) => {
                tracing::warn!(platform = NAME, why, "Discord does not take an answer");
            }
        }
    }
}

fn is_empty(body: &Body) -> bool {
    body.blocks.is_empty() && body.buttons.is_empty()
}

/// The messages of a body. Nobody else sees what is private.
fn parts(body: &Body, private: bool) -> Vec<Value> {
    let flags = SUPPRESS_EMBEDS | if private { EPHEMERAL } else { 0 };
    let parts = render(body, "").into_iter();
    let part = |text: String| {
        let mut part: Value = serde_json::from_str(&text).unwrap_or_default();
        part["flags"] = json!(flags);
        if let Some(fields) = part.as_object_mut() {
            // An answer is a message, and has no thread under it.
            fields.remove("thread");
        }
        part
    };
    parts.map(part).collect()
}

/// What happens to an answer that no exchange takes any more.
pub(super) fn over() -> Refusal {
    Refusal::Never("nobody waits for this answer any more".into())
}
