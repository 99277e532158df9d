//! Discord away, or the line cut in every way: nothing that was said is lost, and the bot identifies
//! no oftener than it may.

use serde_json::{Value, json};

use super::home::{Home, QUESTION, until};
use super::stories::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_away_or_the_bot_away_each_answer_is_stored_once() {
    let mut scene = Scene::set().await;
    // Said, and Discord goes at once; said the moment it is back.
    scene.in_thread("ben", "Fewer meetings.").await;
    scene.home.discord.stop();
    scene.home.discord.again();
    scene.replies("chloe", "Longer sleep.").await;
    scene
        .home
        .answered(&[("ben", "given", "Fewer meetings."), ("chloe", "given", "Longer sleep.")])
        .await;
    // The bot is stopped while somebody speaks, and begins while Discord is away.
    scene.stop();
    scene.in_thread("dev", "A day by the sea.").await;
    scene.home.discord.stop();
    scene.begin();
    until("it says that Discord is down", async || {
        scene.served().get("/readyz").await.1.contains("\"discord\":\"down\"")
    })
    .await;
    scene.home.discord.again();
    scene.home.connected(scene.served()).await;
    scene
        .home
        .answered(&[
            ("ben", "given", "Fewer meetings."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "given", "A day by the sea."),
        ])
        .await;
    scene.closes(&["Fewer meetings.", "Longer sleep.", "A day by the sea."]).await;
}

/// Every way in which a line ends once, with words around each; `scripts/endure --cuts` has more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_around_a_cut_are_stored_once() {
    let home = Home::with(&["--heartbeat", "1"], "");
    let scene = Scene::in_home(home).await;
    let discord = &scene.home.discord;
    let said = json!({"do": "say", "as": "ben", "in": "kitchen",
        "text": format!("<@{}> me consent --words yes", discord.fact("bot_id"))});
    scene.in_thread("ben", "word 0").await;
    discord.does(said).await;
    let cuts = [
        json!({"how": "close", "code": 4000}),
        json!({"how": "bare_close"}),
        json!({"how": "eof"}),
        json!({"how": "reset"}),
        json!({"how": "half_open"}),
        json!({"how": "no_ack"}),
        json!({"how": "heartbeat"}),
        json!({"how": "reconnect"}),
        json!({"how": "invalid", "resumable": true}),
        json!({"how": "invalid", "resumable": false}),
        json!({"how": "close", "code": 4009}),
    ];
    let mut words = vec!["word 0".to_owned()];
    for (number, mut cut) in cuts.into_iter().enumerate() {
        until("connected", async || connected(&scene).await).await;
        cut["do"] = json!("cut");
        for when in ["before", "after"] {
            for n in 0..3 {
                words.push(format!("{when} cut {number}, {n}"));
                scene.in_thread("ben", words.last().unwrap()).await;
            }
            if when == "before" {
                discord.does(cut.clone()).await;
            }
        }
    }
    until("all is stored", async || {
        let stored = scene.home.stored("messages");
        stored.iter().filter(|row| row["text"].is_string()).count() >= words.len()
    })
    .await;
    let mut stored: Vec<String> = scene
        .home
        .stored("messages")
        .iter()
        .map(|row| row["text"].as_str().unwrap_or_default().to_owned())
        .collect();
    stored.sort();
    words.sort();
    assert_eq!(stored, words);
    let at: Vec<f64> = discord
        .rows(json!({"do": "identifies"}))
        .await
        .iter()
        .map(|one| one["at"].as_f64().unwrap())
        .collect();
    assert!(at.windows(2).all(|two| two[1] - two[0] >= 5.0), "identified too soon: {at:?}");
    assert!(at.len() <= 4, "what can be resumed is resumed: {at:?}");
    scene.closes(&["word 0"]).await;
}

async fn connected(scene: &Scene) -> bool {
    let sessions = scene.home.discord.rows(json!({"do": "sessions"})).await;
    let up = |one: &Value| one["state"] == "connected";
    sessions.iter().any(up) && scene.home.posts("kitchen", QUESTION).await.len() == 1
}
