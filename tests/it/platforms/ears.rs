//! The house's side of the port, in the test's hand.

use std::sync::Arc;
use std::time::Duration;

use samovar::domain::ids::{RemoteId, RoomRef};
use samovar::platform::{Incoming, Platform, Said, World};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long anything may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// A platform that runs, and what it tells.
pub struct Ears {
    inbox: mpsc::Receiver<Incoming>,
    heard: Vec<Incoming>,
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Ears {
    /// Runs it, and waits until it is connected and may speak in the room.
    pub async fn open(platform: Arc<dyn Platform>, room: &RoomRef) -> Self {
        platform.heed(std::slice::from_ref(room));
        let (sender, inbox) = mpsc::channel(16);
        let stop = CancellationToken::new();
        let (running, token) = (Arc::clone(&platform), stop.clone());
        let task = tokio::spawn(async move { running.run(sender, token).await });
        let mut ears = Self { inbox, heard: Vec::new(), stop, task };
        ears.until("connected", |one| matches!(one, Incoming::Connected(_)).then_some(())).await;
        if platform.look(room).await.is_err() {
            ears.back(room).await;
        }
        assert!(platform.connected() && platform.reaches(room));
        assert!(platform.look(room).await.unwrap().may_speak);
        ears
    }

    async fn back(&mut self, room: &RoomRef) {
        let is_back = |one: &Incoming| matches!(one, Incoming::World(World::Back { room: at, .. }) if at == room);
        self.until("back in the room", |one| is_back(one).then_some(())).await;
    }

    /// Stops it in order.
    pub async fn close(self) {
        self.stop.cancel();
        tokio::time::timeout(DEADLINE, self.task).await.unwrap().unwrap().unwrap();
    }

    /// Takes the first that `pick` likes out of what came and comes.
    pub async fn until<T>(&mut self, what: &str, pick: impl Fn(&Incoming) -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        let found = self.heard.iter().enumerate().find_map(|(at, one)| Some((at, pick(one)?)));
        if let Some((at, found)) = found {
            self.heard.remove(at);
            return found;
        }
        loop {
            let next = tokio::time::timeout_at(deadline, self.inbox.recv()).await;
            let Ok(Some(next)) = next else { panic!("waited for {what}; heard {:#?}", self.heard) };
            match pick(&next) {
                Some(found) => return found,
                None => self.heard.push(next),
            }
        }
    }

    /// What was said with this id.
    pub async fn said(&mut self, id: &RemoteId) -> Said {
        let said = |one: &Incoming| match one {
            Incoming::Said(said) if said.id == *id => Some(said.clone()),
            _ => None,
        };
        self.until(id.as_str(), said).await
    }
}

/// What a room's history tells from after a cursor, when it is filled.
pub async fn past(
    platform: &Arc<dyn Platform>,
    room: &RoomRef,
    cursor: Option<&str>,
) -> Vec<Incoming> {
    let (sender, mut inbox) = mpsc::channel(4);
    let (at, filling, cursor) = (room.clone(), Arc::clone(platform), cursor.map(str::to_owned));
    let task =
        tokio::spawn(async move { filling.fill(&at, cursor.as_deref(), &[], &sender).await });
    let mut told = Vec::new();
    while let Some(one) = inbox.recv().await {
        told.push(one);
    }
    task.await.unwrap().unwrap();
    told
}
