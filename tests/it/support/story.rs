//! A story: the whole house in this process, on SQLite and practice rooms, with a clock that is
//! moved by hand. Every step waits until the house is at rest.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use samovar::command::desk::FrontDesk;
use samovar::config::Config;
use samovar::daemon::{self, Running, Start};
use samovar::domain::ids::RemoteId;
use samovar::flow::clock::{DomainClock, OFFSET, STANDING};
use samovar::platform::practice::Practice;
use samovar::platform::practice::file::Attached;
use samovar::platform::practice::view::{self, Seen};
use samovar::platform::practice::wish::Wish;
use serde_json::Value;
use tempfile::TempDir;

/// How long the house may take to come to rest.
const REST: Duration = Duration::from_secs(20);

/// A house that a test tells a story in.
pub struct Story {
    dir: TempDir,
    /// Where its database is, when it isn't a file in its folder.
    url: Option<String>,
    /// The house.
    pub running: Running,
}

impl Story {
    /// A new house at Monday 2 November 2026, 08:00 UTC.
    pub async fn begin() -> Self {
        Self::begin_at("2026-11-02T08:00:00Z").await
    }

    /// A new house at this moment.
    pub async fn begin_at(at: &str) -> Self {
        Self::begin_on(None, at).await
    }

    /// A new house on this database, at this moment.
    pub async fn begin_on(url: Option<String>, at: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let running = open(&dir, url.as_deref()).await;
        let story = Self { dir, url, running };
        story.at_moment(at).await;
        story
    }

    /// The folder in which everything is.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Puts the clock anywhere, before anything has happened.
    async fn at_moment(&self, at: &str) {
        let at: DateTime<Utc> = at.parse().unwrap();
        let mut tx = self.running.house.store.begin().await.unwrap();
        tx.set_setting(STANDING, &at.timestamp_millis().to_string()).await.unwrap();
        tx.set_setting(OFFSET, "0").await.unwrap();
        tx.commit().await.unwrap();
        // The house in this process goes by the same clock from now on.
        self.clock().move_to(at);
    }

    fn clock(&self) -> &DomainClock {
        self.running.time.clock()
    }

    /// Ends the house in order and opens it again.
    pub async fn restart(self) -> Self {
        self.restart_after(async |_| {}).await
    }

    /// The same, with something that happens while it is down.
    pub async fn restart_after(self, meanwhile: impl AsyncFnOnce(&Path)) -> Self {
        let Self { dir, url, running } = self;
        running.stop().await;
        meanwhile(dir.path()).await;
        let running = open(&dir, url.as_deref()).await;
        let story = Self { dir, url, running };
        story.settle().await;
        story
    }

    /// The house's folder.
    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file into the folder of methods.
    pub fn method(&self, file: &str, text: &str) {
        std::fs::write(self.dir.path().join("methods").join(file), text).unwrap();
    }

    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.running.house.clock.now()
    }

    /// Goes forward, stopping at whatever comes due.
    pub async fn advance(&self, by: TimeDelta) {
        self.running.time.go_to(self.now() + by).await.unwrap();
    }

    /// Goes forward to a moment.
    pub async fn go_to(&self, at: &str) {
        self.running.time.go_to(at.parse().unwrap()).await.unwrap();
    }

    /// Leaps forward, as after a downtime.
    pub async fn jump_to(&self, at: &str) {
        self.running.time.jump_to(at.parse().unwrap()).await.unwrap();
        self.settle().await;
    }

    /// Waits until the house is at rest.
    pub async fn settle(&self) {
        self.running.time.settle(REST).await.unwrap();
    }

    fn practice(&self) -> &Arc<Practice> {
        self.running.practice.as_ref().unwrap()
    }

    /// Does something as a persona, and waits.
    pub async fn act(&self, wish: Wish) -> RemoteId {
        let id = self.practice().act(wish).await.unwrap();
        self.settle().await;
        id
    }

    /// Says something in a room.
    pub async fn say(&self, by: &str, room: &str, text: &str) -> RemoteId {
        self.act(wish(by, Some(room), "message", None, Some(text))).await
    }

    /// Says something in the thread under a message.
    pub async fn thread(&self, by: &str, room: &str, root: &str, text: &str) -> RemoteId {
        let wish = wish(by, Some(room), "message", Some(root), Some(text));
        self.act(Wish { thread: Some(true), reply: Some(false), ..wish }).await
    }

    /// Says something with pretend files in the thread under a message.
    pub async fn attach(
        &self,
        by: &str,
        room: &str,
        root: &str,
        text: &str,
        files: &[&str],
    ) -> RemoteId {
        let files = files.iter().map(|name| Attached::named(name)).collect();
        let wish = wish(by, Some(room), "message", Some(root), Some(text));
        self.act(Wish { thread: Some(true), reply: Some(false), files, ..wish }).await
    }

    /// Sends pretend files to the bot in private, and gives back what it answered.
    pub async fn attach_direct(&self, by: &str, text: &str, files: &[&str]) -> Vec<String> {
        let before = self.private(by).len();
        let files = files.iter().map(|name| Attached::named(name)).collect();
        self.act(Wish { files, ..wish(by, None, "direct", None, Some(text)) }).await;
        self.told(by, before)
    }

    /// Replies to a message.
    pub async fn reply(&self, by: &str, room: &str, to: &str, text: &str) -> RemoteId {
        let wish = wish(by, Some(room), "message", Some(to), Some(text));
        self.act(Wish { reply: Some(true), ..wish }).await
    }

    /// Says something to the bot in private, and gives back what it answered.
    pub async fn direct(&self, by: &str, text: &str) -> Vec<String> {
        let before = self.private(by).len();
        self.act(wish(by, None, "direct", None, Some(text))).await;
        self.told(by, before)
    }

    /// A command in a room, and what came back in private or in the room.
    pub async fn command(&self, by: &str, room: &str, words: &str) -> Vec<String> {
        let before = (self.private(by).len(), self.room(room).len());
        self.say(by, room, &format!("!cop {words}")).await;
        let mut told = self.told(by, before.0);
        let said = self.room(room).into_iter().skip(before.1).filter(|seen| seen.bot);
        told.extend(said.map(|seen| seen.text));
        told
    }

    /// Presses a button by its label or id, and gives back what came of it.
    pub async fn press(&self, by: &str, room: &str, to: &str, button: &str) -> Vec<String> {
        let before = self.private(by).len();
        self.act(wish(by, Some(room), "press", Some(to), Some(button))).await;
        self.told(by, before)
    }

    /// Presses a button under a private message of the bot.
    pub async fn press_direct(&self, by: &str, to: &str, button: &str) -> Vec<String> {
        let before = self.private(by).len();
        self.act(wish(by, None, "press", Some(to), Some(button))).await;
        self.told(by, before)
    }

    /// Fills in the form of a message.
    pub async fn submit(
        &self,
        by: &str,
        room: &str,
        to: &str,
        fields: &[(&str, &str)],
    ) -> Vec<String> {
        let before = self.private(by).len();
        let fields: BTreeMap<String, Value> =
            fields.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
        let wish = Wish { fields: Some(fields), ..wish(by, Some(room), "submit", Some(to), None) };
        self.act(wish).await;
        self.told(by, before)
    }

    /// Edits one's own message.
    pub async fn edit(&self, by: &str, room: &str, message: &RemoteId, text: &str) {
        self.act(wish(by, Some(room), "edit", Some(message.as_str()), Some(text))).await;
    }

    /// Deletes one's own message.
    pub async fn delete(&self, by: &str, room: &str, message: &RemoteId) {
        self.act(wish(by, Some(room), "delete", Some(message.as_str()), None)).await;
    }

    /// What stands in a room.
    pub fn room(&self, room: &str) -> Vec<Seen> {
        self.practice().read(|state| view::messages(state, room))
    }

    /// What stands between a persona and the bot.
    pub fn private(&self, persona: &str) -> Vec<Seen> {
        self.practice().read(|state| view::messages(state, &format!("direct:{persona}")))
    }

    fn told(&self, by: &str, after: usize) -> Vec<String> {
        self.private(by)
            .into_iter()
            .skip(after)
            .filter(|seen| seen.bot)
            .map(|seen| seen.text)
            .collect()
    }

    /// The bot's posts in a room that hold these words and are not deleted.
    pub fn posts(&self, room: &str, words: &str) -> Vec<Seen> {
        let holds = |seen: &Seen| seen.bot && !seen.deleted && seen.text.contains(words);
        self.room(room).into_iter().filter(holds).collect()
    }

    /// The one post in a room that holds these words.
    pub fn post(&self, room: &str, words: &str) -> Seen {
        let mut posts = self.posts(room, words);
        assert_eq!(posts.len(), 1, "{words:?} in {room}: {:#?}", self.room(room));
        posts.remove(0)
    }
}

fn wish(by: &str, room: Option<&str>, kind: &str, to: Option<&str>, text: Option<&str>) -> Wish {
    Wish {
        by: by.to_owned(),
        room: room.map(str::to_owned),
        kind: kind.to_owned(),
        to: to.map(str::to_owned),
        text: text.map(str::to_owned),
        ..Wish::default()
    }
}

async fn open(dir: &TempDir, url: Option<&str>) -> Running {
    let mut config = Config::default();
    if let Some(url) = url {
        config.database.url = serde_json::from_value(Value::from(url)).unwrap();
    }
    config.data.dir = dir.path().to_owned();
    config.web.listen = "127.0.0.1:0".parse().unwrap();
    let methods = dir.path().join("methods");
    std::fs::create_dir_all(&methods).unwrap();
    config.methods.dir = Some(methods);
    let mut start = Start::new(config, Arc::new(FrontDesk)).unwrap();
    start.chance = Box::new(StdRng::seed_from_u64(7));
    start.test_clock = true;
    daemon::start(start).await.unwrap_or_else(|ending| panic!("{ending:?}"))
}
