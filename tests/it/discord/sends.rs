//! Sending, while Discord answers late, wrongly, or not at all: each post stands once.

use serde_json::{Value, json};

use super::home::{EVENING, Home, QUESTION, rest};
use super::stories::Scene;
use super::world::ana_hears_once;

const POSTS: &str = "/channels/{channel_id}/messages";
const THREADS: &str = "/channels/{channel_id}/messages/{message_id}/threads";

/// A check-in whose prompt is sent while this goes wrong.
async fn with(fault: Value) -> Scene {
    let home = Home::new();
    let served = home.serve(&[]).await;
    served.clock(&format!("jump {EVENING}"));
    home.founds().await;
    rest(&served);
    let mut fault = fault;
    fault["do"] = json!("fault");
    home.discord.does(fault).await;
    let scene = Scene::opens(home, served).await;
    let waiting = scene.home.discord.rows(json!({"do": "faults"})).await;
    assert!(waiting.is_empty(), "nothing went wrong: {waiting:#?}");
    let prompts = scene.home.posts("kitchen", QUESTION).await;
    assert_eq!(prompts.len(), 1, "{prompts:#?}");
    let threads = scene.home.discord.rows(json!({"do": "threads", "in": "kitchen"})).await;
    assert_eq!(threads.len(), 1, "{threads:#?}");
    scene
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_stands_once_whatever_becomes_of_the_answer() {
    for fault in [
        json!({"kind": "lost_request", "method": "POST", "route": POSTS}),
        json!({"kind": "lost_reply", "method": "POST", "route": POSTS, "count": 2}),
        json!({"kind": "status", "status": 502, "after": true, "method": "POST", "route": POSTS}),
        json!({"kind": "status", "status": 500, "method": "POST", "route": POSTS, "count": 3}),
    ] {
        let scene = with(fault).await;
        scene.in_thread("ben", "Fewer meetings.").await;
        scene.home.answered(&[("ben", "given", "Fewer meetings.")]).await;
        scene.closes(&["Fewer meetings."]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_thread_is_made_after_all_and_once() {
    for fault in [
        json!({"kind": "lost_reply", "method": "POST", "route": THREADS}),
        json!({"kind": "status", "status": 503, "method": "POST", "route": THREADS, "count": 2}),
    ] {
        with(fault).await.home.discord.is_content().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_told_to_wait_waits() {
    for scope in ["user", "shared", "global", "cloudflare"] {
        let fault = json!({"kind": "limited", "scope": scope, "seconds": 2, "method": "POST",
            "route": POSTS});
        with(fault).await.home.discord.is_content().await;
    }
}

/// What Discord does not let the bot change is said to convenors once; the words that are stored
/// follow their author all the same, and so does the summary as soon as it may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_summary_that_may_not_be_changed_is_told_of_once() {
    let frozen = json!({"do": "fault", "kind": "refuse", "status": 400, "code": 50083,
        "method": "PATCH"});
    let too_often = json!({"do": "settings", "old_edits": 0});
    for refusal in [frozen, too_often] {
        let scene = Scene::set().await;
        let discord = &scene.home.discord;
        let first = scene.in_thread("ben", "Fewer meetings.").await;
        scene.closes(&["Fewer meetings."]).await;
        discord.does(json!({"do": "time", "advance": 7_200})).await;
        discord.does(refusal.clone()).await;
        scene.edits("ben", &first, "Shorter meetings.").await;
        rest(scene.served());
        ana_hears_once(&scene.home, "does not let me change my post").await;
        scene.home.answered(&[("ben", "given", "Shorter meetings.")]).await;
        discord.does(json!({"do": "settings", "old_edits": -1})).await;
        scene.edits("ben", &first, "No meetings.").await;
        rest(scene.served());
        let said = scene.home.finds("kitchen", "what was said").await["content"].to_string();
        assert!(said.contains("No meetings."), "{refusal}: {said}");
        ana_hears_once(&scene.home, "does not let me change my post").await;
    }
}
