//! A backup while members answer, and back to a fresh place, on both databases.

use std::fs;

use samovar::store::{Manifest, Store, stamp};
use serde_json::Value;

use super::private::private;
use super::weather::{Talk, export};
use crate::support::process::{Install, text};
use crate::support::store::{Place, postgres, postgres_place, sqlite, sqlite_place, t};

fn rows(install: &Install, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(install.path(&format!("out/garden/{file}")))
        .or_else(|_| fs::read_to_string(install.path(&format!("out/Garden/{file}"))));
    text.unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Copies while people talk: all that was acknowledged before is in it, and what came after is
/// told by the rooms again.
async fn comes_back(config: &str, fresh: &str) {
    let install = Install::with(config);
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    for _ in 0..20 {
        talk.say().await;
    }
    talk.all_is_stored(export).await;
    let before = talk.acknowledged.len();
    let copying = async {
        let mut command =
            tokio::process::Command::from(install.command(&["backup", "--out", "copy"]));
        command.output().await.unwrap()
    };
    let (ran, ()) = tokio::join!(copying, async {
        for _ in 0..20 {
            talk.say().await;
        }
    });
    let said = text(&ran.stdout);
    assert!(ran.status.success(), "{said}{}", text(&ran.stderr));
    assert!(said.contains("Inside") && said.contains("Not inside: secrets"), "{said}");
    private(&install.path("copy"));
    let again = install.run(&["backup", "--out", "copy"]);
    assert_eq!(again.status.code(), Some(3), "what is there is not written over");
    talk.all_is_stored(export).await;
    let acknowledged = std::mem::take(&mut talk.acknowledged);
    drop(talk);
    served.terminate();
    let new = Install::with(fresh);
    let copy = install.path("copy").display().to_string();
    let ran = new.run(&["restore", &copy]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
    assert!(text(&ran.stdout).contains("One room is read back"), "{}", text(&ran.stdout));
    let twice = new.run(&["restore", &copy]);
    assert_eq!(twice.status.code(), Some(3), "{}", text(&twice.stderr));
    assert!(text(&twice.stderr).contains("fresh place"), "{}", text(&twice.stderr));
    // What the rooms hold by now, as a server elsewhere would.
    let journal = "data/practice/journal.jsonl";
    fs::copy(install.path(journal), new.path(journal)).unwrap();
    let served = new.serve(&[]);
    served.until("kitchen", |one| one["bot"] == true).await;
    let mut looks = tokio::time::interval(std::time::Duration::from_millis(200));
    for _ in 0..300 {
        looks.tick().await;
        assert!(export(&new).status.success());
        if rows(&new, "messages.jsonl").len() == acknowledged.len() {
            break;
        }
    }
    let stored = rows(&new, "messages.jsonl");
    assert!(before < stored.len());
    let ids: std::collections::BTreeSet<String> =
        stored.iter().map(|row| row["remote_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, acknowledged);
    let prompts = served.messages("kitchen").await;
    let prompts = prompts.iter().filter(|one| {
        one["bot"] == true && one["buttons"].as_array().is_some_and(|all| !all.is_empty())
    });
    assert_eq!(prompts.count(), 1);
}

const SQLITE: &str = "[web]\nlisten = \"127.0.0.1:0\"\n";

fn on(place: &Place) -> String {
    format!("{SQLITE}[database]\nurl = \"{}\"\n", place.address())
}

#[tokio::test]
async fn a_backup_of_sqlite_comes_back() {
    comes_back(SQLITE, SQLITE).await;
}

#[tokio::test]
async fn a_backup_of_postgres_comes_back() {
    let (old, new) = (postgres_place().await, postgres_place().await);
    comes_back(&on(&old), &on(&new)).await;
}

#[tokio::test]
async fn a_backup_goes_back_to_its_own_kind_only() {
    let install = Install::new();
    install.serve(&[]).terminate();
    assert!(install.run(&["backup", "--out", "copy"]).status.success());
    let place = postgres_place().await;
    let other = Install::with(&on(&place));
    let ran = other.run(&["restore", &install.path("copy").display().to_string()]);
    assert_eq!(ran.status.code(), Some(3));
    assert!(text(&ran.stderr).contains("samovar export"), "{}", text(&ran.stderr));
    let ran = install.run(&["restore", "nowhere"]);
    assert_eq!(ran.status.code(), Some(3));
    assert!(text(&ran.stderr).contains("is no backup"), "{}", text(&ran.stderr));
}

/// What was forgotten after a backup comes back with it, unless the list of erasures comes along:
/// whoever restores is told so, and how.
#[tokio::test]
async fn the_list_of_erasures_comes_along_or_is_missed_aloud() {
    const KITCHEN: &str = "practice:kitchen";
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    for (by, words) in [
        ("practice:ana", "setup --name Garden --zone Europe/Paris --days mon --at 09:00"),
        ("practice:ana", "ritual start"),
        ("practice:ben", "answer Quinces"),
    ] {
        assert_eq!(install.exec(by, KITCHEN, words)["ok"], true, "{words}");
    }
    assert_eq!(served.clock("settle"), "ok");
    assert!(install.run(&["backup", "--out", "copy"]).status.success());
    assert_eq!(install.exec("practice:ben", KITCHEN, "me forget --yes")["ok"], true);
    assert_eq!(served.clock("settle"), "ok");
    drop(served.terminate());
    let copy = install.path("copy").display().to_string();
    let restored = |args: &[&str]| {
        let new = Install::new();
        let ran = new.run(&[&["restore", copy.as_str()][..], args].concat());
        (ran.status.code(), format!("{}{}", text(&ran.stdout), text(&ran.stderr)), new)
    };
    let quinces = |new: &Install| {
        assert!(export(new).status.success());
        rows(new, "answers.jsonl").iter().any(|row| row["fields"]["text"] == "Quinces")
    };
    let (code, said, new) = restored(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("There is no list of erasures here"), "{said}");
    assert!(said.contains("data/erasures.jsonl before you start"), "{said}");
    assert!(quinces(&new));
    // Put there afterwards, as it says, before the start.
    fs::copy(install.path("data/erasures.jsonl"), new.path("data/erasures.jsonl")).unwrap();
    drop(new.serve(&[]).terminate());
    assert!(!quinces(&new));

    let list = install.path("data/erasures.jsonl").display().to_string();
    let (code, said, new) = restored(&["--erasures", &list]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("One account that asked to be forgotten after the backup"), "{said}");
    assert!(!quinces(&new));
    let (code, said, new) = restored(&["--erasures", "nowhere"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is no file nowhere") && !new.path("data").exists(), "{said}");
    fs::write(new.path("torn"), "{}\n").unwrap();
    let ran = new.run(&["restore", &copy, "--erasures", "torn"]);
    assert_eq!(ran.status.code(), Some(2), "{}", text(&ran.stderr));
}

#[test]
fn the_newest_few_backups_are_kept() {
    let install = Install::with(&format!("{SQLITE}[data]\nkeep_backups = 2\n"));
    install.serve(&[]).terminate();
    let folder = install.path("data/backups");
    for old in ["backup-20260101T000000Z", "backup-20260102T000000Z"] {
        let to = folder.join(old).display().to_string();
        assert!(install.run(&["backup", "--out", &to]).status.success());
    }
    fs::create_dir(folder.join("backup-mine")).unwrap();
    assert!(install.run(&["backup"]).status.success());
    let mut left: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left.len(), 3, "{left:?}");
    assert_eq!(left[0], "backup-20260102T000000Z");
    assert_eq!(left[2], "backup-mine", "what is no backup is left alone");
}

/// Every table as text, row by row.
async fn tables(place: &Place) -> Vec<Vec<String>> {
    let names = if place.options.url.is_some() {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'
         AND tablename NOT LIKE '\\_sqlx%' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"
    };
    let mut all = Vec::new();
    for name in place.texts(names).await {
        let rows = if place.options.url.is_some() {
            format!("SELECT CAST(x.* AS TEXT) FROM {name} x ORDER BY 1")
        } else {
            format!("SELECT CAST(COUNT(*) AS TEXT) FROM {name}")
        };
        all.push(place.texts(&rows).await);
    }
    all
}

/// Every row of every table, odd characters included.
async fn is_the_same((old, store): (Place, Store), new: Place) {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/20261122000000_house.sql");
    old.execute(&fs::read_to_string(sample).unwrap()).await;
    let odd = "INSERT INTO settings (name, value) VALUES ('odd', 'tab\tback\\slash\nline é \"q\"')";
    old.execute(odd).await;
    let folder = old.dir.path().join(stamp(t(0)));
    let made = store.back_up(&folder, t(0), |_| Ok(())).await.unwrap();
    assert_eq!(Manifest::of(&folder).unwrap(), made);
    let restored = Store::restored(&new.options, &folder, &made).await.unwrap();
    assert!(Store::attach(&new.options).await.is_err(), "it isn't done yet");
    let mut tx = restored.begin().await.unwrap();
    tx.restore_is_done().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(tables(&new).await, tables(&old).await);
    assert!(Store::attach(&new.options).await.is_ok());
    assert!(Store::restored(&new.options, &folder, &made).await.is_err(), "it is full now");
}

#[tokio::test]
async fn every_row_of_sqlite() {
    is_the_same(sqlite().await, sqlite_place()).await;
}

#[tokio::test]
async fn every_row_of_postgres() {
    is_the_same(postgres().await, postgres_place().await).await;
}
