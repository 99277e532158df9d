//! An export that is read into an empty database says the same again, on either engine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::process::{Install, Served, text, write_private};
use crate::support::store::{Place, postgres_place};

const KITCHEN: &str = "practice:kitchen";
const WORKSHOP: &str = "practice:workshop";
const SETUP: &str = "setup --name Jardin --zone Europe/Paris --language fr --ritual \"Matin [1]\" \
                     --days mon --at 09:00 --circle Table";

fn done(install: &Install, by: &str, room: &str, words: &str) {
    let answered = install.exec(by, room, words);
    assert_eq!(answered["ok"], true, "{words}: {answered}");
}

fn settle(served: &Served) {
    assert_eq!(served.clock("settle"), "ok");
}

async fn prompt(served: &Served, room: &str, words: &str) -> Value {
    let found = |one: &Value| {
        one["bot"] == true
            && one["buttons"] != json!([])
            && one["text"].as_str().is_some_and(|text| text.contains(words))
    };
    served.until(room, found).await["id"].clone()
}

/// A French community with two rooms, two rituals, and everything that people do: edits,
/// withdrawals, passes, private words, a challenge without a name, conversation, a second round.
async fn lived() -> (Install, Served) {
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    served.clock("jump 2030-01-06T08:00:00Z");
    done(&install, "practice:ana", KITCHEN, SETUP);
    done(&install, "practice:ana", WORKSHOP, "circle bind --circle Table --community Jardin");
    let add = "ritual add --name Défis --method challenge-intake --days tue --at 10:00";
    done(&install, "practice:ana", KITCHEN, add);
    done(
        &install,
        "practice:ana",
        KITCHEN,
        "community edit --signposts \"Appelez Rosa\" \
         --care-words désespoir",
    );
    done(&install, "practice:ana", KITCHEN, "community holiday add 2030-05-01 --name Fête");
    done(&install, "practice:ana", KITCHEN, "role grant --account practice:emma --role convenor");
    done(&install, "practice:ben", KITCHEN, "ritual suggest Que pousse-t-il ?");
    done(&install, "practice:dev", KITCHEN, "me consent --words yes --nudges yes");
    done(&install, "practice:dev", KITCHEN, "me language fr");
    let share = "challenge share \"Personne ne répond à mes lettres\" --anonymous";
    done(&install, "practice:farid", KITCHEN, share);
    assert!(served.clock("set 2030-01-07T08:10:00Z").starts_with("ok"));
    monday(&served).await;
    assert!(served.clock("advance 3h").starts_with("ok"));
    done(&install, "practice:emma", KITCHEN, "withdraw");
    assert!(served.clock("advance 24h").starts_with("ok"));
    done(
        &install,
        "practice:ana",
        KITCHEN,
        "round topic add \"Logement social\" --round \"Matin [1]\"",
    );
    done(
        &install,
        "practice:ana",
        KITCHEN,
        "round note \"Beaucoup de [loyers]\" --round \"Matin [1]\"",
    );
    // A topic that no round has any more stays in the vocabulary.
    for words in ["round topic add Oublié", "round topic remove Oublié"] {
        done(&install, "practice:ana", KITCHEN, &format!("{words} --round \"Matin [1]\""));
    }
    done(&install, "practice:ana", KITCHEN, "community edit --keep-days 300");
    // Tuesday's challenges are open, and a second Monday comes.
    assert!(served.clock("set 2030-01-14T08:30:00Z").starts_with("ok"));
    done(
        &install,
        "practice:chloe",
        WORKSHOP,
        "answer \"Encore fatiguée\" --mood 2 --round \"Matin [1]\"",
    );
    settle(&served);
    (install, served)
}

async fn monday(served: &Served) {
    let (kitchen, workshop) =
        (prompt(served, "kitchen", "Matin").await, prompt(served, "workshop", "Matin").await);
    let say = |by: &str, room: &str, to: &Value, text: &str| json!({ "as": by, "room": room, "kind": "message", "to": to, "text": text });
    let own = served.act(say("ben", "kitchen", &kitchen, "Le bail finit")).await;
    settle(served);
    let edit = json!({ "as": "ben", "room": "kitchen", "kind": "edit", "to": own,
        "text": "Le bail finit en mai\n# pas un titre" });
    served.act(edit).await;
    settle(served);
    let more = json!({ "as": "ben", "room": "kitchen", "kind": "message", "to": own,
        "reply": true, "text": "Et la suite 🍵" });
    served.act(more).await;
    served.act(say("dev", "workshop", &workshop, "À l’atelier")).await;
    settle(served);
    let mut with_file = say("dev", "workshop", &workshop, "Je parle aussi");
    with_file["files"] = json!([{ "name": "Été [1].pdf", "size": 1_200_000 }]);
    served.act(with_file).await;
    served.act(say("ben", "kitchen", &kitchen, "Sans mon accord")).await;
    let gone = served.act(say("farid", "workshop", &workshop, "À effacer")).await;
    settle(served);
    served.act(json!({ "as": "farid", "room": "workshop", "kind": "delete", "to": gone })).await;
    for (by, words) in [
        ("ana", "answer \"Du courage\" --mood 4"),
        ("chloe", "answer \"Pour l’équipe seulement\" --private --mood 1"),
        ("emma", "answer \"Je reprends ceci\""),
    ] {
        served.act(json!({ "as": by, "kind": "direct", "text": words })).await;
        settle(served);
    }
    served.act(json!({ "as": "chloe", "kind": "direct", "text": "oui" })).await;
    settle(served);
}

fn run(install: &Install, args: &[&str]) -> String {
    let ran = install.run(args);
    assert!(ran.status.success(), "{args:?}: {}", text(&ran.stderr));
    text(&ran.stdout)
}

fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let name = entry.strip_prefix(folder).unwrap().to_owned();
                all.insert(name, fs::read_to_string(&entry).unwrap());
            }
        }
    }
    all
}

/// An empty install, on SQLite or on PostgreSQL.
fn empty(place: Option<&Place>) -> Install {
    let mut config = "[web]\nlisten = \"127.0.0.1:0\"\n".to_owned();
    if let Some(place) = place {
        config.push_str(&format!("[database]\nurl = \"{}\"\n", place.address()));
    }
    let install = Install::with(&config);
    write_private(&install.path("config/samovar.toml"), &config);
    install
}

fn same(one: &Install, other: &Install, folder: &str) {
    let (one, other) = (files(&one.path(folder)), files(&other.path("again")));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, text) in &one {
        assert_eq!(text, &other[name], "{}", name.display());
    }
}

#[tokio::test]
async fn the_second_export_is_the_first_on_either_engine() {
    let (install, _served) = lived().await;
    run(&install, &["export", "--out", "open"]);
    run(&install, &["export", "--out", "all", "--with-private"]);
    let postgres = postgres_place().await;
    let other = postgres_place().await;
    for (folder, place) in
        [("open", None), ("all", None), ("open", Some(&postgres)), ("all", Some(&other))]
    {
        let private = folder == "all";
        let there = empty(place);
        let from = install.path(folder);
        let said = run(&there, &["import", "--in", from.to_str().unwrap()]);
        assert_eq!(said.contains("without --with-private"), !private, "{said}");
        assert!(said.contains("3 rounds"), "{said}");
        let mut args = vec!["export", "--out", "again"];
        args.extend(private.then_some("--with-private"));
        run(&there, &args);
        same(&install, &there, folder);
        // An import into what is no longer empty is refused, and changes nothing.
        let again = there.run(&["import", "--in", from.to_str().unwrap()]);
        assert_eq!(again.status.code(), Some(3), "{}", text(&again.stderr));
        assert!(text(&again.stderr).contains("not empty"));
        if place.is_none() {
            goes_on(&there).await;
        }
    }
}

/// What was read in lives on: the rhythm runs, an answer of before can be taken back.
async fn goes_on(there: &Install) {
    let served = there.serve_by_clock(&[]);
    assert!(served.clock("jump 2030-01-15T10:00:00Z").starts_with("ok"));
    settle(&served);
    let listed = there.exec("practice:ana", KITCHEN, "ritual list");
    assert!(listed["text"].as_str().unwrap().contains("Matin"), "{listed}");
    let shown = there.exec("practice:ben", KITCHEN, "me export");
    assert!(shown["text"].as_str().unwrap().contains("Le bail finit en mai"), "{shown}");
    done(there, "practice:ben", KITCHEN, "withdraw");
}

#[tokio::test]
async fn links_lead_to_files_and_private_files_go_again() {
    let (install, _served) = lived().await;
    run(&install, &["export", "--out", "out", "--with-private"]);
    let root = install.path("out/Jardin");
    let mut links = 0;
    for (name, text) in files(&root) {
        if name.extension().is_none_or(|end| end != "md") {
            continue;
        }
        assert!(text.starts_with("---\n"), "{text}");
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        for (target, _) in targets.filter(|(target, _)| target.ends_with(".md")) {
            let path = root.join(&name).parent().unwrap().join(target);
            assert!(path.is_file(), "{}: {target}", name.display());
            links += 1;
        }
    }
    assert!(links >= 8, "{links}");
    let thread =
        files(&root.join("threads")).into_values().find(|page| page.contains("bail")).unwrap();
    assert!(thread.contains("tags: [\"logement-social\"]"), "{thread}");
    assert!(
        thread.contains("> Le bail finit en mai\n> # pas un titre\n> Et la suite 🍵"),
        "{thread}"
    );
    assert!(thread.contains("> - Été [1].pdf (PDF, 1,2 Mo): practice:0"), "{thread}");
    assert!(!thread.contains("Sans mon accord") && !thread.contains("Je reprends"), "{thread}");
    assert!(root.join("challenges.jsonl").is_file());
    let community = fs::read_to_string(root.join("community.json")).unwrap();
    let community: Value = serde_json::from_str(&community).unwrap();
    assert_eq!(community["topics"], json!(["Logement social", "Oublié"]));

    run(&install, &["export", "--out", "out"]);
    for name in ["challenges.jsonl", "suggestions.jsonl", "reach-outs.jsonl"] {
        assert!(!root.join(name).exists(), "{name}");
    }
    let all: String = files(&root).into_values().collect();
    for words in ["Pour l’équipe seulement", "Que pousse-t-il", "désespoir"] {
        assert!(!all.contains(words), "{words}");
    }
    let said = run(&install, &["export", "--out", "out"]);
    assert!(said.contains("0 files written"), "{said}");
}

#[tokio::test]
async fn a_broken_file_is_refused_with_line_and_reason() {
    let (install, _served) = lived().await;
    run(&install, &["export", "--out", "out"]);
    let root = install.path("out/Jardin");
    type Spoil = fn(&str) -> String;
    let cases: &[(&str, Spoil, &str)] = &[
        (
            "answers.jsonl",
            |all| all.replacen("\"private\":", "\"secret\":", 1),
            ":1: unknown field",
        ),
        ("rounds.jsonl", |all| all[..all.len() - 20].to_owned(), "rounds.jsonl:3: "),
        ("rounds.jsonl", |all| all.lines().next().unwrap().to_owned() + "\n", "says 3 lines"),
        ("messages.jsonl", |all| all.repeat(2), "twice"),
        ("people.jsonl", |_| "\n".to_owned(), "people.jsonl:1: "),
        ("posts.jsonl", |all| all.replacen("practice:", "practice", 1), ": room: "),
        ("community.json", |all| all.replace("\"format\": 1", "\"format\": 9"), "format 9"),
        ("community.json", |_| "{".to_owned(), "community.json:1: "),
    ];
    for (name, spoil, reason) in cases {
        let path = root.join(name);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, spoil(&whole)).unwrap();
        let there = Install::new();
        let ran = there.run(&["import", "--in", install.path("out").to_str().unwrap()]);
        let why = text(&ran.stderr);
        assert_eq!(ran.status.code(), Some(3), "{name}: {why}");
        assert!(why.contains(reason) && why.contains(name), "{name}: {why}");
        fs::write(&path, whole).unwrap();
        // Nothing of it stays: the whole one can be read now.
        run(&there, &["import", "--in", install.path("out").to_str().unwrap()]);
    }
    let there = Install::new();
    for nothing in ["config", "nowhere"] {
        let none = there.run(&["import", "--in", nothing]);
        assert_eq!(none.status.code(), Some(2), "{}", text(&none.stderr));
        assert!(!there.path("data").exists(), "{nothing}: nothing was made for it");
    }
}
