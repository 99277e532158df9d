//! What is kept of rooms on a real homeserver: files, forgetting, a new life after a restore.

use serde_json::{Value, json};

use super::home::{Home, QUESTION, rest, until};
use super::scene::Scene;
use crate::curate::visitor::Visitor;
use crate::support::process::{Install, Served, text, write_private};

/// What Ben says, in words that are nowhere else.
const BENS: [&str; 3] = ["Quinces in the cellar", "Medlars in the cellar", "Sloes in the hedge"];

/// At nine the prompt is up, in a room that is encrypted or not.
async fn scene(encrypted: bool) -> (Scene, Served) {
    let mut scene = Scene::set_in(encrypted).await;
    let served = scene.served.take().unwrap();
    (scene, served)
}

impl Scene {
    /// Every event of the room as the server gives it to a member, and the bot's own one by one.
    fn history(&mut self) -> String {
        let ana = &mut self.people[0];
        let events = ana.client.does(json!({ "do": "raw", "room": self.room }));
        let mut all = events.to_string();
        for event in events.as_array().unwrap() {
            if event["sender"].as_str().is_some_and(|by| by.starts_with("@samovar")) {
                let id = event["event_id"].as_str().unwrap();
                let path = format!("/rooms/{}/event/{id}", self.room);
                let one = ana.client.does(json!({ "do": "call", "method": "GET", "path": path }));
                all.push_str(&one.to_string());
            }
        }
        all
    }

    /// The same without what Ben said himself: that is his, and stays until he deletes it.
    fn said_by_the_bot(&mut self) -> String {
        let ana = &mut self.people[0];
        let events = ana.client.does(json!({ "do": "raw", "room": self.room }));
        let ours = events.as_array().unwrap().iter();
        ours.filter(|one| one["sender"] == "@samovar:localhost").map(Value::to_string).collect()
    }
}

fn holds_none(all: &str, words: &[&str]) {
    for word in words {
        assert!(!all.contains(word), "{word} is in:\n{all}");
    }
}

/// The page of the community's one thread, and a convenor who is signed in.
async fn thread(home: &Home, served: &Served) -> (Visitor, String) {
    let link = home.exec("ana", "curate")["text"].as_str().unwrap().to_owned();
    let link = link.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    let mut visitor = Visitor::new(&served.url);
    assert!(visitor.enter(&link).await.status.is_redirection());
    let list = visitor.get("/curate").await.text;
    let path = list.split("href=\"").find(|rest| rest.starts_with("/curate/threads/")).unwrap();
    let page = visitor.get(path.split('"').next().unwrap()).await.text;
    (visitor, page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_file_is_named_and_handed_on() {
    a_file(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_file_of_an_encrypted_room_is_read_by_whoever_may_see_the_thread() {
    a_file(true).await;
}

async fn a_file(encrypted: bool) {
    let (mut scene, served) = scene(encrypted).await;
    let (room, prompt) = (scene.room.clone(), scene.prompt.clone());
    let attach = json!({ "do": "attach", "room": room, "thread": prompt, "name": "Plan é.pdf",
        "kind": "application/pdf", "bytes": "the bytes of a plan", "text": BENS[0] });
    scene.people[1].client.does(attach);
    scene.home.answered(&[("ben", "given", BENS[0])]).await;
    let (visitor, page) = thread(&scene.home, &served).await;
    assert!(page.contains(BENS[0]) && page.contains("Plan é.pdf (PDF, 19 bytes)"), "{page}");
    let path = page.split("href=\"").find(|rest| rest.contains("/files/")).unwrap();
    let file = visitor.get(path.split('"').next().unwrap()).await;
    assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "the bytes of a plan"));
    let stored = scene.home.stored("Lighter", "messages");
    let place = stored[0]["files"][0]["place"].as_str().unwrap();
    assert!(place.starts_with("mxc://localhost/"), "{stored:?}");
    assert_eq!(stored[0]["files"][0]["key"].is_string(), encrypted, "{stored:?}");
    let metrics = served.get("/metrics").await.1;
    let counted =
        |line: &str| line.starts_with("samovar_http_total{platform=\"matrix\",status=\"200\"}");
    assert!(metrics.lines().any(counted), "{metrics}");

    scene.home.synapse.stop();
    let away = visitor.get(path.split('"').next().unwrap()).await;
    assert_eq!(away.status.as_u16(), 502);
    assert!(away.text.contains("does not answer"), "{}", away.text);
    scene.home.synapse.again();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_what_is_forgotten_leaves_the_bots_posts_their_edits_and_their_history() {
    let (mut scene, served) = scene(false).await;
    let (room, prompt) = (scene.room.clone(), scene.prompt.clone());
    let own = scene.people[1].in_thread(&room, &prompt, BENS[0]);
    scene.people[2].in_thread(&room, &prompt, "Kettles for all");
    scene.home.answered(&[("ben", "given", BENS[0]), ("chloe", "given", "Kettles for all")]).await;
    rest(&served);
    assert!(served.clock("set 2031-03-03T15:00:00Z").starts_with("ok"));
    scene.people[0].finds(&room, BENS[0]).await;
    // The summary is edited, so that the words stand in its history too.
    scene.people[1].edits(&room, &own, BENS[1]);
    scene.people[0].finds(&room, BENS[1]).await;
    rest(&served);
    assert!(scene.said_by_the_bot().contains(BENS[1]));
    scene.people[1].writes(&format!("ritual suggest {}", BENS[2])).await;
    rest(&served);

    scene.people[1].writes("me forget --yes").await;
    until("the summary is without them", async || !scene.said_by_the_bot().contains(BENS[1])).await;
    rest(&served);
    holds_none(&scene.said_by_the_bot(), &BENS);
    // Ben deletes his own messages: nothing of the words is left on the server for anybody.
    scene.people[1].deletes(&room, &own);
    until("his own are gone", async || !scene.history().contains(BENS[0])).await;
    let summary = scene.people[0].finds(&room, "Kettles for all").await.1;
    holds_none(&summary, &["Ben", "ben"]);

    // The room's history is read again, whole, and brings nothing back.
    scene.people[2].writes("me consent --words yes").await;
    rest(&served);
    drop(served.terminate());
    let served = scene.home.serve(&[]).await;
    rest(&served);
    let answers = scene.home.answers();
    assert_eq!(answers, [("chloe".to_owned(), "given".to_owned(), "Kettles for all".to_owned())]);
    holds_none(&scene.said_by_the_bot(), &BENS);
    drop(served.terminate());
    for name in ["data/samovar.db", "data/erasures.jsonl"] {
        let bytes = std::fs::read(scene.home.install.path(name)).unwrap();
        let all = String::from_utf8_lossy(&bytes);
        holds_none(&all, &[&BENS[..], &["@ben:"]].concat());
    }
}

/// The same configuration on another machine, and the backup brought there.
fn another_machine(home: &Home) -> Install {
    let config = std::fs::read_to_string(home.install.path("config/samovar.toml")).unwrap();
    let install = Install::new();
    write_private(&install.path("config/samovar.toml"), &config);
    let copy = home.install.path("copy").display().to_string();
    let list = home.install.path("data/erasures.jsonl").display().to_string();
    let ran = install.run(&["restore", &copy, "--erasures", &list]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
    let said = text(&ran.stdout);
    assert!(said.contains("read back before anything is said"), "{said}");
    assert!(said.contains("1 account") || said.contains("One account"), "{said}");
    install
}

/// A first life: a backup in the morning, and after it more words, somebody forgotten, a summary and
/// the next day's prompt. What the bot has said in the room when the machine is lost.
async fn first_life(scene: &mut Scene, served: Served) -> Vec<(String, String)> {
    let (room, prompt) = (scene.room.clone(), scene.prompt.clone());
    scene.people[0].in_thread(&room, &prompt, "Before the backup");
    scene.people[1].in_thread(&room, &prompt, BENS[0]);
    scene.home.answered(&[("ana", "given", "Before the backup"), ("ben", "given", BENS[0])]).await;
    rest(&served);
    scene.home.runs(&["backup", "--out", "copy"]);
    scene.people[2].in_thread(&room, &prompt, "After the backup");
    scene.people[1].writes("me forget --yes").await;
    scene.home.answered(&EVENING_OF_THE_FIRST).await;
    rest(&served);
    assert!(served.clock("set 2031-03-03T15:00:00Z").starts_with("ok"));
    scene.people[0].finds(&room, "After the backup").await;
    assert!(served.clock("set 2031-03-04T09:00:00Z").starts_with("ok"));
    rest(&served);
    let second = scene.people[0].prompt(&room, QUESTION).await;
    assert_ne!(second, prompt);
    scene.people[2].in_thread(&room, &second, "On the second day");
    scene.home.answered(&SECOND_DAY).await;
    rest(&served);
    let said = scene.people[0].posts(&room);
    served.kill();
    said
}

const EVENING_OF_THE_FIRST: [(&str, &str, &str); 2] =
    [("ana", "given", "Before the backup"), ("chloe", "given", "After the backup")];
const SECOND_DAY: [(&str, &str, &str); 3] = [
    ("ana", "given", "Before the backup"),
    ("chloe", "given", "After the backup"),
    ("chloe", "given", "On the second day"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_restored_house_reads_its_rooms_back_and_says_nothing_twice() {
    let (mut scene, served) = scene(false).await;
    let before = first_life(&mut scene, served).await;
    let room = scene.room.clone();

    // The old machine is gone, and with it the bot's device and its session.
    scene.home.install = another_machine(&scene.home);
    let home = &scene.home;
    assert!(!home.install.path("data/matrix").exists(), "no keys came along");
    let served = home.serve(&[]).await;
    rest(&served);
    let jumped = served.clock("jump 2031-03-04T09:05:00Z");
    assert!(jumped.starts_with("ok"), "{jumped}");
    rest(&served);
    home.answered(&SECOND_DAY).await;
    rest(&served);
    let after = scene.people[0].posts(&room);
    let ids =
        |posts: &[(String, String)]| posts.iter().map(|post| post.0.clone()).collect::<Vec<_>>();
    let (before_ids, after_ids) = (ids(&before), ids(&after));
    let new: Vec<_> = after.iter().filter(|post| !before_ids.contains(&post.0)).collect();
    assert!(new.is_empty(), "said again: {new:#?}");
    assert!(before_ids.iter().all(|id| after_ids.contains(id)), "{before:#?}\n{after:#?}");
    for words in ["Before the backup", "After the backup"] {
        let summaries = after.iter().filter(|post| post.1.contains(words)).count();
        assert_eq!(summaries, 1, "{words}: {after:#?}");
    }
    holds_none(&format!("{after:?}"), &BENS);
    // It goes on: the second round closes with what was said in both lives.
    assert!(served.clock("set 2031-03-04T15:00:00Z").starts_with("ok"));
    rest(&served);
    scene.people[0].finds(&room, "On the second day").await;
}
