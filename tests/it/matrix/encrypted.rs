//! The whole program in encrypted rooms: as a person sees it in a web client, when keys come late,
//! and on another machine.

use serde_json::json;

use super::home::{Home, Person, QUESTION, RECOVERY, rest, until};
use super::scene::Scene;
use crate::support::synapse::user_id;

/// What is logged of the keys must never be the keys.
fn keeps_its_secrets(home: &Home) {
    let logged = home.install.logged();
    for file in [RECOVERY, "data/secrets/matrix-store"] {
        let secret = std::fs::read_to_string(home.install.path(file)).unwrap();
        assert!(!logged.contains(secret.trim()), "{file}");
    }
    assert!(!logged.contains(home.synapse.password("samovar")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_round_in_a_web_client_and_on_another_machine() {
    let mut scene = Scene::evening().await;
    let room = scene.room.clone();
    let web = scene.home.web_client("farid", &room, &mut scene.people[0]).await;
    web.browser.sees("Farid joined the room").await;
    scene.morning().await;
    let prompt = scene.prompt.clone();
    web.browser.sees(QUESTION).await;
    let Scene { home, served, people: [ana, ben, chloe, _], .. } = &mut scene;
    let served = served.as_ref().unwrap();
    ana.replies(&room, &prompt, "Fewer meetings.");
    ben.in_thread(&room, &prompt, "A day by the sea.");
    let late =
        chloe.client.id(json!({ "do": "seal", "room": room, "text": "!cop answer Longer sleep." }));
    until("it is counted", async || {
        served.get("/metrics").await.1.contains("samovar_undecryptable_events 1")
    })
    .await;
    let unread = ana.finds(&room, "I could not read a message").await.0;
    let checked = home.runs(&["check"]);
    assert!(checked.contains("One message in Kitchen"), "{checked}");
    assert!(checked.contains("is signed by the account's own key"), "{checked}");
    chloe.client.does(json!({ "do": "give_key", "room": room }));
    home.answered(&[
        ("ana", "given", "Fewer meetings."),
        ("ben", "given", "A day by the sea."),
        ("chloe", "given", "Longer sleep."),
    ])
    .await;
    until("the room hears that it was read", async || {
        let posts = ana.posts(&room);
        posts.iter().any(|post| post.0 == unread && post.1.contains("Nothing is missing"))
    })
    .await;
    assert_ne!(late, unread);
    elsewhere(&mut scene).await;
    // Threads as replies, edits with a mark, the summary as a message: as this client shows them.
    for words in ["what was said", "Shorter meetings.", "A day by the sea.", "Longer sleep."] {
        web.browser.sees(words).await;
    }
    web.browser.picture("web-client").await;
    web.close().await;
    keeps_its_secrets(&scene.home);
}

/// Backed up, and gone on with on another machine, with the configuration, the recovery key and the
/// backup; what was said meanwhile is read, though it was said to a device that is no more.
async fn elsewhere(scene: &mut Scene) {
    let room = scene.room.clone();
    rest(scene.served());
    scene.home.runs(&["backup", "--out", "copy"]);
    scene.people[0].edits_answer(&room, "Fewer meetings.", "Shorter meetings.").await;
    rest(scene.served());
    scene.served.take().unwrap().kill();
    scene.home.move_to_another_machine("copy");
    scene.up().await;
    let prompt = scene.prompt.clone();
    scene.people[3].replies(&room, &prompt, "More tea.");
    scene
        .home
        .answered(&[
            ("ana", "given", "Shorter meetings."),
            ("ben", "given", "A day by the sea."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "given", "More tea."),
        ])
        .await;
    scene.closes(&["Shorter meetings.", "A day by the sea.", "Longer sleep.", "More tea."]).await;
    let checked = scene.home.runs(&["check"]);
    assert!(checked.contains("is signed by the account's own key"), "{checked}");
    scene.people[0].hears_alone("I am on a new device").await;
}

impl Person {
    /// Edits what they said with these words.
    async fn edits_answer(&mut self, room: &str, before: &str, after: &str) {
        let seen = self.client.seen(room);
        let own = user_id(self.name);
        let said = seen.iter().find(|event| event["sender"] == own && event["body"] == before);
        let id = said.unwrap()["id"].as_str().unwrap().to_owned();
        self.edits(room, &id, after);
    }

    /// Waits until the bot said this to them alone.
    async fn hears_alone(&mut self, words: &str) {
        until(&format!("{} hears {words:?}", self.name), async || match self.alone() {
            Some(room) => self.posts(&room).iter().any(|post| post.1.contains(words)),
            None => false,
        })
        .await;
    }
}
