//! The little server: one history, one lock, and everybody who waits for what comes next.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::journal::{Deed, Entry, Journal};
use super::state::State;
use super::wish::{Refused, Wish};
use super::{cast, file, incoming, render};
use crate::domain::body::Body;
use crate::domain::clock::{Clock, Instant};
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};
use crate::platform::{
    Abilities, Act, Inbox, Incoming, Made, Platform, ReadBack, Refusal, ReplyTo, Response,
    RoomFacts, RoundThread,
};

/// After so long without anything happening the disk is tidied.
const QUIET: Duration = Duration::from_millis(500);

/// The practice rooms. Cheap to clone; every clone is the same rooms.
#[derive(Clone)]
pub struct Practice {
    shared: Arc<Shared>,
}

struct Shared {
    house: Mutex<House>,
    last: watch::Sender<u64>,
    clock: Arc<dyn Clock>,
    prefix: String,
    connected: AtomicBool,
    /// The number of the last thing that was sent on.
    told: AtomicU64,
    /// Whether the disk holds words that nobody can see any more.
    lost: AtomicBool,
}

struct House {
    journal: Journal,
    state: State,
}

impl Practice {
    /// Opens the rooms whose history is in `dir`; `prefix` is what commands begin with in a room.
    /// Words that were deleted or edited away leave the disk here.
    pub fn open(dir: &Path, clock: Arc<dyn Clock>, prefix: &str) -> anyhow::Result<Self> {
        let (mut journal, entries) = Journal::open(dir)?;
        let mut state = State::after(entries);
        if let Some(kept) = state.without_lost_words() {
            journal.rewrite(&kept)?;
            state = State::after(kept);
        }
        let state_last = state.last();
        let shared = Shared {
            last: watch::Sender::new(state_last),
            house: Mutex::new(House { journal, state }),
            clock,
            prefix: prefix.to_owned(),
            connected: AtomicBool::new(false),
            told: AtomicU64::new(state_last),
            lost: AtomicBool::new(false),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Does what a persona wants done; when this returns it is on the disk.
    pub async fn act(&self, wish: Wish) -> Result<RemoteId, Refused> {
        self.write(move |state, _| {
            wish.read(state).map(|found| (found.place, found.by, found.deed))
        })
        .await
        .map(remote)
    }

    /// What comes first in the commands said in a room.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.shared.prefix
    }

    /// The number of the last thing that happened; changes wake those who wait on it.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared.last.subscribe()
    }

    /// Reads the history.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.house().state)
    }

    fn house(&self) -> MutexGuard<'_, House> {
        // A panic while the lock was held can't leave half an entry: memory follows the disk.
        self.shared.house.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides on an entry and writes it, with nothing in between. The disk is waited for on a
    /// thread that may block.
    pub(super) async fn write<E>(
        &self,
        decide: impl FnOnce(&State, Instant) -> Result<(String, String, Deed), E> + Send + 'static,
    ) -> Result<u64, E>
    where
        E: From<std::io::Error> + Send + 'static,
    {
        let rooms = self.clone();
        let done = tokio::task::spawn_blocking(move || rooms.write_now(decide)).await;
        done.unwrap_or_else(|failed| Err(std::io::Error::other(failed).into()))
    }

    fn write_now<E: From<std::io::Error>>(
        &self,
        decide: impl FnOnce(&State, Instant) -> Result<(String, String, Deed), E>,
    ) -> Result<u64, E> {
        let mut house = self.house();
        let at = self.shared.clock.now();
        let (place, by, deed) = decide(&house.state, at)?;
        if house.state.hides_words(&deed) {
            self.shared.lost.store(true, Ordering::SeqCst);
        }
        let n = house.state.last() + 1;
        let entry = Entry { n, at, place, by, deed };
        house.journal.append(&entry)?;
        house.state.apply(entry);
        self.shared.last.send_replace(n);
        Ok(n)
    }

    /// Takes words that nobody can see any more off the disk.
    async fn tidy(&self) {
        let rooms = self.clone();
        let done = tokio::task::spawn_blocking(move || rooms.tidy_now()).await;
        if let Err(error) = done.map_err(anyhow::Error::from).and_then(|done| done) {
            tracing::warn!(error = format!("{error:#}"), "lost words are still on the disk");
            self.shared.lost.store(true, Ordering::SeqCst);
        }
    }

    fn tidy_now(&self) -> anyhow::Result<()> {
        let mut house = self.house();
        if let Some(kept) = house.state.without_lost_words() {
            house.journal.rewrite(&kept)?;
            house.state = State::after(kept);
        }
        Ok(())
    }

    /// What the flow is told of the entries after `n`, and up to which one.
    fn news_after(&self, n: u64) -> (Vec<Incoming>, u64) {
        const AT_ONCE: usize = 256;
        self.read(|state| {
            let entries = state.entries_after(n);
            let entries = entries.get(..AT_ONCE).unwrap_or(entries);
            let news = entries.iter().filter_map(|one| incoming::live(state, one, self.prefix()));
            (news.collect(), entries.last().map_or(n, |entry| entry.n))
        })
    }

    async fn tell(&self, inbox: &Inbox) -> Result<(), Closed> {
        let mut watch = self.watch();
        let mut told = *watch.borrow_and_update();
        self.shared.told.store(told, Ordering::SeqCst);
        for place in cast::places() {
            send(inbox, Incoming::Gap(cast::room_ref(&place))).await?;
        }
        // First so, then told: whoever hears it looks.
        self.shared.connected.store(true, Ordering::Relaxed);
        send(inbox, Incoming::Connected(cast::platform())).await?;
        loop {
            let (news, upto) = self.news_after(told);
            for one in news {
                send(inbox, one).await?;
            }
            self.shared.told.store(upto, Ordering::SeqCst);
            if upto == told {
                if !self.shared.lost.load(Ordering::SeqCst) {
                    watch.changed().await.map_err(|_| Closed)?;
                } else if timeout(QUIET, watch.changed()).await.is_err() {
                    self.shared.lost.store(false, Ordering::SeqCst);
                    self.tidy().await;
                }
            }
            told = upto;
        }
    }
}

/// Nobody listens any more.
struct Closed;

async fn send(inbox: &Inbox, news: Incoming) -> Result<(), Closed> {
    inbox.send(news).await.map_err(|_| Closed)
}

/// A number as an id of the platform.
#[must_use]
pub(super) fn remote(n: u64) -> RemoteId {
    RemoteId(format!("m{n}"))
}

/// An id of the platform as a number.
#[must_use]
pub fn number(id: &str) -> Option<u64> {
    id.trim().strip_prefix('m')?.parse().ok()
}

/// What the rooms can do.
pub const ABILITIES: Abilities = Abilities {
    edit: true,
    edits_leave_history: false,
    threads: true,
    buttons: true,
    forms: true,
    choices_in_forms: true,
    private_replies: true,
    reactions: true,
    hears_rooms: true,
    redacts_others: true,
    commands: false,
    keyed_sends: true,
    encrypted_directs: false,
};

#[async_trait]
impl Platform for Practice {
    fn name(&self) -> PlatformName {
        cast::platform()
    }

    fn abilities(&self) -> Abilities {
        ABILITIES
    }

    fn connected(&self) -> bool {
        self.shared.connected.load(Ordering::Relaxed)
    }

    fn backlog(&self) -> u64 {
        let told = self.shared.told.load(Ordering::SeqCst);
        self.shared.last.borrow().saturating_sub(told)
    }

    fn device(&self) -> String {
        // Keys are remembered in the history, so a restart is still the same device.
        cast::PLATFORM.to_owned()
    }

    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        tokio::select! {
            () = stop.cancelled() => {}
            _ = self.tell(&inbox) => {}
        }
        self.shared.connected.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn render(&self, body: &Body, _mark: &str) -> Vec<String> {
        render::render(body)
    }

    async fn make(&self, act: &Act) -> Result<Made, Refusal> {
        self.make_part(act).await
    }

    async fn read_back(&self, act: &Act, _since: Instant) -> ReadBack {
        self.find_part(act)
    }

    async fn fill(
        &self,
        room: &RoomRef,
        cursor: Option<&str>,
        threads: &[RoundThread],
        inbox: &Inbox,
    ) -> Result<(), Refusal> {
        let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let open = threads.iter().filter(|thread| thread.whole);
        let threads: Vec<u64> = open.filter_map(|one| number(one.root.as_str())).collect();
        let news =
            self.read(|state| incoming::history(state, &room.id, from, &threads, self.prefix()));
        for one in news {
            send(inbox, one).await.map_err(|Closed| Refusal::Down("nobody listens".into()))?;
        }
        Ok(())
    }

    async fn respond(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
        self.answer(to, reply).await
    }

    async fn fetch(
        &self,
        _: &RoomRef,
        message: &RemoteId,
        file: &FileRef,
    ) -> Result<Vec<u8>, Refusal> {
        self.read(|state| file::fetch(state, message, file))
    }

    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        let label = cast::label_of(&room.id)
            .ok_or_else(|| Refusal::Never(format!("there is no practice room {:?}", room.id)))?;
        Ok(RoomFacts { label: label.to_owned(), encrypted: false, may_speak: true })
    }

    async fn is_in(&self, room: &RoomRef, account: &AccountRef) -> bool {
        cast::ROOMS.iter().any(|one| one.id == room.id)
            && cast::PERSONAS.iter().any(|one| one.id == account.id)
            && room.platform == account.platform
    }

    async fn may_manage(&self, room: &RoomRef, account: &AccountRef) -> bool {
        let here = |reference: &PlatformName| *reference == cast::platform();
        here(&room.platform)
            && here(&account.platform)
            && cast::ROOMS.iter().any(|one| one.id == room.id)
            && cast::PERSONAS.iter().any(|one| one.convenor && one.id == account.id)
    }
}
