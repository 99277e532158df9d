//! One round in two rooms.

use serde_json::json;

use super::scene::{Scene, connected};
use crate::matrix::home::{QUESTION, rest, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_and_discord_from_set_up_to_the_exported_thread() {
    let mut scene = Scene::set().await;
    let room = scene.room.clone();
    scene.time("2031-03-03T09:00:00Z");
    let prompts = scene.prompts().await;
    let here = scene.chloe.finds(&room, "Who sees your answer").await.1;
    let there = scene.there(QUESTION).await["content"].as_str().unwrap().replace('\\', "");
    for prompt in [&here, &there] {
        assert!(
            prompt.contains("everybody in #kitchen on Discord and Tea table on Matrix"),
            "{prompt}"
        );
        assert!(prompt.contains("Without encryption: #kitchen on Discord."), "{prompt}");
    }

    scene.hands("ben").press(&prompts.there, "Answer").await;
    scene.hands("ben").submit(json!({"text": "Fewer meetings."})).await;
    let thread = json!({"do": "say", "as": "emma", "in": prompts.there, "text": "A day at sea."});
    let sea = scene.discord.id(thread).await;
    let sleep = scene.dev.replies(&room, &prompts.here, "Longer sleep.");
    scene.farid.in_thread(&room, &prompts.here, "More tea.");
    scene.chloe.says(&room, "!cop answer Less of everything.");
    scene
        .answered(&[
            ("ben", "given", "Fewer meetings."),
            ("chloe", "given", "Less of everything."),
            ("dev", "given", "Longer sleep."),
            ("emma", "given", "A day at sea."),
            ("farid", "given", "More tea."),
        ])
        .await;

    scene.dev.edits(&room, &sleep, "Much longer sleep.");
    let edit = json!({"do": "edit", "as": "emma", "message": sea, "text": "A week at sea."});
    scene.discord.does(edit).await;
    scene.farid.says(&room, "!cop withdraw");
    scene.chloe.writes("me forget --yes").await;
    scene
        .answered(&[
            ("ben", "given", "Fewer meetings."),
            ("dev", "given", "Much longer sleep."),
            ("emma", "given", "A week at sea."),
            ("farid", "withdrawn", ""),
        ])
        .await;
    scene.time("2031-03-03T15:00:00Z");
    assert_eq!(scene.quoted().await, ["Fewer meetings.", "A week at sea.", "Much longer sleep."]);

    // What changes afterwards changes in both rooms.
    let edit = json!({"do": "edit", "as": "emma", "message": sea, "text": "A year at sea."});
    scene.discord.does(edit).await;
    scene.hands("ben").told("me forget", json!({"yes": true})).await;
    until("it is followed", async || {
        scene.quoted().await == ["A year at sea.", "Much longer sleep."]
    })
    .await;
    exported(&scene);
    scene.discord.is_content().await;
}

/// The thread reads as it stands now, and nothing reads of those who were forgotten.
fn exported(scene: &Scene) {
    let out = tempfile::tempdir().unwrap();
    let dir = out.path().to_str().unwrap();
    scene.home.runs(&["export", "--out", dir, "--community", "Lighter", "--with-private"]);
    let all = everything_in(out.path());
    for kept in ["A year at sea.", "Much longer sleep.", QUESTION] {
        assert!(all.contains(kept), "{kept} in {all}");
    }
    for gone in ["Fewer meetings.", "Less of everything.", "More tea.", "A day at sea."] {
        assert!(!all.contains(gone), "{gone} in {all}");
    }
}

fn everything_in(folder: &std::path::Path) -> String {
    let inside = |entry: std::fs::DirEntry| match entry.file_type().unwrap().is_dir() {
        true => everything_in(&entry.path()),
        false => std::fs::read_to_string(entry.path()).unwrap(),
    };
    std::fs::read_dir(folder).unwrap().map(|entry| inside(entry.unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_or_discord_away_only_its_own_room_waits() {
    let mut scene = Scene::set().await;
    let room = scene.room.clone();
    scene.home.synapse.stop();
    scene.served().clock("jump 2031-03-03T09:00:00Z");
    let prompt = scene.there(QUESTION).await;
    rest(scene.served());
    let said = json!({"do": "say", "as": "ben", "in": "kitchen", "reply": prompt["id"],
        "text": "Fewer meetings."});
    scene.discord.does(said).await;
    scene.answered(&[("ben", "given", "Fewer meetings.")]).await;
    scene.home.synapse.again();
    let prompts = scene.prompts().await;
    connected(scene.served()).await;

    scene.discord.stop();
    scene.dev.replies(&room, &prompts.here, "Longer sleep.");
    until("it is stored", async || scene.home.stored("Lighter", "answers").len() == 2).await;
    scene.served().clock("jump 2031-03-03T15:00:00Z");
    scene.chloe.finds(&room, "what was said").await;
    scene.discord.again();
    scene.there("what was said").await;
    connected(scene.served()).await;
    assert_eq!(scene.quoted().await, ["Fewer meetings.", "Longer sleep."]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_and_discord_accounts_of_one_person_give_one_answer() {
    let mut scene = Scene::set().await;
    let room = scene.room.clone();
    let said = scene.hands("ben").told("me link", json!({})).await;
    let code = said.split("--code ").nth(1).and_then(|rest| rest.split_whitespace().next());
    let line = format!("me link --code {}", code.unwrap_or_else(|| panic!("{said}")));
    scene.dev.writes(&line).await;
    let asked = scene.alone("ben", "wants to be the same person as you").await;
    scene.hands("ben").press(asked["id"].as_str().unwrap(), "Yes").await;
    rest(scene.served());

    scene.time("2031-03-03T09:00:00Z");
    let prompts = scene.prompts().await;
    scene.dev.replies(&room, &prompts.here, "Longer sleep.");
    scene.chloe.finds(&room, "1 answer so far").await;
    scene.hands("ben").told("answer", json!({"text": "Shorter days."})).await;
    rest(scene.served());
    let prompt = scene.there(QUESTION).await;
    assert!(prompt["content"].as_str().unwrap().contains("1 answer so far"), "{prompt}");
    scene.time("2031-03-03T15:00:00Z");
    assert_eq!(scene.quoted().await, ["Shorter days."]);
}
