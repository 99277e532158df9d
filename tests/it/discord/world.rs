//! The world changes around a room: what runs there pauses, convenors hear of it once, and it goes
//! on by itself.

use serde_json::{Value, json};

use super::home::{Home, QUESTION, id, rest, until};
use super::stories::Scene;

/// What the bot wrote to Ana alone that holds these words.
async fn told(home: &Home, words: &str) -> Vec<Value> {
    let look = json!({"do": "messages", "in": "@ana", "by": "bot", "contains": words});
    // Nobody has written to the other yet: there is no channel of theirs.
    home.discord
        .tries(&look)
        .await
        .map_or_else(|_| Vec::new(), |all| all.as_array().unwrap().clone())
}

pub async fn ana_hears_once(home: &Home, words: &str) {
    until(words, async || !told(home, words).await.is_empty()).await;
    assert_eq!(told(home, words).await.len(), 1, "{words}");
}

fn denied(permission: &str) -> Value {
    json!({"do": "permit", "in": "kitchen", "for": "samovar", "deny": [permission]})
}

fn allowed() -> Value {
    json!({"do": "permit", "in": "kitchen", "for": "samovar"})
}

async fn room(home: &Home, state: &str) {
    let wanted = state == "paused";
    until(state, async || {
        let said = home.exec("ana", "kitchen", "why").await.to_string();
        said.contains("what runs here waits") == wanted
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_permission_that_narrows_pauses_the_room_and_one_that_widens_lets_it_go_on() {
    let scene = Scene::set().await;
    let (home, discord) = (&scene.home, &scene.home.discord);
    discord.does(denied("SEND_MESSAGES")).await;
    room(home, "paused").await;
    ana_hears_once(home, "I cannot write in #kitchen").await;
    scene.in_thread("ben", "Fewer meetings.").await;
    home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    let before = home.finds("kitchen", QUESTION).await;
    assert!(before["content"].as_str().unwrap().contains("No answers"), "it may not speak");
    discord.does(allowed()).await;
    room(home, "open").await;
    scene.closes(&["Fewer meetings."]).await;
    assert_eq!(told(home, "I cannot write").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_sent_away_and_invited_again_reads_what_it_missed() {
    let scene = Scene::set().await;
    let (home, discord) = (&scene.home, &scene.home.discord);
    discord.does(json!({"do": "kick", "who": "bot"})).await;
    room(home, "paused").await;
    scene.in_thread("ben", "Fewer meetings.").await;
    discord.does(json!({"do": "invite", "guild": "commons"})).await;
    room(home, "open").await;
    home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    scene.closes(&["Fewer meetings."]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_of_the_server_is_waited_out() {
    let scene = Scene::set().await;
    let (home, discord) = (&scene.home, &scene.home.discord);
    discord.does(json!({"do": "outage", "guild": "commons", "on": true})).await;
    discord.does(json!({"do": "outage", "guild": "commons", "on": false})).await;
    scene.in_thread("ben", "Fewer meetings.").await;
    home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    scene.closes(&["Fewer meetings."]).await;
    assert!(told(home, "I cannot write").await.is_empty(), "an outage is no loss");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_that_is_taken_away_leaves_the_answers_and_the_round() {
    let scene = Scene::set().await;
    let (home, discord) = (&scene.home, &scene.home.discord);
    let consent = format!("<@{}> me consent --words yes", discord.fact("bot_id"));
    scene.in_thread("ben", "Fewer meetings.").await;
    discord.does(json!({"do": "say", "as": "ben", "in": "kitchen", "text": consent})).await;
    rest(scene.served());
    scene.in_thread("ben", "and another thing").await;
    let kept = |rows: &[Value], words: &str| rows.iter().any(|row| row["text"] == words);
    until("both are kept", async || kept(&home.stored("messages"), "and another thing")).await;
    discord.does(json!({"do": "remove", "channel": scene.prompt})).await;
    ana_hears_once(home, "was taken away").await;
    let rows = home.stored("messages");
    assert!(kept(&rows, "Fewer meetings.") && !kept(&rows, "and another thing"), "{rows:#?}");
    scene.replies("chloe", "Longer sleep.").await;
    scene.closes(&["Fewer meetings.", "Longer sleep."]).await;
    let threads = discord.rows(json!({"do": "threads", "in": "kitchen"})).await;
    assert!(threads.is_empty(), "it is not made again: {threads:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_that_somebody_takes_away_is_not_posted_again() {
    let scene = Scene::set().await;
    let (home, discord) = (&scene.home, &scene.home.discord);
    // What is taken away before the house has noted that it stands is found out by its next edit.
    rest(scene.served());
    discord.does(json!({"do": "remove", "message": scene.prompt})).await;
    ana_hears_once(home, "Somebody took away my post").await;
    scene.in_thread("ben", "Fewer meetings.").await;
    home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    rest(scene.served());
    assert!(home.posts("kitchen", QUESTION).await.is_empty());
    discord.is_content().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_is_renamed_and_a_thread_of_an_open_round_is_kept_open() {
    let scene = Scene::set().await;
    let (home, discord) = (&scene.home, &scene.home.discord);
    discord.does(json!({"do": "change", "channel": "kitchen", "name": "hearth"})).await;
    until("the new name", async || {
        home.exec("ana", "hearth", "circle list").await.to_string().contains("#hearth")
    })
    .await;
    discord.does(json!({"do": "archive", "thread": scene.prompt})).await;
    let open = json!({"do": "threads", "in": "hearth", "archived": false});
    assert_eq!(id(&discord.waits(open).await[0]), scene.prompt);
    scene.in_thread("ben", "Fewer meetings.").await;
    home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    discord.is_content().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_threads_may_not_be_made_people_answer_in_the_room() {
    let home = Home::new();
    home.discord
        .does(json!({"do": "permit", "in": "kitchen", "for": "samovar",
            "deny": ["CREATE_PUBLIC_THREADS"]}))
        .await;
    let scene = Scene::in_home(home).await;
    let threads = scene.home.discord.rows(json!({"do": "threads", "in": "kitchen"})).await;
    assert!(threads.is_empty(), "{threads:#?}");
    let why = scene.home.exec("ana", "kitchen", "why").await.to_string();
    assert!(!why.contains("Create Public Threads"), "exec asks nobody: {why}");
    scene.replies("ben", "Fewer meetings.").await;
    scene.home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    scene.closes(&["Fewer meetings."]).await;
}
