//! The whole program on a fake Discord, and its members.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::discord::Discord;
use crate::support::process::{Install, Served, text};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The evening before the story begins.
pub const EVENING: &str = "2031-03-02T18:00:00Z";

/// The question of the story's check-in.
pub const QUESTION: &str = "What would make this week lighter?";

/// A Discord and an install of the program that is configured for it.
pub struct Home {
    pub discord: Discord,
    pub install: Install,
}

impl Home {
    /// With Discord's own limits.
    pub fn new() -> Self {
        Self::with(&[], "")
    }

    /// With these options of the fake, and these further lines of the bot's section.
    pub fn with(options: &[&str], section: &str) -> Self {
        let discord = Discord::with(options);
        let section = discord.section(section);
        let install = Install::with(&format!("[web]\nlisten = \"127.0.0.1:0\"\n{section}"));
        Self { discord, install }
    }

    /// Serves by the test clock, and waits until it is connected and at rest.
    pub async fn serve(&self, args: &[&str]) -> Served {
        let served = self.install.serve_by_clock(args);
        self.connected(&served).await;
        served
    }

    /// Waits until the program is connected and has taken in what it found.
    pub async fn connected(&self, served: &Served) {
        until("connected", async || {
            served.get("/readyz").await.1.contains("\"discord\":\"connected\"")
        })
        .await;
        rest(served);
    }

    /// Another command of the program beside the server; its output.
    pub fn runs(&self, args: &[&str]) -> String {
        let ran = self.install.run(args);
        assert!(ran.status.success(), "{args:?}: {}{}", text(&ran.stdout), text(&ran.stderr));
        text(&ran.stdout)
    }

    /// What `exec` answers somebody in a channel.
    pub async fn exec(&self, by: &str, channel: &str, words: &str) -> Value {
        let by = format!("discord:{}", self.discord.find("users", by).await);
        let room = format!("discord:{}", self.discord.find("channels", channel).await);
        let args = ["exec", "--as", &by, "--room", &room, "--yes", "--json", words];
        let ran = self.install.run(&args);
        let said = text(&ran.stdout);
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{}", text(&ran.stderr)))
    }

    /// Ana founds the community in the kitchen, with a check-in at nine every day.
    pub async fn founds(&self) {
        let words = format!(
            "setup --name Lighter --zone Africa/Abidjan --circle everyone --ritual tea \
             --method check-in --ask \"{QUESTION}\" --days daily --at 09:00 --open-for 6h"
        );
        let said = self.exec("ana", "kitchen", &words).await;
        assert_eq!(said["ok"], true, "{said}");
    }

    /// What is stored: the rows of one of the exported files.
    pub fn stored(&self, file: &str) -> Vec<Value> {
        let out = tempfile::tempdir().unwrap();
        let dir = out.path().to_str().unwrap();
        self.runs(&["export", "--out", dir, "--community", "Lighter", "--with-private"]);
        let folder = std::fs::read_dir(out.path()).unwrap().next().unwrap().unwrap().path();
        let lines = std::fs::read_to_string(folder.join(format!("{file}.jsonl"))).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The answers that are stored, each as often as it is: whose, in which state, its words.
    pub async fn answers(&self) -> Vec<(String, String, String)> {
        let world = self.discord.does(json!({ "do": "world" })).await;
        let users = world["users"].as_object().unwrap();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut answers: Vec<_> = self
            .stored("answers")
            .iter()
            .map(|row| {
                let account = word(&row["account"]).replace("discord:", "");
                let who = users.iter().find(|(_, id)| id.as_str() == Some(&account)).unwrap().0;
                (who.clone(), word(&row["state"]), word(&row["fields"]["text"]))
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
            let found = self.answers().await;
            if found == wanted {
                return;
            }
            assert!(Instant::now() < deadline, "stored: {found:#?}, not {wanted:#?}");
        }
    }

    /// The bot's posts in a channel that hold these words, oldest first.
    pub async fn posts(&self, channel: &str, words: &str) -> Vec<Value> {
        let look = json!({"do": "messages", "in": channel, "by": "bot", "contains": words});
        self.discord.rows(look).await
    }

    /// The one post of the bot that holds these words, as soon as it is there.
    pub async fn finds(&self, channel: &str, words: &str) -> Value {
        let look = json!({"do": "messages", "in": channel, "by": "bot", "contains": words});
        let mut found = self.discord.waits(look).await;
        assert_eq!(found.len(), 1, "{found:#?}");
        found.remove(0)
    }

    /// No message is stored twice.
    pub fn each_message_once(&self) {
        let rows = self.stored("messages");
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

/// The id of a message.
pub fn id(message: &Value) -> String {
    message["id"].as_str().unwrap().to_owned()
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
