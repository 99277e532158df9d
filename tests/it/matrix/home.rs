//! The whole program on a real homeserver, and its members.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::process::{Install, Served, text, write_private};
use crate::support::synapse::{Member, Synapse, user_id};
use crate::support::web_client::WebClient;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the recovery key is kept.
pub const RECOVERY: &str = "data/secrets/matrix-recovery";

/// The evening before the story begins.
pub const EVENING: &str = "2031-03-02T18:00:00Z";

/// The question of the story's check-in.
pub const QUESTION: &str = "What would make this week lighter?";

/// A homeserver and an install of the program that is configured for it.
pub struct Home {
    pub synapse: Synapse,
    pub install: Install,
}

/// A member, the room they share with the others, and the one they share with the bot.
pub struct Person {
    pub name: &'static str,
    pub client: Member,
    direct: Option<String>,
    read: Vec<String>,
}

impl Home {
    pub fn new() -> Self {
        Self::beside("")
    }

    /// With these further lines of configuration.
    pub fn beside(section: &str) -> Self {
        let synapse = Synapse::start("lifted", "12");
        let (address, password) = (&synapse.base_url, synapse.password("samovar"));
        let install = Install::with(&format!(
            "[web]\nlisten = \"127.0.0.1:0\"\n[matrix]\nhomeserver = \"{address}\"\n\
             user = \"{}\"\npassword = \"{password}\"\n{section}",
            user_id("samovar")
        ));
        Self { synapse, install }
    }

    /// Serves by the test clock, and waits until it is connected and at rest.
    pub async fn serve(&self, args: &[&str]) -> Served {
        let served = self.install.serve_by_clock(args);
        self.connected(&served).await;
        served
    }

    /// Waits until the program is connected and has taken in what it found.
    pub async fn connected(&self, served: &Served) {
        until("connected", async || served.get("/readyz").await.1.contains("\"connected\"")).await;
        rest(served);
    }

    pub fn person(&self, name: &'static str) -> Person {
        Person { name, client: self.synapse.member(name), direct: None, read: Vec::new() }
    }

    /// Another command of the program beside the server; its output.
    pub fn runs(&self, args: &[&str]) -> String {
        let ran = self.install.run(args);
        assert!(ran.status.success(), "{args:?}: {}{}", text(&ran.stdout), text(&ran.stderr));
        text(&ran.stdout)
    }

    /// What `exec` answers.
    pub fn exec(&self, by: &str, words: &str) -> Value {
        let by = format!("matrix:{}", user_id(by));
        let ran = self.install.run(&["exec", "--as", &by, "--yes", "--json", words]);
        let said = text(&ran.stdout);
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{}", text(&ran.stderr)))
    }

    /// What is stored: the rows of one of the exported files.
    pub fn stored(&self, community: &str, file: &str) -> Vec<Value> {
        let out = tempfile::tempdir().unwrap();
        let dir = out.path().to_str().unwrap();
        self.runs(&["export", "--out", dir, "--community", community, "--with-private"]);
        let folder = std::fs::read_dir(out.path()).unwrap().next().unwrap().unwrap().path();
        let lines = std::fs::read_to_string(folder.join(format!("{file}.jsonl"))).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The answers that are stored, each as often as it is: whose, in which state, its words.
    pub fn answers(&self) -> Vec<(String, String, String)> {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut answers: Vec<_> = self
            .stored("Lighter", "answers")
            .iter()
            .map(|row| {
                let who = word(&row["account"]).replace("matrix:@", "").replace(":localhost", "");
                (who, word(&row["state"]), word(&row["fields"]["text"]))
            })
            .collect();
        answers.sort();
        answers
    }

    /// Waits until these answers are stored, and no others.
    pub async fn answered(&self, wanted: &[(&str, &str, &str)]) {
        let wanted: Vec<_> = wanted
            .iter()
            .map(|(who, state, text)| ((*who).into(), (*state).into(), (*text).into()))
            .collect();
        let deadline = Instant::now() + PATIENCE;
        let mut looks = tokio::time::interval(Duration::from_millis(250));
        loop {
            looks.tick().await;
            let found = self.answers();
            if found == wanted {
                return;
            }
            assert!(Instant::now() < deadline, "stored: {found:#?}, not {wanted:#?}");
        }
    }

    /// Somebody who has been invited, in the room by a web client of their own.
    pub async fn web_client(&self, name: &str, room: &str, host: &mut Person) -> WebClient {
        let (user, password) = (user_id(name), self.synapse.password(name));
        let web = WebClient::login(&self.synapse.base_url, &user, password).await;
        host.client.does(json!({ "do": "invite", "room": room, "user": user }));
        self.synapse.member(name).does(json!({ "do": "join", "room": room }));
        web.enters(room).await;
        web
    }

    /// Everything is gone but the configuration and the recovery key; a backup is put back.
    pub fn move_to_another_machine(&self, backup: &str) {
        let kept = std::fs::read_to_string(self.install.path(RECOVERY)).unwrap();
        std::fs::remove_dir_all(self.install.path("data")).unwrap();
        self.runs(&["restore", backup]);
        std::fs::create_dir_all(self.install.path("data/secrets")).unwrap();
        write_private(&self.install.path(RECOVERY), &kept);
    }

    /// No message of a room is stored twice.
    pub fn each_message_once(&self) {
        let rows = self.stored("Lighter", "messages");
        let mut ids: Vec<_> = rows.iter().map(|row| row["remote_id"].to_string()).collect();
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{rows:#?}");
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}", self.install.logged());
        }
    }
}

/// Waits until nothing is left to do.
pub fn rest(served: &Served) {
    assert_eq!(served.clock("settle 60"), "ok");
}

/// Waits until something holds.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    let mut looks = tokio::time::interval(Duration::from_millis(50));
    loop {
        looks.tick().await;
        if holds().await {
            return;
        }
        assert!(Instant::now() < deadline, "waited in vain until {what}");
    }
}

impl Person {
    /// Says something in a room; its id.
    pub fn says(&mut self, room: &str, text: &str) -> String {
        self.client.id(json!({ "do": "say", "room": room, "text": text }))
    }

    /// Replies to a message.
    pub fn replies(&mut self, room: &str, to: &str, text: &str) -> String {
        self.client.id(json!({ "do": "say", "room": room, "text": text, "reply": to }))
    }

    /// Writes in a thread.
    pub fn in_thread(&mut self, room: &str, root: &str, text: &str) -> String {
        self.client.id(json!({ "do": "say", "room": room, "text": text, "thread": root }))
    }

    pub fn edits(&mut self, room: &str, message: &str, text: &str) {
        self.client.does(json!({ "do": "edit", "room": room, "event": message, "text": text }));
    }

    pub fn deletes(&mut self, room: &str, message: &str) {
        self.client.does(json!({ "do": "redact", "room": room, "event": message }));
    }

    pub fn reacts(&mut self, room: &str, message: &str, key: &str) -> String {
        self.client.id(json!({ "do": "react", "room": room, "event": message, "key": key }))
    }

    /// Makes a room with others and the bot in it, encrypted or not, and waits until it has come.
    pub async fn room(
        &mut self,
        name: &str,
        others: &mut [&mut Person],
        encrypted: bool,
    ) -> String {
        let mut invite = vec![user_id("samovar")];
        invite.extend(others.iter().map(|other| user_id(other.name)));
        let room = self.client.id(json!({ "do": "create", "name": name, "invite": invite,
            "encrypted": encrypted }));
        for other in others {
            other.client.does(json!({ "do": "join", "room": room }));
        }
        self.joined(&room).await;
        room
    }

    /// Writes to the bot alone.
    pub async fn writes(&mut self, text: &str) -> String {
        let room = match self.alone() {
            Some(room) => room,
            None => self.client.id(json!({ "do": "direct", "user": user_id("samovar"),
                "encrypted": true })),
        };
        self.joined(&room).await;
        self.direct = Some(room.clone());
        self.unread(&room);
        self.says(&room, text)
    }

    /// What the bot's posts in a room say now, edits applied, oldest first: id and text.
    pub fn posts(&mut self, room: &str) -> Vec<(String, String)> {
        let seen = self.client.seen(room);
        let mut posts: Vec<(String, String)> = Vec::new();
        for event in seen.iter().filter(|event| event["sender"] == user_id("samovar")) {
            if event["type"] != "m.room.message" || event["redacted"] == true {
                continue;
            }
            match event["edits"].as_str() {
                Some(edited) => {
                    if let Some(post) = posts.iter_mut().find(|post| post.0 == edited) {
                        post.1 = word(event, "new");
                    }
                }
                None => posts.push((word(event, "id"), word(event, "body"))),
            }
        }
        posts
    }

    /// The reactions of the bot under a message.
    pub fn taps(&mut self, room: &str, message: &str) -> Vec<String> {
        let seen = self.client.seen(room);
        let ours = seen.iter().filter(|event| {
            event["sender"] == user_id("samovar") && event["reacts"].as_str() == Some(message)
        });
        ours.map(|event| event["key"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The posts of the bot that hold these words, as soon as there is one.
    pub async fn finds(&mut self, room: &str, words: &str) -> (String, String) {
        let mut found = None;
        until(&format!("{words:?} stands"), async || {
            found = self.posts(room).into_iter().find(|post| post.1.contains(words));
            found.is_some()
        })
        .await;
        found.unwrap()
    }

    /// The newest prompt with this question, as soon as there is one. What the bot only quotes, as
    /// the end of a set-up does, is none.
    pub async fn prompt(&mut self, room: &str, question: &str) -> String {
        let asks =
            |text: &str| text.lines().any(|line| line.contains(question) && !line.starts_with('>'));
        let mut found = None;
        until(&format!("{question:?} is asked"), async || {
            found = self.posts(room).into_iter().rfind(|post| asks(&post.1));
            found.is_some()
        })
        .await;
        found.unwrap().0
    }

    async fn joined(&mut self, room: &str) {
        until("the bot has come", async || {
            let members = self.client.does(json!({ "do": "members", "room": room }));
            members[user_id("samovar")] == "join"
        })
        .await;
    }

    /// The direct room that the bot made, joined.
    fn invited(&mut self) -> Option<String> {
        let invites = self.client.does(json!({ "do": "invites" }));
        let invites = invites.as_array().unwrap();
        let from_bot = invites.iter().find(|one| one["by"] == user_id("samovar"))?;
        let room = from_bot["room"].as_str()?.to_owned();
        Some(self.client.id(json!({ "do": "join", "room": room })))
    }

    /// The room shared with the bot alone, if there is one by now.
    pub fn alone(&mut self) -> Option<String> {
        if self.direct.is_none() {
            self.direct = self.invited();
        }
        self.direct.clone()
    }

    /// What the bot said in a room since this was last asked: what it answers, then what it posts,
    /// since the two come in any order.
    pub fn unread(&mut self, room: &str) -> Vec<String> {
        let mut new = self.news(room);
        self.read.extend(new.iter().map(|event| word(event, "id")));
        new.sort_by_key(|event| event["reply"].is_null());
        new.iter().map(|event| word(event, "body")).collect()
    }

    /// What the bot said in a room that was not read yet.
    pub fn news(&mut self, room: &str) -> Vec<Value> {
        let mut seen = self.client.seen(room);
        seen.retain(|event| {
            let said = event["type"] == "m.room.message" && event["sender"] == user_id("samovar");
            said && event["edits"].is_null() && !self.read.contains(&word(event, "id"))
        });
        seen
    }
}

fn word(event: &Value, key: &str) -> String {
    event[key].as_str().unwrap_or_default().to_owned()
}
