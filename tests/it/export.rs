//! An export of a round that was lived through: the files, what is left out, and what stays.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::support::process::{Install, Served, text};

const KITCHEN: &str = "practice:kitchen";

/// A closed check-in with an open answer, a private one and a pass; a word in its thread.
async fn lived() -> (Install, Served) {
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    served.clock("jump 2030-01-06T08:00:00Z");
    let setup = "setup --name Garden --zone Europe/Paris --ritual monday --days mon --at 09:00";
    assert_eq!(install.exec("practice:ana", KITCHEN, setup)["ok"], true);
    assert!(served.clock("set 2030-01-07T08:10:00Z").starts_with("ok"));
    let messages = served.messages("kitchen").await;
    let prompt = messages.iter().find(|one| one["bot"] == true && one["buttons"] != json!([]));
    let (prompt, pass) = prompt.map(|one| (one["id"].clone(), pass_button(one))).unwrap();
    for by in ["ben", "chloe"] {
        let press =
            json!({ "as": by, "room": "kitchen", "kind": "press", "to": prompt, "text": pass });
        served.act(press).await;
        assert_eq!(served.clock("settle"), "ok");
    }
    assert!(served.clock("advance 1m").starts_with("ok"));
    for (by, words) in
        [("ana", "answer Housing --mood 4"), ("ben", "answer \"Not for all ears\" --private")]
    {
        served.act(json!({ "as": by, "kind": "direct", "text": words })).await;
        assert_eq!(served.clock("settle"), "ok");
    }
    let said = json!({ "as": "dev", "room": "kitchen", "kind": "message", "to": prompt, "text": "From the thread" });
    served.act(said).await;
    assert_eq!(served.clock("settle"), "ok");
    assert!(served.clock("advance 25h").starts_with("ok"));
    (install, served)
}

fn pass_button(prompt: &Value) -> Value {
    let mut buttons = prompt["buttons"].as_array().unwrap().iter();
    let pass = buttons.find(|one| one["id"].as_str().is_some_and(|id| id.starts_with("pass:")));
    pass.unwrap()["id"].clone()
}

fn export(install: &Install, further: &[&str]) -> String {
    let mut args = vec!["export", "--out", "out"];
    args.extend(further);
    let ran = install.run(&args);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    text(&ran.stdout)
}

fn rows(install: &Install, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(install.path("out/Garden").join(file)).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    rows
}

fn thread(install: &Install) -> (String, String) {
    let folder = fs::read_dir(install.path("out/Garden/threads")).unwrap();
    let mut pages: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(pages.len(), 1, "{pages:?}");
    let page = pages.remove(0);
    let name = page.file_name().unwrap().to_str().unwrap().to_owned();
    (name, fs::read_to_string(page).unwrap())
}

fn written_at(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut times = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.path().display().to_string();
        match entry.metadata().unwrap() {
            facts if facts.is_dir() => times.extend(written_at(&entry.path())),
            facts => {
                times.insert(name, facts.modified().unwrap());
            }
        }
    }
    times
}

#[tokio::test]
async fn a_round_is_exported_without_what_is_private() {
    let (install, _served) = lived().await;
    let said = export(&install, &[]);
    assert!(said.contains("10 files written"), "{said}");

    let rounds = rows(&install, "rounds.jsonl");
    assert_eq!(rounds.len(), 1);
    assert_eq!(rounds[0]["ritual"], "monday");
    assert_eq!(rounds[0]["method"], "check-in");
    assert_eq!(rounds[0]["zone"], "Europe/Paris");
    assert_eq!(rounds[0]["state"], "closed");
    assert!(rounds[0]["slot"].as_str().unwrap().starts_with("2030-01-07T09:00"), "{rounds:?}");
    assert_eq!(rounds[0]["opened_at"], "2030-01-07T08:00:00.000Z");

    let answers = rows(&install, "answers.jsonl");
    let of = |name: &str| {
        let account = format!("practice:{name}");
        answers.iter().find(|row| row["account"] == account).unwrap().clone()
    };
    assert_eq!(of("ana")["fields"], json!({ "text": "Housing", "mood": null }));
    assert_eq!(of("ben")["fields"], json!({ "text": null }));
    assert_eq!(of("ben")["private"], true);
    assert_eq!(of("chloe")["state"], "passed");
    assert_eq!(of("dev")["fields"], json!({ "text": "From the thread" }));
    assert!(answers.iter().all(|row| row["round"] == rounds[0]["id"]));

    let posts = rows(&install, "posts.jsonl");
    let purposes: Vec<_> = posts.iter().filter_map(|row| row["purpose"].as_str()).collect();
    for purpose in ["prompt", "summary"] {
        assert_eq!(purposes.iter().filter(|one| **one == purpose).count(), 1, "{purposes:?}");
    }
    assert!(rows(&install, "messages.jsonl").iter().all(|row| row["round"] == rounds[0]["id"]));

    let (name, page) = thread(&install);
    let id = rounds[0]["id"].as_str().unwrap();
    assert_eq!(name, format!("2030-01-07-monday-{id}.md"));
    assert!(page.starts_with("---\n") && page.contains("> Housing"), "{page}");
    assert!(!page.contains("Not for all ears"), "{page}");
}

#[tokio::test]
async fn an_export_with_private_words_has_them_and_a_second_one_writes_nothing() {
    let (install, _served) = lived().await;
    export(&install, &["--with-private", "--community", "garden"]);
    let answers = rows(&install, "answers.jsonl");
    let words: Vec<_> = answers.iter().map(|row| &row["fields"]).collect();
    assert!(words.contains(&&json!({ "text": "Housing", "mood": 4 })), "{words:?}");
    assert!(thread(&install).1.contains("Not for all ears"));

    let before = written_at(&install.path("out"));
    let said = export(&install, &["--with-private"]);
    assert!(said.contains("0 files written, 13 unchanged"), "{said}");
    assert_eq!(written_at(&install.path("out")), before);

    let ran = install.run(&["export", "--out", "out", "--community", "Nowhere"]);
    assert_eq!(ran.status.code(), Some(2), "{}", text(&ran.stderr));
}
