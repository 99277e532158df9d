//! The whole program on PostgreSQL: from the first command to files, as on SQLite.

use serde_json::{Value, json};

use crate::support::process::{Install, text};
use crate::support::store::postgres_place;

const KITCHEN: &str = "practice:kitchen";
const WORKSHOP: &str = "practice:workshop";
const SETUP: &str =
    "setup --name Garden --zone Europe/Paris --circle Everyone --days mon --at 09:00";

fn done(said: &Value) -> &Value {
    assert_eq!(said["ok"], true, "{said}");
    said
}

#[tokio::test]
async fn a_round_in_two_rooms_on_postgres() {
    let place = postgres_place().await;
    let install = Install::with(&format!(
        "[web]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"{}\"\n",
        place.address()
    ));
    let served = install.serve_by_clock(&[]);
    served.clock("jump 2030-01-06T08:00:00Z");
    done(&install.exec("practice:ana", KITCHEN, SETUP));
    let bind = "circle bind --circle Everyone --community Garden";
    done(&install.exec("practice:ana", WORKSHOP, bind));
    assert_eq!(served.clock("advance 24h"), "ok 2030-01-07T08:00:00.000Z");
    let prompt = served.until("kitchen", |one| one["bot"] == true && is_prompt(one)).await;
    let there = served.until("workshop", |one| one["bot"] == true && is_prompt(one)).await;
    let say = |by: &str, room: &str, to: &Value, text: &str| json!({"as": by, "room": room, "kind": "message", "to": to, "text": text});
    let own = served.act(say("ben", "kitchen", &prompt["id"], "Seeds are in.")).await;
    served.act(say("chloe", "workshop", &there["id"], "Rain at last.")).await;
    let edit = json!({"as": "ben", "room": "kitchen", "kind": "edit", "to": own,
                      "text": "Seeds and beans are in."});
    served.act(edit).await;
    assert_eq!(served.clock("settle"), "ok");
    let text_of = "answer --text \"Slugs.\"";
    done(&install.exec("practice:dev", KITCHEN, text_of));
    done(&install.exec("practice:dev", KITCHEN, "withdraw"));

    served.kill();
    let served = install.serve_by_clock(&[]);
    assert_eq!(served.clock("advance 24h"), "ok 2030-01-08T08:00:00.000Z");
    for room in ["kitchen", "workshop"] {
        let holds = |one: &Value, words: &str| {
            one["bot"] == true && one["text"].as_str().is_some_and(|said| said.contains(words))
        };
        let summary = served.until(room, |one| holds(one, "Seeds and beans are in.")).await;
        assert!(holds(&summary, "Rain at last.") && !holds(&summary, "Slugs"), "{summary}");
    }
    let status = install.exec("practice:ana", KITCHEN, "status");
    assert!(done(&status)["text"].as_str().unwrap().contains("Garden"), "{status}");
    let ran = install.run(&["check"]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
    let ran = install.run(&["export", "--out", "out", "--with-private"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let answers = std::fs::read_to_string(install.path("out/Garden/answers.jsonl")).unwrap();
    assert_eq!(answers.lines().count(), 3, "{answers}");
    assert!(!answers.contains("Slugs"), "{answers}");
    let (status, ..) = served.terminate();
    assert_eq!(status.code(), Some(0));
}

fn is_prompt(message: &Value) -> bool {
    message["buttons"].as_array().is_some_and(|buttons| !buttons.is_empty())
}
