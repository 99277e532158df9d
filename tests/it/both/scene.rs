//! A community that ana founds in a Discord channel, and to which chloe binds an encrypted Matrix
//! room with ana's code.

use serde_json::{Value, json};

use crate::discord::hands::Hands;
use crate::discord::home::id;
use crate::matrix::home::{EVENING, Home, Person, QUESTION, rest, until};
use crate::support::discord::Discord;
use crate::support::process::Served;

/// The circle in its two rooms. On Discord: ana, who founds it, ben and emma; on Matrix: chloe, who
/// binds the room, dev and farid.
pub struct Scene {
    pub home: Home,
    pub discord: Discord,
    served: Option<Served>,
    pub chloe: Person,
    pub dev: Person,
    pub farid: Person,
    /// The Matrix room.
    pub room: String,
}

/// A round's prompts: the message on Discord, under which stands the thread, and the one on Matrix.
pub struct Prompts {
    pub there: String,
    pub here: String,
}

impl Scene {
    /// Ana sets up on Discord the evening before, and chloe's room is bound.
    pub async fn set() -> Self {
        let discord = Discord::with(&[]);
        let home = Home::beside(&discord.section(""));
        let [mut chloe, mut dev, mut farid] = ["chloe", "dev", "farid"].map(|one| home.person(one));
        let served = home.install.serve_by_clock(&[]);
        connected(&served).await;
        served.clock(&format!("jump {EVENING}"));
        let room = chloe.room("Tea table", &mut [&mut dev, &mut farid], true).await;
        let mut scene = Self { home, discord, served: Some(served), chloe, dev, farid, room };
        scene.founds().await;
        scene.binds().await;
        rest(scene.served());
        scene
    }

    async fn founds(&self) {
        let wish = json!({"name": "Lighter", "zone": "Africa/Abidjan", "circle": "everyone",
            "ritual": "tea", "method": "check-in", "ask": QUESTION, "days": "daily",
            "at": "09:00", "open-for": "6h"});
        let said = self.hands("ana").told("setup", wish).await;
        assert!(said.starts_with("Lighter is set up"), "{said}");
    }

    /// The code works in chloe's hands only with ana's yes, who sees whose room it is.
    async fn binds(&mut self) {
        let said = self.hands("ana").told("circle invite", json!({})).await;
        let code = said.split("--code ").nth(1).and_then(|rest| rest.split_whitespace().next());
        let line = format!("!cop circle bind --code {}", code.unwrap_or_else(|| panic!("{said}")));
        let room = self.room.clone();
        self.chloe.says(&room, &line);
        self.chloe.finds(&room, "I have asked the one who made this code").await;
        let asked = self.alone("ana", "wants to bind the room").await;
        let words = asked["content"].as_str().unwrap();
        assert!(words.contains("Chloe") && words.contains("“Tea table” on Matrix"), "{words}");
        assert!(words.contains("Some rooms of this circle are encrypted"), "{words}");
        self.hands("ana").press(&id(&asked), "Yes").await;
        self.chloe.finds(&room, "is kept for 365 days").await;
    }

    /// Time passes, with a stop at each thing that is due.
    pub fn time(&self, at: &str) {
        rest(self.served());
        assert!(self.served().clock(&format!("set {at}")).starts_with("ok"));
        rest(self.served());
    }

    /// The prompts of the newest round, one in each room.
    pub async fn prompts(&mut self) -> Prompts {
        let room = self.room.clone();
        let here = self.chloe.prompt(&room, QUESTION).await;
        Prompts { there: id(&self.there(QUESTION).await), here }
    }

    /// The newest post of the bot in the Discord channel that holds these words. What only one
    /// person sees there, as the preview at the end of a set-up, is none.
    pub async fn there(&self, words: &str) -> Value {
        let look = json!({"do": "messages", "in": "kitchen", "by": "bot", "contains": words,
            "ephemeral": false});
        self.discord.waits(look).await.pop().unwrap()
    }

    /// What the bot said on Discord to somebody alone, with these words.
    pub async fn alone(&self, who: &str, words: &str) -> Value {
        let place = format!("@{who}");
        let look = json!({"do": "messages", "in": place, "by": "bot", "contains": words});
        self.discord.waits(look).await.pop().unwrap()
    }

    pub fn hands<'a>(&'a self, who: &'a str) -> Hands<'a> {
        Hands::of(&self.discord, who, "kitchen")
    }

    pub fn served(&self) -> &Served {
        self.served.as_ref().unwrap()
    }

    /// The answers that are stored: whose on which platform, in which state, its words.
    pub async fn answers(&self) -> Vec<(String, String, String)> {
        let world = self.discord.does(json!({ "do": "world" })).await;
        let users = world["users"].as_object().unwrap();
        let name = |account: &str| match account.strip_prefix("discord:") {
            Some(id) => users.iter().find(|(_, one)| one.as_str() == Some(id)).unwrap().0.clone(),
            None => account.replace("matrix:@", "").replace(":localhost", ""),
        };
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let row = |row: &Value| {
            (name(&word(&row["account"])), word(&row["state"]), word(&row["fields"]["text"]))
        };
        let mut answers: Vec<_> = self.home.stored("Lighter", "answers").iter().map(row).collect();
        answers.sort();
        answers
    }

    /// Waits until these answers are stored, and no others.
    pub async fn answered(&self, wanted: &[(&str, &str, &str)]) {
        let mut found = Vec::new();
        until(&format!("{wanted:?} are stored"), async || {
            found = self.answers().await;
            found
                .iter()
                .map(|(who, state, text)| (&**who, &**state, &**text))
                .eq(wanted.iter().copied())
        })
        .await;
    }

    /// What the summaries quote, which is the same in both rooms.
    pub async fn quoted(&mut self) -> Vec<String> {
        rest(self.served());
        let room = self.room.clone();
        let posts = self.chloe.posts(&room);
        let mut here = posts.iter().filter(|post| post.1.contains("what was said"));
        let look =
            json!({"do": "messages", "in": "kitchen", "by": "bot", "contains": "what was said"});
        let there = self.discord.rows(look).await;
        let (Some(one), None, [other]) = (here.next(), here.next(), &there[..]) else {
            panic!("not one summary in each room: {posts:#?} {there:#?}");
        };
        let other = other["content"].as_str().unwrap().replace('\\', "");
        assert_eq!(quotes(&one.1), quotes(&other), "{}\n{other}", one.1);
        quotes(&one.1)
    }
}

/// The quoted lines of a text.
fn quotes(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_owned).collect()
}

/// Waits until the program is connected to both, and has taken in what it found.
pub async fn connected(served: &Served) {
    until("connected to both", async || {
        let (_, ready) = served.get("/readyz").await;
        ready.matches("\"connected\"").count() == 2
    })
    .await;
    rest(served);
}
