//! Stories on Discord, through the whole program, with the stored answers counted.

use serde_json::json;

use super::home::{EVENING, Home, QUESTION, id, rest};
use crate::support::process::Served;

/// A community in the kitchen, its prompt up.
pub struct Scene {
    pub home: Home,
    served: Option<Served>,
    /// The prompt, and the thread under it.
    pub prompt: String,
}

impl Scene {
    /// Ana founds the community the evening before; at nine the prompt is up.
    pub async fn set() -> Self {
        Self::in_home(Home::new()).await
    }

    pub async fn in_home(home: Home) -> Self {
        let served = home.serve(&[]).await;
        served.clock(&format!("jump {EVENING}"));
        home.founds().await;
        rest(&served);
        Self::opens(home, served).await
    }

    /// At nine the prompt of a community that stands is up.
    pub async fn opens(home: Home, served: Served) -> Self {
        assert!(served.clock("set 2031-03-03T09:00:00Z").starts_with("ok"));
        let prompt = id(&home.finds("kitchen", QUESTION).await);
        rest(&served);
        Self { home, served: Some(served), prompt }
    }

    pub fn served(&self) -> &Served {
        self.served.as_ref().unwrap()
    }

    /// Ends the program as a power cut would.
    pub fn kill(&mut self) {
        self.served.take().unwrap().kill();
    }

    /// Asks the program to stop.
    pub fn stop(&mut self) {
        let (ended, _, _) = self.served.take().unwrap().terminate();
        assert!(ended.success());
    }

    /// Starts the program again, and waits for nothing.
    pub fn begin(&mut self) {
        self.served = Some(self.home.install.serve_by_clock(&[]));
    }

    /// Starts the program again.
    pub async fn up(&mut self) {
        self.served = Some(self.home.serve(&[]).await);
    }

    /// Somebody says something in the thread.
    pub async fn in_thread(&self, who: &str, text: &str) -> String {
        let deed = json!({"do": "say", "as": who, "in": self.prompt, "text": text});
        self.home.discord.id(deed).await
    }

    /// Somebody replies to the prompt.
    pub async fn replies(&self, who: &str, text: &str) -> String {
        let deed =
            json!({"do": "say", "as": who, "in": "kitchen", "reply": self.prompt, "text": text});
        self.home.discord.id(deed).await
    }

    pub async fn edits(&self, who: &str, message: &str, text: &str) {
        let deed = json!({"do": "edit", "as": who, "message": message, "text": text});
        self.home.discord.does(deed).await;
    }

    pub async fn deletes(&self, who: &str, message: &str) {
        let deed = json!({"do": "delete", "as": who, "message": message});
        self.home.discord.does(deed).await;
    }

    /// The round closes; the summary says these words, each once, and is there once.
    pub async fn closes(&self, words: &[&str]) {
        rest(self.served());
        assert!(self.served().clock("set 2031-03-03T15:00:00Z").starts_with("ok"));
        rest(self.served());
        let prompts = self.home.posts("kitchen", QUESTION).await;
        assert_eq!(prompts.len(), 1, "{prompts:#?}");
        let summaries = self.home.posts("kitchen", "what was said").await;
        assert_eq!(summaries.len(), 1, "{summaries:#?}");
        let said = summaries[0]["content"].as_str().unwrap();
        for word in words {
            assert_eq!(said.matches(word).count(), 1, "{word:?} in {said}");
        }
        self.home.each_message_once();
        self.home.discord.is_content().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_in_in_a_thread_and_by_reply_with_an_edit_and_a_deletion() {
    let scene = Scene::set().await;
    let threads = scene.home.discord.rows(json!({"do": "threads", "in": "kitchen"})).await;
    assert_eq!((threads.len(), &threads[0]["id"]), (1, &json!(scene.prompt)), "{threads:#?}");

    let first = scene.in_thread("ben", "Fewer meetings.").await;
    scene.replies("chloe", "Longer sleep.").await;
    let regretted = scene.in_thread("dev", "Less of Ben.").await;
    scene.in_thread("ben", "and another thing").await;
    scene
        .home
        .answered(&[
            ("ben", "given", "Fewer meetings."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "given", "Less of Ben."),
        ])
        .await;
    scene.edits("ben", &first, "Shorter meetings.").await;
    scene.deletes("dev", &regretted).await;
    scene
        .home
        .answered(&[
            ("ben", "given", "Shorter meetings."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "withdrawn", ""),
        ])
        .await;
    scene.closes(&["Shorter meetings.", "Longer sleep."]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_edited_and_deleted_while_the_bot_is_away_is_read_back() {
    let mut scene = Scene::set().await;
    let first = scene.in_thread("ben", "Fewer meetings.").await;
    let regretted = scene.in_thread("dev", "Less of Ben.").await;
    let reply = scene.replies("emma", "Tea.").await;
    scene
        .home
        .answered(&[
            ("ben", "given", "Fewer meetings."),
            ("dev", "given", "Less of Ben."),
            ("emma", "given", "Tea."),
        ])
        .await;
    scene.kill();
    scene.edits("ben", &first, "Shorter meetings.").await;
    scene.deletes("dev", &regretted).await;
    scene.deletes("emma", &reply).await;
    scene.in_thread("chloe", "Longer sleep.").await;
    for n in 0..130 {
        scene.in_thread("chloe", &format!("and another thing, {n}")).await;
    }
    scene.replies("farid", "More tea.").await;
    scene.up().await;
    scene
        .home
        .answered(&[
            ("ben", "given", "Shorter meetings."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "withdrawn", ""),
            ("emma", "withdrawn", ""),
            ("farid", "given", "More tea."),
        ])
        .await;
    scene.closes(&["Shorter meetings.", "Longer sleep.", "More tea."]).await;
}
