//! One connection of a shard after the other, for ever; what happens on it, in order, into the
//! inbox.
//!
//! A full inbox stops the reading, and the heartbeats go on: nothing is dropped.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::bail;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::super::NAME;
use super::super::adapter::Discord;
use super::super::dispatch::{Chore, News};
use super::budget::Budget;
use super::closing::{After, mend};
use super::frame::{self, Frame, Shard};
use super::session::{Session, Step, first_beat};
use super::socket::{self, In, Socket};
use crate::platform::{Inbox, Incoming};

/// How long Discord may take for its first word.
const FIRST_WORD: Duration = Duration::from_secs(10);

/// How long a session may take to stand.
const STANDS: Duration = Duration::from_secs(60);

/// So many events may wait for the inbox before reading stops.
const FULL: usize = 2_000;

/// So long after a session began, servers that did not show themselves are not waited for.
const SETTLED: Duration = Duration::from_secs(10);

/// What all shards share.
pub(super) struct Shared<'a> {
    pub discord: &'a Discord,
    pub budget: &'a Budget,
    pub inbox: &'a Inbox,
    pub stop: &'a CancellationToken,
    /// Where the gateway is.
    pub base: String,
}

/// A shard.
pub(super) struct Runner<'a> {
    shared: &'a Shared<'a>,
    shard: Shard,
    session: Session,
    waiting: VecDeque<Incoming>,
    chores: FuturesUnordered<BoxFuture<'a, Vec<Incoming>>>,
    /// How often in a row a connection came to nothing.
    failures: u32,
}

/// How a connection ended.
enum End {
    /// The process stops.
    Stopped,
    /// It is over, and this follows.
    Over(After, Option<u16>),
    /// There was none.
    Away(anyhow::Error),
}

impl<'a> Runner<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, shard: Shard, session: Session) -> Self {
        let (waiting, chores) = (VecDeque::new(), FuturesUnordered::new());
        Self { shared, shard, session, waiting, chores, failures: 0 }
    }

    /// Connects, again and again, until the stop.
    pub(super) async fn go(mut self) -> anyhow::Result<()> {
        loop {
            let end = Box::pin(self.connection()).await;
            self.shared.discord.links.broken(self.shard.number, Instant::now());
            match end {
                End::Stopped => return Ok(()),
                End::Over(After::Never, code) => bail!("{}", mend(code.unwrap_or_default())),
                End::Over(After::Resume, code) => {
                    tracing::info!(platform = NAME, code, "the connection broke; going on with it");
                }
                End::Over(After::Identify, code) => {
                    tracing::warn!(platform = NAME, code, "the session is over; beginning another");
                    self.session.forget();
                }
                End::Away(error) => {
                    let error = format!("{error:#}");
                    tracing::warn!(platform = NAME, error, "the gateway can't be reached yet");
                }
            }
            let pause = self.pause();
            self.failures = self.failures.saturating_add(1);
            if timeout(pause, self.shared.stop.cancelled()).await.is_ok() {
                return Ok(());
            }
        }
    }

    /// A session that can go on does so at once; a new one waits a moment, as Discord asks, and
    /// longer where that came to nothing before.
    fn pause(&self) -> Duration {
        let (first, longest) = match self.session.identifies() {
            true => (Duration::from_secs(1), Duration::from_secs(60)),
            false => (Duration::ZERO, Duration::from_secs(5)),
        };
        let grows = Duration::from_millis(500) * 2_u32.saturating_pow(self.failures.min(8));
        if self.failures == 0 { first } else { (first + grows).min(longest) }
    }

    async fn connection(&mut self) -> End {
        let shared = self.shared;
        let opened = tokio::select! {
            () = shared.stop.cancelled() => return End::Stopped,
            opened = self.open() => opened,
        };
        match opened {
            Ok((socket, every)) => self.listen(socket, every).await,
            Err(end) => end,
        }
    }

    /// Connects and says the first word, in its turn where that begins a session.
    async fn open(&mut self) -> Result<(Socket, Duration), End> {
        let shared = self.shared;
        let turn = match self.session.identifies() {
            true => Some(shared.budget.turn(self.shard.number).await),
            false => None,
        };
        // Where a session is to go on and nobody is there, the front door may know.
        let elsewhere = self.session.resume_at().filter(|_| self.failures % 3 != 2);
        let base = elsewhere.unwrap_or(&shared.base);
        let plain = !shared.discord.settings.way.is_home();
        let url = socket::address(base, plain).map_err(End::Away)?;
        let mut socket = Socket::connect(&url).await.map_err(End::Away)?;
        let every = timeout(FIRST_WORD, hello(&mut socket)).await;
        let every = every.unwrap_or_else(|_| Err(End::Away(anyhow::anyhow!("no first word"))))?;
        if let Some(turn) = turn {
            turn.spend().map_err(End::Away)?;
        }
        socket.send(self.session.first_word()).await.map_err(End::Away)?;
        Ok((socket, every))
    }

    async fn listen(&mut self, mut socket: Socket, every: Duration) -> End {
        let shared = self.shared;
        let began = Instant::now();
        let chance = shared.discord.real.now().timestamp_subsec_nanos() / 1000;
        let beat = sleep_until(began + first_beat(every, chance));
        let stands_by = sleep_until(began + STANDS);
        let settled = sleep_until(began + SETTLED);
        tokio::pin!(beat, stands_by, settled);
        let (mut stands, mut asked) = (false, false);
        loop {
            tokio::select! {
                biased;
                () = shared.stop.cancelled() => {
                    socket.close(1000).await;
                    return End::Stopped;
                }
                () = &mut beat => {
                    if let Err(end) = self.beat(&mut socket, beat.as_mut(), every).await {
                        socket.close(4000).await;
                        return end;
                    }
                }
                permit = shared.inbox.reserve(), if !self.waiting.is_empty() => {
                    let Ok(permit) = permit else { return End::Stopped };
                    if let Some(event) = self.waiting.pop_front() {
                        permit.send(event);
                        shared.discord.backlog.done(1);
                    }
                }
                () = &mut stands_by, if !stands => {
                    socket.close(4000).await;
                    return End::Over(After::Identify, None);
                }
                () = &mut settled, if stands && !asked => {
                    asked = true;
                    self.ask_after_the_unknown();
                }
                news = shared.discord.heeded(), if self.shard.number == 0 => {
                    self.tell(news.into());
                    self.ask_after_the_unknown();
                }
                Some(told) = self.chores.next(), if !self.chores.is_empty() => {
                    self.tell(told.into());
                }
                word = socket.next(), if self.waiting.len() < FULL => {
                    let text = match word {
                        In::Text(text) => text,
                        In::Closed(code) => return End::Over(self.session.closed(code), code),
                    };
                    match self.follow(&mut socket, &text).await {
                        Ok(standing) => stands |= standing,
                        Err(after) => {
                            socket.close(4000).await;
                            return End::Over(after, None);
                        }
                    }
                }
            }
        }
    }

    async fn beat(
        &mut self,
        socket: &mut Socket,
        beat: std::pin::Pin<&mut Sleep>,
        every: Duration,
    ) -> Result<(), End> {
        if self.waiting.len() >= FULL {
            self.session.was_deaf();
        }
        let Some(text) = self.session.beat() else {
            tracing::warn!(platform = NAME, "nobody hears our heartbeats; connecting anew");
            return Err(End::Over(After::Resume, None));
        };
        beat.reset(Instant::now() + every);
        socket.send(text).await.map_err(|_| End::Over(After::Resume, None))
    }

    /// Does what follows from a message; whether the session stands with it.
    async fn follow(&mut self, socket: &mut Socket, text: &str) -> Result<bool, After> {
        let Some(frame) = frame::read(text) else { return Ok(false) };
        let discord = self.shared.discord;
        match self.session.take(frame) {
            Step::Nothing => Ok(false),
            Step::Send(text) => match socket.send(text).await {
                Ok(()) => Ok(false),
                Err(_) => Err(After::Resume),
            },
            Step::Over(after) => Err(after),
            Step::Tell { kind, data } => {
                let news = discord.take(self.shard, kind, data);
                self.tell(news);
                Ok(false)
            }
            Step::Stands { anew, kind, data } => {
                self.failures = 0;
                discord.links.up(self.shard.number);
                tracing::info!(platform = NAME, shard = self.shard.number, anew, "connected");
                let news = discord.take(self.shard, kind, data);
                self.tell(news);
                Ok(true)
            }
        }
    }

    fn tell(&mut self, news: News) {
        self.shared.discord.backlog.more(news.told.len());
        self.waiting.extend(news.told);
        for chore in news.chores {
            self.chores.push(Box::pin(self.shared.discord.chore(chore)));
        }
    }

    fn ask_after_the_unknown(&mut self) {
        let unknown = self.shared.discord.world.unknown();
        self.tell(News {
            told: Vec::new(),
            chores: unknown.into_iter().map(Chore::FindRoom).collect(),
        });
    }
}

impl Drop for Runner<'_> {
    fn drop(&mut self) {
        self.shared.discord.backlog.done(self.waiting.len());
    }
}

/// Waits for Discord's first word.
async fn hello(socket: &mut Socket) -> Result<Duration, End> {
    loop {
        match socket.next().await {
            In::Text(text) => {
                if let Some(Frame::Hello { every }) = frame::read(&text) {
                    return Ok(every);
                }
            }
            In::Closed(code) => return Err(End::Over(super::closing::after(code), code)),
        }
    }
}
