//! A house on SQLite with a platform that does nothing but answer questions about itself.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::TimeDelta;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use samovar::command::desk::FrontDesk;
use samovar::command::exec::{Answered, Exec, exec};
use samovar::domain::body::{Body, Form};
use samovar::domain::clock::{Clock, Instant, instant};
use samovar::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};
use samovar::domain::post::{Part, PartState, Post};
use samovar::flow::event::{Asked, Desk, Request};
use samovar::flow::{Access, Chance, CrashPoints, House, Methods, Platforms, due, gather};
use samovar::platform::{
    Abilities, Act, Author, Inbox, Incoming, Keys, Made, Platform, ReadBack, Refusal, ReplyTo,
    Response, RoomFacts, RoundThread,
};
use samovar::ritual::words::Words;
use samovar::telemetry::Meters;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::support::store::{Place, sqlite_place, t};

/// A clock that is moved by hand.
pub struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Instant {
        instant(self.0.load(Ordering::SeqCst))
    }
}

/// A platform that is there, and whose rooms are what a test says.
pub struct Listener {
    name: PlatformName,
    forms: bool,
    managers: Mutex<BTreeSet<String>>,
    encrypted: Mutex<BTreeSet<String>>,
    present: Mutex<BTreeSet<String>>,
    device: Mutex<(String, Option<Keys>)>,
    zone: Mutex<Option<String>>,
    /// Which room may be entered in whose place.
    doors: Mutex<BTreeSet<(String, String)>>,
    verified: Mutex<Vec<(String, bool)>>,
}

#[async_trait]
impl Platform for Listener {
    fn name(&self) -> PlatformName {
        self.name.clone()
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            edit: true,
            edits_leave_history: false,
            threads: true,
            buttons: self.forms,
            forms: self.forms,
            choices_in_forms: false,
            private_replies: self.forms,
            reactions: false,
            hears_rooms: true,
            redacts_others: false,
            commands: self.name.as_str() == "discord",
            keyed_sends: true,
            encrypted_directs: false,
        }
    }

    fn connected(&self) -> bool {
        true
    }

    fn device(&self) -> String {
        self.device.lock().unwrap().0.clone()
    }

    async fn run(&self, _: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }

    fn render(&self, body: &Body, _: &str) -> Vec<String> {
        vec![body.plain()]
    }

    async fn make(&self, _: &Act) -> Result<Made, Refusal> {
        Err(Refusal::Down("it only listens".into()))
    }

    async fn read_back(&self, _: &Act, _: Instant) -> ReadBack {
        ReadBack::Absent
    }

    async fn fill(
        &self,
        _: &RoomRef,
        _: Option<&str>,
        _: &[RoundThread],
        _: &Inbox,
    ) -> Result<(), Refusal> {
        Ok(())
    }

    async fn respond(&self, _: &ReplyTo, _: &Response) -> Result<(), Refusal> {
        Ok(())
    }

    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        Ok(RoomFacts {
            label: format!("#{}", room.id),
            encrypted: self.encrypted.lock().unwrap().contains(&room.id),
            may_speak: true,
        })
    }

    async fn is_in(&self, _: &RoomRef, account: &AccountRef) -> bool {
        self.present.lock().unwrap().contains(&account.id)
    }

    async fn may_manage(&self, _: &RoomRef, account: &AccountRef) -> bool {
        self.managers.lock().unwrap().contains(&account.id)
    }

    fn keys(&self) -> Option<Keys> {
        self.device.lock().unwrap().1.clone()
    }

    async fn verify(&self, wish: &RemoteId, yes: bool) -> Result<(), Refusal> {
        self.verified.lock().unwrap().push((wish.to_string(), yes));
        Ok(())
    }

    async fn zone_of(&self, _: &AccountRef) -> Option<String> {
        self.zone.lock().unwrap().clone()
    }

    async fn follow(&self, from: &RoomRef, to: &RoomRef) -> Result<RoomFacts, Refusal> {
        let door = (from.id.clone(), to.id.clone());
        if !self.doors.lock().unwrap().contains(&door) {
            return Err(Refusal::NotAllowed("the door is closed".into()));
        }
        self.look(to).await
    }
}

/// A house with two platforms: `matrix` with plain text only, `discord` with forms.
pub struct Stage {
    pub house: House,
    pub clock: Arc<Hand>,
    listeners: Vec<Arc<Listener>>,
    next: AtomicU64,
    _place: Place,
}

/// What came back from the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Private(String),
    Public(String),
    Form(Form),
    Nothing,
}

impl Heard {
    /// The words, however they were said.
    pub fn text(&self) -> &str {
        match self {
            Self::Private(text) | Self::Public(text) => text,
            Self::Form(form) => &form.title,
            Self::Nothing => "",
        }
    }

    /// Panics unless all of these are in it.
    #[track_caller]
    pub fn says(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.text().contains(part), "no {part:?} in {self:?}");
        }
        self
    }
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(Access::default()).await
    }

    pub async fn with(access: Access) -> Self {
        let place = sqlite_place();
        let store = place.open().await;
        // Monday 2 November 2026, noon.
        let clock = Arc::new(Hand(AtomicI64::new(t(12 * 3_600_000).timestamp_millis())));
        store.migrate("test", clock.now()).await.unwrap();
        let listener = |name: &str, forms| {
            Arc::new(Listener {
                name: PlatformName::from(name),
                forms,
                managers: Mutex::new(["@ana:x", "@dan:x", "1"].map(String::from).into()),
                encrypted: Mutex::default(),
                present: Mutex::default(),
                device: Mutex::new(("test".into(), None)),
                zone: Mutex::default(),
                doors: Mutex::default(),
                verified: Mutex::default(),
            })
        };
        let listeners =
            vec![listener("matrix", false), listener("discord", true), listener("practice", true)];
        let platforms =
            Platforms::new(listeners.iter().map(|one| Arc::clone(one) as Arc<dyn Platform>));
        let house = House {
            store,
            clock: clock.clone(),
            real: clock.clone(),
            chance: Chance::new(Box::new(SmallRng::seed_from_u64(7))),
            platforms,
            words: Words::shipped().unwrap(),
            methods: Methods::new(None),
            wake: Arc::new(Notify::new()),
            crash: CrashPoints::none(),
            meters: Arc::new(Meters::new().unwrap()),
            wellbeing: Arc::default(),
            gaps: Default::default(),
            readings: Default::default(),
            epoch: None,
            prefix: "!cop".into(),
            access,
        };
        Self { house, clock, listeners, next: AtomicU64::new(1), _place: place }
    }

    /// Who manages the room's platform from now on, beside those who do.
    pub fn manager(&self, id: &str) {
        for listener in &self.listeners {
            listener.managers.lock().unwrap().insert(id.into());
        }
    }

    /// Somebody is in every room from now on, as far as platforms say.
    pub fn present(&self, id: &str) {
        for listener in &self.listeners {
            listener.present.lock().unwrap().insert(id.into());
        }
    }

    /// This room is encrypted.
    pub fn encrypt(&self, room: &str) {
        for listener in &self.listeners {
            listener.encrypted.lock().unwrap().insert(room.into());
        }
    }

    /// The device on Matrix, and how its keys are.
    pub fn device(&self, device: &str, keys: Keys) {
        *self.listeners[0].device.lock().unwrap() = (device.into(), Some(keys));
    }

    /// The zone in everybody's profile on Matrix.
    pub fn zone(&self, zone: &str) {
        *self.listeners[0].zone.lock().unwrap() = Some(zone.into());
    }

    /// The bot may enter a room in another's place.
    pub fn open_door(&self, from: &str, to: &str) {
        self.listeners[0].doors.lock().unwrap().insert((from.into(), to.into()));
    }

    /// Which wishes to verify were answered, and how.
    pub fn verified(&self) -> Vec<(String, bool)> {
        self.listeners[0].verified.lock().unwrap().clone()
    }

    /// The clock moves on, and nothing else.
    pub fn pass(&self, span: TimeDelta) {
        self.clock.0.fetch_add(span.num_milliseconds(), Ordering::SeqCst);
    }

    /// What happened on a platform is taken in.
    pub async fn happens(&self, events: &[Incoming]) {
        let desk: Arc<dyn Desk> = Arc::new(FrontDesk);
        gather::batch(&self.house, &desk, events).await.unwrap();
    }

    /// Moves the clock and fires what comes due.
    pub async fn later(&self, span: TimeDelta) {
        self.clock.0.fetch_add(span.num_milliseconds(), Ordering::SeqCst);
        while due::one(&self.house).await.unwrap() {}
    }

    /// Somebody on Matrix says a command in a room.
    pub async fn say(&self, who: &str, room: &str, words: &str) -> Heard {
        self.ask(self.request("matrix", who, Some(room), Asked::Text(words.into()))).await
    }

    /// Somebody on Matrix says a command in a direct message.
    pub async fn direct(&self, who: &str, words: &str) -> Heard {
        self.ask(self.request("matrix", who, None, Asked::Text(words.into()))).await
    }

    /// Somebody on the platform with forms gives a native command.
    pub async fn slash(&self, who: &str, room: &str, words: &[&str]) -> Heard {
        let words = Asked::Words(words.iter().map(ToString::to_string).collect());
        self.ask(self.request("discord", who, Some(room), words)).await
    }

    pub fn request(&self, platform: &str, who: &str, room: Option<&str>, words: Asked) -> Request {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let name = who.trim_start_matches('@').split(':').next().unwrap_or(who);
        Request {
            id: RemoteId::from(format!("m{number}")),
            by: Author {
                account: AccountRef::new(platform, who),
                name: name.to_owned(),
                bot: false,
                ours: false,
            },
            room: room.map(|room| RoomRef::new(platform, room)),
            aside: matches!(words, Asked::Words(_)),
            words,
            at: self.clock.now(),
            thread: None,
            reply_to: None,
            place: None,
        }
    }

    pub async fn ask(&self, request: Request) -> Heard {
        self.clock.0.fetch_add(1000, Ordering::SeqCst);
        match FrontDesk.take(&self.house, request).await.unwrap() {
            Some(Response::Private(body)) => Heard::Private(body.plain()),
            Some(Response::Public(body)) => Heard::Public(body.plain()),
            Some(Response::Form(form)) => Heard::Form(form),
            None => Heard::Nothing,
        }
    }

    /// An operator at a shell.
    pub async fn exec(&self, account: &str, room: Option<&str>, words: &str) -> Answered {
        let exec_of = Exec {
            account: account.parse().unwrap(),
            room: room.map(|room| room.parse().unwrap()),
            community: None,
            yes: false,
            words: words.to_owned(),
        };
        exec(&self.house, exec_of).await.unwrap()
    }

    /// The posts that are wanted, the oldest first.
    pub async fn posts(&self) -> Vec<Post> {
        let mut reader = self.house.store.read().await.unwrap();
        let mut posts = Vec::new();
        for community in reader.communities().await.unwrap() {
            posts.extend(reader.posts_all(&community.id).await.unwrap());
        }
        posts
    }

    /// A post stands in its room from now on; the message that it is there.
    pub async fn stands(&self, post: &Post) -> RemoteId {
        let remote = RemoteId::from(format!("${}", post.id));
        let mut tx = self.house.store.begin().await.unwrap();
        let part = Part {
            post: post.id.clone(),
            generation: post.generation,
            part: 0,
            platform: post.target.platform().clone(),
            remote: remote.clone(),
            rendered: String::new(),
            edits: Vec::new(),
            state: PartState::Standing,
        };
        tx.save_part(&part).await.unwrap();
        tx.save_post(&Post { posted: post.wanted, ..post.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        remote
    }

    /// What was to be said to an account in private, the oldest first.
    pub async fn told(&self, account: &str) -> Vec<String> {
        let account: AccountRef = account.parse().unwrap();
        let mut reader = self.house.store.read().await.unwrap();
        let posts = reader.posts_to(&account).await.unwrap();
        posts.into_iter().filter_map(|post| post.body.map(|body| body.plain())).collect()
    }
}
