//! The adapter alone, with its inbox in the test's hand.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use samovar::domain::body::Body;
use samovar::domain::ids::{AccountRef, RemoteId, RoomRef};
use samovar::platform::matrix::{Login, Matrix, Settings};
use samovar::platform::{
    Act, Action, Incoming, Made, Platform as _, Refusal, RoomFacts, RoundThread, Said, Target,
    World,
};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::synapse::{Member, Synapse, user_id};

/// How long anything may take.
const DEADLINE: Duration = Duration::from_secs(30);

pub struct Bot {
    pub matrix: Arc<Matrix>,
    inbox: mpsc::Receiver<Incoming>,
    /// What came and nobody asked for yet.
    heard: Vec<Incoming>,
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

pub fn settings(synapse: &Synapse, dir: &Path) -> Settings {
    Settings {
        homeserver: synapse.base_url.parse().unwrap(),
        user: user_id("samovar"),
        login: Login::Password(synapse.password("samovar").to_owned().into()),
        dir: dir.join("matrix"),
        passphrase_file: dir.join("secrets/matrix-store"),
        recovery_file: dir.join("secrets/matrix-recovery"),
        new_identity: false,
        accept_invites_from: None,
        prefix: "!cop".into(),
    }
}

pub fn room_ref(room: &str) -> RoomRef {
    RoomRef::new("matrix", room)
}

pub fn account(name: &str) -> AccountRef {
    AccountRef::new("matrix", user_id(name))
}

impl Bot {
    /// Starts it; the server may be away.
    pub async fn start(settings: Settings) -> Self {
        let matrix = Arc::new(Matrix::connect(settings).await.unwrap());
        let (sender, inbox) = mpsc::channel(16);
        let stop = CancellationToken::new();
        let (running, token) = (Arc::clone(&matrix), stop.clone());
        let task = tokio::spawn(async move { running.run(sender, token).await });
        Self { matrix, inbox, heard: Vec::new(), stop, task }
    }

    /// Starts it, and waits until it is connected.
    pub async fn connected(settings: Settings) -> Self {
        let mut bot = Self::start(settings).await;
        bot.until("connected", |one| matches!(one, Incoming::Connected(_)).then_some(())).await;
        bot
    }

    /// Stops it in order, and lets go of its store.
    pub async fn end(self) {
        self.stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), self.task).await.unwrap().unwrap().unwrap();
    }

    /// Ends it at once, as a kill would: what it has not handed on is lost.
    pub async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }

    /// How much waits in the inbox.
    pub fn waiting(&self) -> usize {
        self.inbox.len()
    }

    /// How its loop ended by itself.
    pub async fn outcome(self) -> anyhow::Result<()> {
        tokio::time::timeout(DEADLINE, self.task).await.unwrap().unwrap()
    }

    /// Takes the first that `pick` likes out of what came and comes.
    pub async fn until<T>(&mut self, what: &str, pick: impl Fn(&Incoming) -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        if let Some((at, found)) =
            self.heard.iter().enumerate().find_map(|(at, one)| Some((at, pick(one)?)))
        {
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
    pub async fn said(&mut self, id: &str) -> Said {
        self.until(id, |one| match one {
            Incoming::Said(said) if said.id.as_str() == id => Some(said.clone()),
            _ => None,
        })
        .await
    }

    /// A change of the world.
    pub async fn world(&mut self, what: &str, pick: impl Fn(&World) -> bool) -> World {
        self.until(what, |one| match one {
            Incoming::World(world) if pick(world) => Some(world.clone()),
            _ => None,
        })
        .await
    }

    /// That it is in a room and may speak.
    pub async fn back(&mut self, room: &str) -> RoomFacts {
        let room = room_ref(room);
        self.until("back in the room", |one| match one {
            Incoming::World(World::Back { room: at, facts }) if *at == room => Some(facts.clone()),
            _ => None,
        })
        .await
    }

    /// A room of a member's, with the bot in it.
    pub async fn room(&mut self, host: &mut Member, name: &str, also: &[&str]) -> String {
        let mut invite = vec![user_id("samovar")];
        invite.extend(also.iter().map(|name| user_id(name)));
        let room = host.id(json!({ "do": "create", "name": name, "invite": invite }));
        assert_eq!(self.back(&room).await.label, name);
        room
    }

    /// A room of a member's that is encrypted or isn't, with the bot in it.
    pub async fn room_that_is(&mut self, encrypted: bool, host: &mut Member, name: &str) -> String {
        let invite = [user_id("samovar")];
        let room = host.id(json!({ "do": "create", "name": name, "invite": invite,
            "encrypted": encrypted }));
        assert_eq!(self.back(&room).await.encrypted, encrypted);
        room
    }

    /// Reads events again that could not be read, and gives back what came of it.
    pub async fn reads_again(&self, room: &str, ids: &[&str]) -> Vec<Incoming> {
        let (sender, mut inbox) = mpsc::channel(64);
        let ids: Vec<RemoteId> = ids.iter().map(|&id| id.into()).collect();
        self.matrix.read_again(&room_ref(room), &ids, &sender).await.unwrap();
        drop(sender);
        let mut events = Vec::new();
        while let Some(event) = inbox.recv().await {
            events.push(event);
        }
        events
    }

    /// An act in a room.
    pub fn act(&self, room: &str, key: &str, body: &Body) -> Act {
        let post = format!("mark-{key}.1");
        Act {
            key: key.into(),
            text: self.matrix.render(body, &post).remove(0),
            mark: format!("{post}.0"),
            action: Action::Send,
            target: Target::Room(room_ref(room)),
            thread: None,
            reply_to: None,
        }
    }

    /// Makes an act that has to work.
    pub async fn makes(&self, act: &Act) -> Made {
        self.matrix.make(act).await.unwrap()
    }

    /// Says something in a room.
    pub async fn says(&self, room: &str, key: &str, text: &str) -> RemoteId {
        self.makes(&self.act(room, key, &Body::text(text))).await.remote
    }

    /// Makes an act, waiting as the server asks.
    #[expect(clippy::disallowed_methods, reason = "the server says how long to wait")]
    pub async fn makes_in_time(&self, act: &Act) -> (Made, Duration) {
        let began = Instant::now();
        loop {
            match self.matrix.make(act).await {
                Ok(made) => return (made, began.elapsed()),
                Err(Refusal::Later(wait)) => tokio::time::sleep(wait).await,
                Err(other) => panic!("{other}"),
            }
        }
    }
}

/// Fills a gap, and everything that came of it.
pub async fn filled(
    bot: &mut Bot,
    room: &str,
    cursor: Option<&str>,
    threads: &[&str],
) -> Vec<Incoming> {
    let (sender, mut inbox) = mpsc::channel(4);
    let open =
        |&id: &&str| RoundThread { root: id.into(), known: Vec::new(), open: true, whole: true };
    let threads: Vec<_> = threads.iter().map(open).collect();
    let (at, matrix) = (room_ref(room), Arc::clone(&bot.matrix));
    let cursor = cursor.map(str::to_owned);
    let filling =
        tokio::spawn(async move { matrix.fill(&at, cursor.as_deref(), &threads, &sender).await });
    let mut events = Vec::new();
    while let Some(event) = inbox.recv().await {
        events.push(event);
    }
    filling.await.unwrap().unwrap();
    events
}

/// The words of history, in order.
pub fn texts(events: &[Incoming]) -> Vec<&str> {
    let said = events.iter().filter_map(|one| match one {
        Incoming::Said(Said { text, past: true, .. }) => Some(text.as_str()),
        _ => None,
    });
    said.collect()
}

/// Up to where it was filled.
pub fn upto(events: &[Incoming]) -> Option<String> {
    let filled = events.iter().find_map(|one| match one {
        Incoming::Filled { upto, .. } => Some(upto.clone()),
        _ => None,
    });
    filled.unwrap_or_else(|| panic!("not filled: {events:#?}"))
}

/// Polls until it holds.
pub async fn polled(mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    while !holds() {
        assert!(Instant::now() < deadline, "waited too long");
        tick.tick().await;
    }
}
