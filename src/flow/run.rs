//! The loops: one that gathers, one for what is due, one that delivers. Each sweeps on a beat, so
//! that a lost signal only delays; a signal makes it look at once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::domain::clock::Instant;
use crate::domain::ids::{RemoteId, RoomRef};
use crate::platform::{Inbox, Incoming};
use crate::store::StoreError;

use super::event::Desk;
use super::gather;
use super::settle::InHand;
use super::{House, deliver, due, erasures, keeping, patience, rooms, thread, unread};

/// How often each loop looks by itself: what `exec` wrote is seen within this time.
const BEAT: Duration = Duration::from_millis(400);

/// How long a loop waits after the database failed.
const REST: Duration = Duration::from_secs(1);

/// How many events may wait before an adapter is slowed down.
const INBOX: usize = 1024;

/// The spine at work.
pub struct Flow {
    house: Arc<House>,
    desk: Arc<dyn Desk>,
    inbox: Inbox,
    events: tokio::sync::Mutex<mpsc::Receiver<Incoming>>,
    in_hand: InHand,
    filling: Mutex<HashSet<RoomRef>>,
    due: Notify,
    outbox: Notify,
}

impl Flow {
    /// The spine of this house, with these commands.
    #[must_use]
    pub fn new(house: Arc<House>, desk: Arc<dyn Desk>) -> Arc<Self> {
        let (inbox, events) = mpsc::channel(INBOX);
        Arc::new(Self {
            house,
            desk,
            inbox,
            events: tokio::sync::Mutex::new(events),
            in_hand: InHand::default(),
            filling: Mutex::default(),
            due: Notify::new(),
            outbox: Notify::new(),
        })
    }

    /// Where platforms send what happens.
    #[must_use]
    pub fn inbox(&self) -> Inbox {
        self.inbox.clone()
    }

    /// Events received and not yet stored and followed up.
    #[must_use]
    pub fn in_hand(&self) -> u64 {
        let waiting = self.inbox.max_capacity() - self.inbox.capacity();
        self.in_hand.count() + u64::try_from(waiting).unwrap_or(u64::MAX)
    }

    /// Runs until `stop`; ends when what was in hand is stored.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        while let Err(error) = self.take_over().await {
            if !self.house.met(&error) || stop.is_cancelled() {
                tracing::error!(error = format!("{error:#}"), "earlier claims could not be freed");
                break;
            }
            pause(&stop, REST).await;
        }
        let mut loops = JoinSet::new();
        loops.spawn(Arc::clone(&self).pass_on(stop.clone()));
        loops.spawn(Arc::clone(&self).gather(stop.clone()));
        loops.spawn(Arc::clone(&self).fire(stop.clone()));
        loops.spawn(Arc::clone(&self).deliver(stop.clone()));
        loops.spawn(Arc::clone(&self).cleanse(stop.clone()));
        loops.spawn(Arc::clone(&self).point_out(stop.clone()));
        loops.spawn(Arc::clone(&self).read_once_more(stop.clone()));
        loops.spawn(Arc::clone(&self).read_again(stop.clone()));
        loops.spawn(Arc::clone(&self).fill_gaps(stop));
        while loops.join_next().await.is_some() {}
    }

    /// Frees what a process before this one had claimed.
    async fn take_over(&self) -> anyhow::Result<()> {
        let mut tx = self.house.store.begin().await?;
        tx.release_posts().await?;
        keeping::begin(&self.house, &mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// One signal for whoever wakes us, one for each loop.
    async fn pass_on(self: Arc<Self>, stop: CancellationToken) {
        while stop.run_until_cancelled(self.house.wake.notified()).await.is_some() {
            self.due.notify_one();
            self.outbox.notify_one();
        }
    }

    async fn gather(self: Arc<Self>, stop: CancellationToken) {
        let mut events = self.events.lock().await;
        let mut moment = Instant::UNIX_EPOCH;
        loop {
            let mut batch = Vec::new();
            let received = events.recv_many(&mut batch, gather::BATCH);
            let Some(count) = stop.run_until_cancelled(received).await else { return };
            if count == 0 {
                return;
            }
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            self.in_hand.received(count);
            batch.retain(|event| self.house.gaps.admits(event));
            self.sift(&mut batch, &stop).await;
            moment = self.on_a_standing_clock(&mut batch, moment);
            self.take(&batch, &stop).await;
            if self.house.gaps.stored() {
                self.house.wake.notify_one();
            }
            self.in_hand.done(count);
        }
    }

    /// Drops what is from before its author was forgotten.
    async fn sift(&self, batch: &mut Vec<Incoming>, stop: &CancellationToken) {
        while let Err(error) = erasures::sift(&self.house, batch).await {
            tracing::warn!(error = format!("{error:#}"), "the erasures can't be read");
            if stop.is_cancelled() {
                // History is read again after the next start.
                return batch.clear();
            }
            pause(stop, REST).await;
        }
    }

    /// While the clock stands, as in tests, what happens on a platform happens now by that clock,
    /// a millisecond apart, so that the order of arrival is the order of time.
    fn on_a_standing_clock(&self, batch: &mut [Incoming], mut last: Instant) -> Instant {
        if self.house.clock.stands() {
            for event in batch {
                last = self.house.now().max(last + TimeDelta::milliseconds(1));
                event.happened(last);
            }
        }
        last
    }

    /// Takes a batch until it is stored: what was received is never dropped. What can't be stored
    /// together is taken one by one, and an event that fails alone is logged and passed over only
    /// when the database itself is well.
    async fn take(self: &Arc<Self>, batch: &[Incoming], stop: &CancellationToken) {
        let told = patience::comfort(&self.house, batch).await;
        match gather::batch(&self.house, &self.desk, batch).await {
            Ok(rooms) => return self.fill(rooms),
            Err(error) if self.house.met(&error) => {
                if !told {
                    patience::comfort(&self.house, batch).await;
                }
            }
            Err(error) => tracing::warn!(error = format!("{error:#}"), "a batch was not stored"),
        }
        for event in batch {
            self.take_one(event, stop).await;
        }
    }

    /// Trouble of the database is waited out, however long it lasts; at the stop the event is left
    /// where it came from, and the next start reads it there.
    async fn take_one(self: &Arc<Self>, event: &Incoming, stop: &CancellationToken) {
        loop {
            let one = std::slice::from_ref(event);
            let error = match gather::batch(&self.house, &self.desk, one).await {
                Ok(rooms) => return self.fill(rooms),
                Err(error) => error,
            };
            if !self.house.met(&error) {
                let error = format!("{error:#}");
                tracing::error!(event = event.kind(), error, "an event was not stored");
                if self.house.store.ping().await.is_ok() {
                    return;
                }
            }
            if stop.is_cancelled() {
                return;
            }
            pause(stop, REST).await;
        }
    }

    async fn fire(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match due::one(&self.house).await {
                Ok(true) => {}
                Ok(false) => nap(&stop, &self.due).await,
                Err(error) => {
                    if !self.house.met(&error) {
                        tracing::error!(error = format!("{error:#}"), "a timer failed");
                    }
                    pause(&stop, REST).await;
                }
            }
        }
    }

    async fn deliver(self: Arc<Self>, stop: CancellationToken) {
        let mut lanes: JoinSet<String> = JoinSet::new();
        let mut busy: HashSet<String> = HashSet::new();
        while !stop.is_cancelled() {
            while let Some(done) = lanes.try_join_next() {
                if let Ok(lane) = done {
                    busy.remove(&lane);
                }
            }
            for lane in self.lanes_due().await {
                if busy.insert(lane.clone()) {
                    lanes.spawn(Arc::clone(&self).lane(lane));
                }
            }
            nap(&stop, &self.outbox).await;
        }
        while lanes.join_next().await.is_some() {}
    }

    async fn lanes_due(&self) -> Vec<String> {
        let lanes = async {
            let mut reader = self.house.store.read().await?;
            reader.lanes_due(self.house.real.now()).await
        };
        lanes.await.unwrap_or_else(|error: StoreError| {
            if !self.house.wellbeing.met_fault(&error, self.house.real.now()) {
                tracing::error!(%error, "the outbox can't be read");
            }
            Vec::new()
        })
    }

    /// A lane in which nothing could be done, as while its platform is away, is looked at again at
    /// the next signal or beat: looking at once would go on without a pause.
    async fn lane(self: Arc<Self>, lane: String) -> String {
        match deliver::lane(&self.house, &lane).await {
            // Whatever was wanted while this lane was busy is looked at now.
            Ok(true) => self.outbox.notify_one(),
            Ok(false) => {}
            Err(error) if self.house.met(&error) => {}
            Err(error) => tracing::error!(lane, error = format!("{error:#}"), "a lane failed"),
        }
        lane
    }

    /// What was erased leaves the database's files.
    async fn cleanse(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let rest = match erasures::cleanse(&self.house).await {
                Ok(()) => BEAT,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "erased words are still in files");
                    REST
                }
            };
            pause(&stop, rest).await;
        }
    }

    /// Platforms are told which rooms are bound, whenever that changes.
    async fn point_out(self: Arc<Self>, stop: CancellationToken) {
        let mut told = Vec::new();
        while !stop.is_cancelled() {
            if let Err(error) = rooms::tell_changes(&self.house, &mut told).await
                && !self.house.wellbeing.met_fault(&error, self.house.real.now())
            {
                tracing::error!(%error, "the bound rooms can't be read");
            }
            pause(&stop, BEAT).await;
        }
    }

    /// A room that is to be read once more has a gap like any other.
    async fn read_once_more(self: Arc<Self>, stop: CancellationToken) {
        while let Some(rooms) = stop.run_until_cancelled(self.house.gaps.asked()).await {
            for room in rooms {
                let told = self.inbox.send(Incoming::Gap(room));
                if stop.run_until_cancelled(told).await.is_none() {
                    return;
                }
            }
        }
    }

    /// Gaps are rows until they are filled: what a crash or a refusal left open is tried again.
    async fn fill_gaps(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let gaps = async { self.house.store.read().await?.gaps().await }.await;
            self.fill(gaps.unwrap_or_default());
            pause(&stop, REST).await;
        }
    }

    /// What could not be read is rows until it can be: it is tried again, and spoken of once.
    async fn read_again(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            for (room, events) in unread::due(&self.house).await.unwrap_or_default() {
                tokio::spawn(Arc::clone(&self).read_again_in(room, events));
            }
            if let Err(error) = unread::tell(&self.house).await
                && !self.house.met(&error)
            {
                tracing::warn!(error = format!("{error:#}"), "a room was not told yet");
            }
            pause(&stop, BEAT).await;
        }
    }

    async fn read_again_in(self: Arc<Self>, room: RoomRef, events: Vec<RemoteId>) {
        let Some(platform) = self.house.platforms.get(&room.platform) else { return };
        if let Err(refusal) = platform.read_again(&room, &events, &self.inbox).await {
            tracing::info!(%room, %refusal, "what could not be read was not read again");
        }
    }

    fn fill(self: &Arc<Self>, rooms: Vec<RoomRef>) {
        for room in rooms {
            let mut filling = self.filling.lock().unwrap_or_else(PoisonError::into_inner);
            if filling.insert(room.clone()) {
                tokio::spawn(Arc::clone(self).fill_one(room));
            }
        }
    }

    async fn fill_one(self: Arc<Self>, room: RoomRef) {
        if let Err(error) = self.page(&room).await
            && !self.house.met(&error)
        {
            tracing::warn!(%room, error = format!("{error:#}"), "a gap could not be filled yet");
        }
        self.filling.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
    }

    async fn page(&self, room: &RoomRef) -> anyhow::Result<()> {
        let Some(platform) = self.house.platforms.get(&room.platform) else { return Ok(()) };
        if !platform.connected() {
            return Ok(());
        }
        let (cursor, threads) = {
            let mut reader = self.house.store.read().await?;
            let cursor = reader.cursor(room).await?.and_then(|cursor| cursor.cursor);
            (cursor, thread::of_room(&mut reader, room, self.house.now()).await?)
        };
        self.house.gaps.begin(room);
        let filled = platform.fill(room, cursor.as_deref(), &threads, &self.inbox).await;
        filled.inspect_err(|_| self.house.gaps.give_up(room))?;
        Ok(())
    }
}

/// Waits for the signal or the beat, whichever comes first.
async fn nap(stop: &CancellationToken, signal: &Notify) {
    let _ = stop.run_until_cancelled(timeout(BEAT, signal.notified())).await;
}

/// Waits this long, or until the stop.
async fn pause(stop: &CancellationToken, long: Duration) {
    let _ = timeout(long, stop.cancelled()).await;
}
