//! The commands as members use them, in rooms and by direct message; what is said, to be read as a
//! person would.

use super::home::{EVENING, Home, Person, rest, until};
use crate::support::process::{Served, text};
use crate::support::synapse::user_id;

/// What was said, by whom and where.
struct Scene {
    home: Home,
    served: Served,
    told: String,
    rooms: Vec<(&'static str, String)>,
}

impl Scene {
    async fn new() -> Self {
        let home = Home::new();
        let served = home.serve(&[]).await;
        served.clock(&format!("jump {EVENING}"));
        Self { home, served, told: String::new(), rooms: Vec::new() }
    }

    fn room(&self, name: &str) -> String {
        self.rooms.iter().find(|room| room.0 == name).unwrap().1.clone()
    }

    /// Somebody says something in a room, and the bot answers there or in private.
    async fn asks(&mut self, person: &mut Person, room: &str, words: &str) -> String {
        let at = self.room(room);
        person.hush(&at);
        person.says(&at, words);
        self.told.push_str(&format!("{} in {room}> {words}\n", person.name));
        self.heard(person, Some((room, &at)), &format!("{words} is answered")).await
    }

    /// Somebody writes to the bot alone, and is answered.
    async fn tells(&mut self, person: &mut Person, words: &str) -> String {
        person.writes(words).await;
        self.told.push_str(&format!("{} alone> {words}\n", person.name));
        self.hears(person).await
    }

    /// The bot speaks to somebody alone.
    async fn hears(&mut self, person: &mut Person) -> String {
        let what = format!("{} is told", person.name);
        self.heard(person, None, &what).await
    }

    /// All that is said until the house rests: in the room first, then alone, since the two come in
    /// any order.
    async fn heard(
        &mut self,
        person: &mut Person,
        room: Option<(&str, &str)>,
        what: &str,
    ) -> String {
        until(what, async || person.is_told(room)).await;
        rest(&self.served);
        let mut said = room.map(|room| person.heard_in(room)).unwrap_or_default();
        said.push_str(&person.heard_alone());
        self.note(said)
    }

    /// What stands in a room.
    fn shows(&mut self, person: &mut Person, room: &str, holding: &str) {
        let at = self.room(room);
        for (_, words) in person.posts(&at).iter().filter(|post| post.1.contains(holding)) {
            self.told.push_str(&format!("standing in {room}:\n{}\n", indented(words)));
        }
    }

    fn reacts(&mut self, person: &mut Person, room: &str, message: &str, key: &str) {
        person.reacts(&self.room(room), message, key);
        self.told.push_str(&format!("{} in {room} reacts with {key}\n", person.name));
    }

    fn note(&mut self, said: String) -> String {
        println!("{said}");
        self.told.push_str(&said);
        self.told.push('\n');
        said
    }

    fn read(&self) -> String {
        let mut told = self.told.clone();
        for (name, id) in &self.rooms {
            told = told.replace(id, &format!("[{name}]"));
        }
        let is_mark = |mark: char| mark.is_ascii_uppercase() || mark.is_ascii_digit();
        let is_id = |word: &str| word.len() == 26 && word.chars().all(is_mark);
        let round = told.split_whitespace().find(|word| is_id(word)).map(str::to_owned);
        round.map_or(told.clone(), |round| told.replace(&round, "[ROUND]"))
    }
}

impl Person {
    /// Passes over what was said in a room so far.
    fn hush(&mut self, room: &str) {
        self.unread(room);
    }

    /// Whether the bot newly said something in a room or to this person alone.
    fn is_told(&mut self, room: Option<(&str, &str)>) -> bool {
        let places = [room.map(|(_, at)| at.to_owned()), self.alone()];
        places.iter().flatten().any(|at| !self.news(at).is_empty())
    }

    /// What the bot newly said in a room.
    fn heard_in(&mut self, (name, at): (&str, &str)) -> String {
        let said = self.unread(at);
        said.iter().map(|words| format!("samovar in {name}:\n{}\n", indented(words))).collect()
    }

    /// What the bot newly said to this person alone.
    fn heard_alone(&mut self) -> String {
        let Some(at) = self.alone() else { return String::new() };
        let (name, said) = (self.name.to_string(), self.unread(&at));
        let told = |words: &String| format!("samovar to {name} alone:\n{}\n", indented(words));
        said.iter().map(told).collect()
    }
}

fn indented(words: &str) -> String {
    words.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_first_week_in_english() {
    let mut scene = Scene::new().await;
    let [mut ana, mut ben, mut chloe, mut dev] =
        ["ana", "ben", "chloe", "dev"].map(|name| scene.home.person(name));
    founding(&mut scene, &mut ana, [&mut ben, &mut chloe, &mut dev], "en").await;
    beside(&scene);
    monday(&mut scene, [&mut ana, &mut ben, &mut chloe, &mut dev], "yes").await;
    insta::assert_snapshot!(scene.read());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_first_week_in_french() {
    let mut scene = Scene::new().await;
    let [mut ana, mut ben, mut chloe, mut dev] =
        ["ana", "ben", "chloe", "dev"].map(|name| scene.home.person(name));
    founding(&mut scene, &mut ana, [&mut ben, &mut chloe, &mut dev], "fr").await;
    monday(&mut scene, [&mut ana, &mut ben, &mut chloe, &mut dev], "oui").await;
    insta::assert_snapshot!(scene.read());
}

/// Ana sets up a community in one room, adds a ritual, and binds a second room.
async fn founding(scene: &mut Scene, ana: &mut Person, others: [&mut Person; 3], language: &str) {
    let [ben, chloe, dev] = others;
    for name in ["Kitchen", "Workshop"] {
        let room = ana.room(name, &mut [ben, chloe, dev], language == "fr").await;
        scene.rooms.push((name, room));
        assert!(scene.served.clock("advance 1m").starts_with("ok"));
    }
    scene.asks(ana, "Kitchen", "!cop help").await;
    scene.asks(ana, "Kitchen", "!cop setup").await;
    let setup = format!(
        "!cop setup --name Lighter --zone Europe/Paris --language {language} --circle \"tea table\" \
         --ritual tea --days mon --at 09:00 --open-for 6h"
    );
    scene.asks(ana, "Kitchen", &setup).await;
    let add = "!cop ritual add --name harvest --method one-word --ask \"What grew this week?\" \
               --days fri --at 16:00";
    scene.asks(ana, "Kitchen", add).await;
    // Rooms are named in the order in which they were bound.
    assert!(scene.served.clock("advance 1m").starts_with("ok"));
    scene.asks(ana, "Workshop", "!cop circle bind").await;
    scene.asks(ben, "Kitchen", "!cop status").await;
    scene.asks(ben, "Kitchen", "!cop why").await;
    scene.asks(ben, "Kitchen", "!cop ritual remove").await;
    scene.asks(ben, "Kitchen", "!cop stauts").await;
}

/// What operators see beside the server.
fn beside(scene: &Scene) {
    let listed = scene.home.exec("ana", "ritual list");
    assert_eq!(listed["ok"], true, "{listed}");
    assert!(listed["text"].as_str().unwrap().contains("harvest"), "{listed}");
    let checked = scene.home.install.run(&["check"]);
    let said = format!("{}{}", text(&checked.stdout), text(&checked.stderr));
    println!("{said}");
    assert!(checked.status.success(), "{said}");
    assert!(said.contains(&user_id("samovar")), "{said}");
    assert!(!said.contains(scene.home.synapse.password("samovar")));
}

/// The prompt, and every way to answer it; then the summary.
async fn monday(scene: &mut Scene, people: [&mut Person; 4], yes: &str) {
    let [ana, ben, chloe, dev] = people;
    rest(&scene.served);
    assert!(scene.served.clock("set 2031-03-03T08:00:00Z").starts_with("ok"));
    let kitchen = scene.room("Kitchen");
    let posts = ana.posts(&kitchen);
    let (prompt, _) = posts.last().unwrap().clone();
    scene.told.push_str("Monday, 9 o'clock\n");
    scene.shows(ana, "Kitchen", "⏭");
    assert_eq!(ana.taps(&kitchen, &prompt), ["⏭\u{fe0f}", "💬"]);

    scene.reacts(ben, "Kitchen", &prompt, "⏭\u{fe0f}");
    scene.reacts(chloe, "Kitchen", &prompt, "💬");
    scene.hears(chloe).await;
    scene.tells(chloe, "A day by the sea.").await;
    scene.tells(chloe, "4").await;
    // Dev never spoke in a room of theirs.
    scene.tells(dev, "More tea for everybody.").await;
    scene.tells(dev, yes).await;
    scene.tells(dev, "answer withdraw").await;
    scene.tells(dev, "help").await;
    scene.asks(ana, "Kitchen", "!cop answer Fewer meetings.").await;
    scene.asks(ana, "Kitchen", "!cop round show").await;
    rest(&scene.served);
    until("all have answered", async || scene.home.answers().len() == 4).await;
    scene.told.push_str("Monday, 15 o'clock\n");
    assert!(scene.served.clock("set 2031-03-03T14:00:00Z").starts_with("ok"));
    rest(&scene.served);
    let (_, summary) = ana.posts(&kitchen).last().unwrap().clone();
    scene.told.push_str(&format!("standing in Kitchen:\n{}\n", indented(&summary)));
    scene.asks(ben, "Workshop", "!cop status").await;
    let answers = scene.home.answers();
    let stored: Vec<_> =
        answers.iter().map(|(who, state, _)| (who.as_str(), state.as_str())).collect();
    let wanted = [("ana", "given"), ("ben", "passed"), ("chloe", "given"), ("dev", "withdrawn")];
    assert_eq!(stored, wanted);
}
