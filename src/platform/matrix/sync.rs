//! The loop: one answer of the server after the other, and what to do while it is away.
//!
//! Words are lost nowhere in it: a room's events may have been missed after every start, every
//! lost connection and every limited timeline, and each time the flow is told so before the events
//! that came after.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::sync::atomic::Ordering;
use std::time::Duration;

use matrix_sdk::config::SyncSettings;
use matrix_sdk::ruma::UInt;
use matrix_sdk::ruma::api::client::filter::{
    Filter, FilterDefinition, LazyLoadOptions, RoomEventFilter, RoomFilter,
};
use matrix_sdk::sync::SyncResponse;
use tokio_util::sync::CancellationToken;

use super::adapter::Matrix;
use super::answer::Answers;
use super::refusal::SessionEnd;
use super::session::{self, Outside};
use super::settings::Login;
use super::{NAME, keys, refusal};
use crate::platform::{Inbox, Incoming, Refusal};

/// How long the server may hold an answer back while nothing happens.
const WAIT: Duration = Duration::from_secs(30);

/// Events of one room in one answer; more make its timeline limited.
const TIMELINE: u32 = 20;

/// The loop is to end: asked to, or nobody listens any more.
pub(super) struct Stopped;

/// Where everything goes.
pub(super) struct Out<'a> {
    inbox: &'a Inbox,
    stop: &'a CancellationToken,
}

impl Out<'_> {
    pub(super) async fn put(&self, incoming: Incoming) -> Result<(), Stopped> {
        tokio::select! {
            () = self.stop.cancelled() => Err(Stopped),
            sent = self.inbox.send(incoming) => sent.map_err(|_| Stopped),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a pause between tries of the server")]
    async fn wait(&self, time: Duration) -> Result<(), Stopped> {
        tokio::select! {
            () = self.stop.cancelled() => Err(Stopped),
            () = tokio::time::sleep(time) => Ok(()),
        }
    }
}

/// Growing pauses between tries, short enough to be back within seconds.
struct Pause(Duration);

impl Pause {
    fn new() -> Self {
        Self(Duration::from_millis(500))
    }

    fn next(&mut self, refusal: &Refusal) -> Duration {
        let pause = self.0;
        self.0 = (pause * 2).min(Duration::from_secs(3));
        match refusal {
            Refusal::Later(asked) => (*asked).max(pause),
            _ => pause,
        }
    }
}

/// Logs in and syncs until `stop`.
pub(super) fn run<'a>(
    matrix: &'a Matrix,
    inbox: &'a Inbox,
    stop: &'a CancellationToken,
) -> BoxFuture<'a, anyhow::Result<()>> {
    until(matrix, inbox, stop).boxed()
}

async fn until(matrix: &Matrix, inbox: &Inbox, stop: &CancellationToken) -> anyhow::Result<()> {
    let out = Out { inbox, stop };
    let mut pause = Pause::new();
    loop {
        match enter(matrix, &out).boxed().await? {
            Ok(()) => {}
            Err(Stopped) => return Ok(()),
        }
        let answers = Answers::new(matrix, &out).await;
        let mut round = Round { matrix, out: &out, answers, fresh: true };
        let Some(ended) = round.go().boxed().await else { return Ok(()) };
        anew(matrix, ended).boxed().await?;
        // A server that ends each session at once is not asked faster and faster.
        if out.wait(pause.next(&Refusal::Down(String::new()))).await.is_err() {
            return Ok(());
        }
    }
}

/// A session that the server has ended, and its word for it.
struct Ended(SessionEnd, matrix_sdk::Error);

/// Makes ready to log in again, where a password is configured; without one the words say what to
/// mend.
async fn anew(matrix: &Matrix, Ended(end, error): Ended) -> anyhow::Result<()> {
    matrix.connected.store(false, Ordering::Relaxed);
    let mend = match (end, &matrix.settings.login) {
        (SessionEnd::Account, _) => "the Matrix server says that the bot's account is closed",
        (_, Login::Token { .. }) => {
            "the Matrix server has ended the bot's session; make a new access token for the bot, \
             put it where matrix.access_token_file points to, and start again (with a password \
             the bot logs in again by itself)"
        }
        (SessionEnd::Token | SessionEnd::Device, Login::Password(_)) => {
            tracing::warn!(platform = NAME, ?end, "the server ended the session; logging in again");
            matrix.go_on_with(session::anew(&matrix.settings, end).await?);
            return Ok(());
        }
    };
    Err(anyhow::Error::new(error).context(mend))
}

/// Logs in, however long the server is away.
async fn enter(matrix: &Matrix, out: &Out<'_>) -> anyhow::Result<Result<(), Stopped>> {
    let mut pause = Pause::new();
    let client = matrix.client();
    loop {
        let entered = tokio::select! {
            () = out.stop.cancelled() => return Ok(Err(Stopped)),
            entered = session::enter(&client, &matrix.settings).boxed() => entered,
        };
        match entered {
            Ok(()) => return Ok(Ok(())),
            Err(Outside::Pointless(error)) => return Err(error),
            Err(Outside::Later(refusal)) => {
                tracing::warn!(platform = NAME, why = %refusal, "can't log in yet");
                if out.wait(pause.next(&refusal)).await.is_err() {
                    return Ok(Err(Stopped));
                }
            }
        }
    }
}

struct Round<'a> {
    matrix: &'a Matrix,
    out: &'a Out<'a>,
    answers: Answers<'a>,
    /// The next answer is the first of a connection.
    fresh: bool,
}

impl Round<'_> {
    /// Until the stop; or until the server ends the session.
    async fn go(&mut self) -> Option<Ended> {
        let mut pause = Pause::new();
        loop {
            let client = self.matrix.client();
            let answer = tokio::select! {
                () = self.out.stop.cancelled() => return None,
                answer = client.sync_once(settings(self.fresh)).boxed() => answer,
            };
            let handled = match answer {
                Ok(answer) => {
                    pause = Pause::new();
                    self.matrix.handing.store(true, Ordering::Relaxed);
                    let taken = self.take(answer).await;
                    self.matrix.handing.store(false, Ordering::Relaxed);
                    self.fresh = false;
                    taken
                }
                Err(error) => match refusal::logged_out(&error) {
                    Some(end) => return Some(Ended(end, error)),
                    None => self.away(&refusal::of(&error), &mut pause).await,
                },
            };
            if handled.is_err() {
                return None;
            }
        }
    }

    /// The keys come first: on a new device they open what is told after.
    async fn take(&mut self, answer: SyncResponse) -> Result<(), Stopped> {
        let client = self.matrix.client();
        keys::tend(&self.matrix.ring, &client, &self.matrix.settings).await;
        if self.fresh {
            session::give_up_orphan(&self.matrix.settings).boxed().await;
        }
        self.answers.take(answer, self.fresh).boxed().await
    }

    async fn away(&mut self, refusal: &Refusal, pause: &mut Pause) -> Result<(), Stopped> {
        if self.matrix.connected.swap(false, Ordering::Relaxed) {
            tracing::warn!(platform = NAME, why = %refusal, "connection lost");
        }
        self.fresh = true;
        self.out.wait(pause.next(refusal)).await
    }
}

/// The first answer of a connection comes at once; later ones when something happens.
fn settings(fresh: bool) -> SyncSettings {
    let wait = if fresh { Duration::ZERO } else { WAIT };
    SyncSettings::new().timeout(wait).filter(filter().into())
}

/// Only what is read: no presence, no typing, no receipts; members as they speak.
fn filter() -> FilterDefinition {
    let mut timeline = RoomEventFilter::empty();
    timeline.limit = Some(UInt::from(TIMELINE));
    timeline.lazy_load_options = lazily();
    let mut state = RoomEventFilter::empty();
    state.lazy_load_options = lazily();
    let mut room = RoomFilter::empty();
    room.timeline = timeline;
    room.state = state;
    room.ephemeral = RoomEventFilter::ignore_all();
    let mut filter = FilterDefinition::empty();
    filter.presence = Filter::ignore_all();
    filter.room = room;
    filter
}

fn lazily() -> LazyLoadOptions {
    LazyLoadOptions::Enabled { include_redundant_members: false }
}
