//! What is said to the bot alone, also while it was away.

use serde_json::json;

use super::home::{rest, until};
use super::stories::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_and_answers_by_direct_message_and_by_mention() {
    let mut scene = Scene::set().await;
    let bot = scene.home.discord.fact("bot_id").to_owned();
    let says = |who: &str, place: &str, text: &str| json!({"do": "say", "as": who, "in": place, "text": text});
    scene.home.discord.does(says("ben", "@ben", "answer Fewer meetings.")).await;
    let mention = format!("<@{bot}> answer Longer sleep.");
    scene.home.discord.does(says("chloe", "kitchen", &mention)).await;
    scene
        .home
        .answered(&[("ben", "given", "Fewer meetings."), ("chloe", "given", "Longer sleep.")])
        .await;
    rest(scene.served());
    let heard = json!({"do": "messages", "in": "@ben", "by": "bot"});
    assert_eq!(scene.home.discord.rows(heard.clone()).await.len(), 1);

    // Said while the bot is away: it is read back where somebody wrote before.
    scene.kill();
    scene.home.discord.does(says("ben", "@ben", "answer Shorter meetings.")).await;
    let late = format!("<@{bot}> answer More sleep.");
    scene.home.discord.does(says("chloe", "kitchen", &late)).await;
    scene.up().await;
    scene
        .home
        .answered(&[("ben", "given", "Shorter meetings."), ("chloe", "given", "More sleep.")])
        .await;
    rest(scene.served());
    assert_eq!(scene.home.discord.rows(heard).await.len(), 2, "each is answered once");
    scene.closes(&["Shorter meetings.", "More sleep."]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_no_direct_messages_gets_a_line_without_content_in_the_room() {
    let scene = Scene::set().await;
    let discord = &scene.home.discord;
    discord.does(json!({"do": "dms", "as": "ben", "open": false})).await;
    let text = format!("<@{}> answer --mood 1 Grey.", discord.fact("bot_id"));
    discord.does(json!({"do": "say", "as": "ben", "in": "kitchen", "text": text})).await;
    rest(scene.served());
    discord.is_content().await;
    let refused = discord.rows(json!({"do": "refused"})).await;
    assert!(refused.iter().any(|one| one["code"] == 50007), "{refused:#?}");
    assert!(refused.iter().all(|one| one["count"] == 1), "it knocked again: {refused:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_words_to_the_bot_outlive_a_crash() {
    let mut scene = Scene::set().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(scene.home.install.path("data/samovar.db"));
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let deed = json!({"do": "say", "as": "ben", "in": "@ben", "text": "answer Still here."});
    scene.home.discord.does(deed).await;
    let ben = scene.home.discord.find("users", "ben").await;
    let remembered = scene.home.install.path("data/discord/directs.json");
    until("the words were heard", async || {
        std::fs::read_to_string(&remembered).is_ok_and(|known| known.contains(&ben))
    })
    .await;
    scene.kill();
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    scene.up().await;
    scene.home.answered(&[("ben", "given", "Still here.")]).await;
    scene.home.discord.is_content().await;
}
