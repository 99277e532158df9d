//! Sending, while Discord answers late, wrongly, or not at all: each post stands once.

use serde_json::{Value, json};

use super::home::{EVENING, Home, QUESTION, rest};
use super::stories::Scene;

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
