//! A new life after a restore: what the earlier life said since the backup is not said again, what
//! members said since is taken in, and a round it opened is known again.

use std::fs;

use serde_json::{Value, json};

use crate::support::process::{Install, Served, text};

const KITCHEN: &str = "practice:kitchen";
const SETUP: &str = "setup --name Garden --zone Europe/Paris --days mon --at 09:00";

fn is_prompt(one: &Value) -> bool {
    one["bot"] == true && one["buttons"].as_array().is_some_and(|all| !all.is_empty())
}

/// Says something in the thread of a prompt.
async fn answer(served: &Served, by: &str, prompt: &str, words: &str) {
    let wish = json!({"as": by, "room": "kitchen", "kind": "message", "to": prompt,
        "thread": true, "reply": false, "text": words});
    served.act(wish).await;
    assert_eq!(served.clock("settle"), "ok");
}

/// What the bot said in the room itself, each once and in words.
async fn posts(served: &Served) -> Vec<String> {
    let messages = served.messages("kitchen").await;
    let ours = messages.iter().filter(|one| one["bot"] == true && one["deleted"] != true);
    ours.map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

/// A backup on Sunday, a Monday with a round in the life after it, and a crash.
async fn first_life(install: &Install) -> Vec<String> {
    let served = install.serve_by_clock(&[]);
    served.clock("jump 2030-01-06T08:00:00Z");
    assert_eq!(install.exec("practice:ana", KITCHEN, SETUP)["ok"], true);
    assert_eq!(served.clock("settle"), "ok");
    let ran = install.run(&["backup", "--out", "copy"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    served.clock("advance 1d");
    let prompt = served.until("kitchen", is_prompt).await["id"].as_str().unwrap().to_owned();
    answer(&served, "ben", &prompt, "The bean rows are up").await;
    answer(&served, "chloe", &prompt, "Slugs again").await;
    let said = posts(&served).await;
    served.kill();
    said
}

/// The backup on a fresh machine, in the rooms as they are by now.
fn second_life(install: &Install) -> Install {
    let new = Install::new();
    let ran = new.run(&["restore", &install.path("copy").display().to_string()]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
    let journal = "data/practice/journal.jsonl";
    fs::copy(install.path(journal), new.path(journal)).unwrap();
    new
}

fn answers(install: &Install) -> Vec<String> {
    let ran = install.run(&["export", "--out", "out", "--with-private"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let folder = fs::read_dir(install.path("out")).unwrap().next().unwrap().unwrap().path();
    let lines = fs::read_to_string(folder.join("answers.jsonl")).unwrap();
    let row = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    lines.lines().map(|line| row(line)["fields"]["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_round_that_was_opened_after_the_backup_is_known_again() {
    let install = Install::new();
    let said = first_life(&install).await;
    let new = second_life(&install);
    let served = new.serve_by_clock(&[]);
    assert_eq!(served.clock("settle"), "ok");
    served.clock("jump 2030-01-07T10:00:00Z");
    assert_eq!(served.clock("settle"), "ok");
    assert_eq!(served.clock("settle"), "ok");
    let now = posts(&served).await;
    let prompts = |posts: &[String]| posts.iter().filter(|one| one.contains("Who sees")).count();
    assert_eq!(prompts(&now), prompts(&said), "{now:#?}\nbefore {said:#?}");
    let messages = served.messages("kitchen").await;
    assert_eq!(messages.iter().filter(|one| is_prompt(one)).count(), 1, "{messages:#?}");
    let mut known = answers(&new);
    known.sort();
    assert_eq!(known, ["Slugs again", "The bean rows are up"]);
    // The second life goes on as any other.
    let prompt = served.until("kitchen", is_prompt).await["id"].as_str().unwrap().to_owned();
    answer(&served, "dev", &prompt, "Rain").await;
    served.clock("advance 2d");
    let now = posts(&served).await;
    let summaries = now.iter().filter(|one| one.contains("Slugs again")).count();
    assert_eq!(summaries, 1, "{now:#?}");
    let whole = now.iter().find(|one| one.contains("Slugs again")).unwrap();
    assert!(whole.contains("Rain") && whole.contains("bean rows"), "{whole}");
}

#[tokio::test]
async fn a_summary_that_went_out_after_the_backup_is_not_said_again() {
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    served.clock("jump 2030-01-06T08:00:00Z");
    assert_eq!(install.exec("practice:ana", KITCHEN, SETUP)["ok"], true);
    served.clock("advance 1d");
    let prompt = served.until("kitchen", is_prompt).await["id"].as_str().unwrap().to_owned();
    answer(&served, "ben", &prompt, "The bean rows are up").await;
    assert!(install.run(&["backup", "--out", "copy"]).status.success());
    answer(&served, "chloe", &prompt, "Slugs again").await;
    served.clock("advance 2d");
    let said = posts(&served).await;
    served.kill();
    let new = second_life(&install);
    let served = new.serve_by_clock(&[]);
    assert_eq!(served.clock("settle"), "ok");
    served.clock("advance 2d");
    let now = posts(&served).await;
    assert_eq!(now.len(), said.len(), "{now:#?}\nbefore {said:#?}");
    let summaries: Vec<_> = now.iter().filter(|one| one.contains("bean rows")).collect();
    assert_eq!(summaries.len(), 1, "{now:#?}");
    assert!(summaries[0].contains("Slugs again"), "{summaries:?}");
}

#[tokio::test]
async fn one_time_codes_of_the_backup_are_void() {
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    assert_eq!(install.exec("practice:ana", KITCHEN, SETUP)["ok"], true);
    assert_eq!(install.exec("practice:ana", KITCHEN, "circle invite")["ok"], true);
    assert!(install.run(&["backup", "--out", "copy"]).status.success());
    served.kill();
    let new = second_life(&install);
    let file = new.path("data/samovar.db").display().to_string();
    let mut inside = <sqlx::SqliteConnection as sqlx::Connection>::connect(&file).await.unwrap();
    let alive: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM codes WHERE expires_at > 0")
        .fetch_one(&mut inside)
        .await
        .unwrap();
    assert_eq!(alive, 0);
}
