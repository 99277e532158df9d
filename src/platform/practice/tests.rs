//! The rooms as the flow sees them: across restarts, torn lines and repeated keys.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::wish::{Refused, Wish};
use super::{Practice, cast, view};
use crate::domain::body::{Body, Button, FieldKind, Form, FormField, Press};
use crate::domain::clock::{Clock, Instant, instant};
use crate::platform::{
    Act, Action, Incoming, Platform, ReadBack, Refusal, ReplyTo, Response, Target,
};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Instant {
        instant(1_700_000_000_000)
    }
}

fn open(dir: &Path) -> Practice {
    Practice::open(dir, Arc::new(Noon), "!cop").unwrap()
}

fn wish(value: serde_json::Value) -> Wish {
    serde_json::from_value(value).unwrap()
}

async fn does(practice: &Practice, value: serde_json::Value) -> String {
    practice.act(wish(value)).await.unwrap().0
}

fn prompt() -> Body {
    let form = Form {
        id: "answer:r1".into(),
        title: "Check-in".into(),
        fields: vec![
            FormField {
                key: "text".into(),
                label: "What is on your mind?".into(),
                kind: FieldKind::Text { max: 20 },
                required: true,
                value: None,
            },
            FormField {
                key: "mood".into(),
                label: "Mood".into(),
                kind: FieldKind::Mood(
                    ["low", "so-so", "fine", "good", "great"].map(String::from).into(),
                ),
                required: false,
                value: None,
            },
        ],
    };
    let button = Button { id: "answer:r1".into(), label: "Answer".into(), press: Press::Form };
    Body { buttons: vec![button], form: Some(form), ..Body::text("How are you?") }
}

fn act(practice: &Practice, key: &str, action: Action, body: &Body) -> Act {
    Act {
        key: key.into(),
        mark: "part-1".into(),
        action,
        target: Target::Room(cast::room_ref("kitchen")),
        thread: None,
        reply_to: None,
        text: practice.render(body, "part-1").remove(0),
    }
}

async fn filled(practice: &Practice, room: &str, cursor: Option<&str>) -> Vec<Incoming> {
    let (inbox, mut news) = mpsc::channel(1000);
    practice.fill(&cast::room_ref(room), cursor, &[], &inbox).await.unwrap();
    drop(inbox);
    let mut all = Vec::new();
    while let Some(one) = news.recv().await {
        all.push(one);
    }
    all
}

fn texts(news: &[Incoming]) -> Vec<&str> {
    news.iter()
        .map(|one| match one {
            Incoming::Said(said) => said.text.as_str(),
            Incoming::Edited(edited) => edited.text.as_str(),
            Incoming::Removed(_) => "(removed)",
            Incoming::Pressed(pressed) => pressed.button.as_str(),
            Incoming::Submitted(_) => "(form)",
            Incoming::Filled { .. } => "(filled)",
            _ => "(other)",
        })
        .collect()
}

#[tokio::test]
async fn what_was_said_is_there_after_a_restart_and_a_torn_line_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    let id = does(
        &practice,
        json!({"as": "Ben", "room": "kitchen", "kind": "message", "text": "hello"}),
    )
    .await;
    assert_eq!(id, "m1");
    drop(practice);
    let path = dir.path().join("journal.jsonl");
    let mut torn = std::fs::read(&path).unwrap();
    torn.extend_from_slice(br#"{"n":2,"at":"2026-01-"#);
    std::fs::write(&path, torn).unwrap();
    let practice = open(dir.path());
    assert_eq!(does(&practice, json!({"as": "ana", "kind": "direct", "text": "hi"})).await, "m2");
    let practice = open(dir.path());
    let kitchen = practice.read(|state| view::messages(state, "kitchen"));
    assert_eq!((kitchen.len(), kitchen[0].text.as_str()), (1, "hello"));
    assert_eq!(practice.read(|state| view::messages(state, "direct:ana")).len(), 1);
}

#[test]
fn a_damaged_line_in_the_middle_is_not_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("journal.jsonl"), "nonsense\n{}\n").unwrap();
    let fault = Practice::open(dir.path(), Arc::new(Noon), "!cop").err().unwrap();
    assert!(format!("{fault:#}").contains("line 1"), "{fault:#}");
}

#[tokio::test]
async fn the_same_key_makes_one_message_across_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    let send = act(&practice, "k1", Action::Send, &prompt());
    assert_eq!(practice.read_back(&send, Noon.now()).await, ReadBack::Absent);
    let made = practice.make(&send).await.unwrap();
    let practice = open(dir.path());
    assert_eq!(practice.make(&send).await.unwrap(), made);
    assert_eq!(practice.read_back(&send, Noon.now()).await, ReadBack::Found(made.clone()));
    let other_key = Act { key: "k2".into(), ..send };
    assert_eq!(practice.read_back(&other_key, Noon.now()).await, ReadBack::Found(made.clone()));
    let edit = act(&practice, "k3", Action::Edit(made.remote.clone()), &Body::text("1 so far"));
    assert_eq!(practice.read_back(&edit, Noon.now()).await, ReadBack::Absent);
    practice.make(&edit).await.unwrap();
    practice.make(&edit).await.unwrap();
    assert_eq!(practice.read(super::state::State::last), 2);
    let shown = practice.read(|state| view::messages(state, "kitchen"));
    assert_eq!((shown[0].text.as_str(), shown[0].edited), ("1 so far", true));
}

#[tokio::test]
async fn what_is_gone_can_not_be_edited() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    let made = practice.make(&act(&practice, "k1", Action::Send, &prompt())).await.unwrap();
    let remove = act(&practice, "k2", Action::Remove(made.remote.clone()), &Body::default());
    practice.make(&remove).await.unwrap();
    let edit = act(&practice, "k3", Action::Edit(made.remote.clone()), &Body::text("x"));
    assert!(matches!(practice.make(&edit).await, Err(Refusal::Gone(_))));
    let never = act(&practice, "k4", Action::Edit("m99".into()), &Body::text("x"));
    assert!(matches!(practice.make(&never).await, Err(Refusal::Gone(_))));
    assert_eq!(practice.make(&remove).await.unwrap().remote, made.remote);
}

#[tokio::test]
async fn a_room_is_read_back_from_a_cursor() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    practice.make(&act(&practice, "k1", Action::Send, &prompt())).await.unwrap();
    does(&practice, json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "one"}))
        .await;
    does(&practice, json!({"as": "ben", "room": "workshop", "kind": "message", "text": "there"}))
        .await;
    does(&practice, json!({"as": "ben", "kind": "edit", "to": "m2", "text": "two"})).await;
    does(&practice, json!({"as": "ben", "kind": "press", "to": "m1", "text": "answer"})).await;
    does(&practice, json!({"as": "ben", "kind": "submit", "to": "m1", "fields": {"text": "fine", "mood": "Good"}})).await;
    let practice = open(dir.path());
    let news = filled(&practice, "kitchen", Some("1")).await;
    // The words before the edit left the disk with the restart.
    assert_eq!(texts(&news), ["two", "two", "answer:r1", "(form)", "(filled)"]);
    assert!(
        matches!(&news[0], Incoming::Said(said) if said.past && said.cursor.as_deref() == Some("2"))
    );
    let Incoming::Submitted(form) = &news[3] else { panic!("{news:?}") };
    assert_eq!(form.fields["mood"], "4");
    assert_eq!(form.reply.message, Some("m1".into()));
    assert_eq!(texts(&filled(&practice, "kitchen", Some("6")).await), ["(filled)"]);
    let whole = filled(&practice, "kitchen", None).await;
    assert!(
        matches!(&whole[0], Incoming::Said(said) if said.by.ours && said.key.as_deref() == Some("k1"))
    );
}

#[tokio::test]
async fn deleted_words_leave_the_disk_and_history() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    does(
        &practice,
        json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "secret-one"}),
    )
    .await;
    does(&practice, json!({"as": "ben", "kind": "edit", "to": "m1", "text": "secret-two"})).await;
    does(&practice, json!({"as": "ben", "kind": "delete", "to": "m1"})).await;
    assert_eq!(texts(&filled(&practice, "kitchen", None).await), ["(removed)", "(filled)"]);
    let practice = open(dir.path());
    let disk = std::fs::read_to_string(dir.path().join("journal.jsonl")).unwrap();
    assert!(!disk.contains("secret"), "{disk}");
    assert_eq!(disk.lines().count(), 3);
    assert_eq!(texts(&filled(&practice, "kitchen", None).await), ["(removed)", "(filled)"]);
    let again =
        practice.act(wish(json!({"as": "ben", "kind": "edit", "to": "m1", "text": "x"}))).await;
    assert!(matches!(again, Err(Refused::Deleted(_))));
}

#[tokio::test]
async fn a_run_begins_with_gaps_and_then_tells_what_happens() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    does(&practice, json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "before"}))
        .await;
    let (inbox, mut news) = mpsc::channel(2);
    let stop = CancellationToken::new();
    let run = tokio::spawn({
        let (practice, stop) = (practice.clone(), stop.clone());
        async move { practice.run(inbox, stop).await }
    });
    let mut gaps = 0;
    while let Some(Incoming::Gap(_)) = news.recv().await {
        gaps += 1;
    }
    assert_eq!(gaps, 8);
    for n in 0..20 {
        let text = format!("!COP help {n}");
        does(&practice, json!({"as": "ben", "room": "kitchen", "kind": "message", "text": text}))
            .await;
        let Some(Incoming::Said(said)) = news.recv().await else { panic!("no message") };
        assert_eq!(said.addressed, Some(format!("help {n}")));
        assert!(!said.past && !said.direct);
    }
    assert!(practice.connected());
    stop.cancel();
    run.await.unwrap().unwrap();
    assert!(!practice.connected());
}

#[tokio::test]
async fn threads_and_replies_follow_what_they_name() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    practice.make(&act(&practice, "k1", Action::Send, &prompt())).await.unwrap();
    let say = |to: &str, text: &str| json!({"as": "ben", "room": "kitchen", "kind": "message", "to": to, "text": text});
    does(&practice, say("m1", "in the thread")).await;
    does(&practice, say("m2", "a reply in the thread")).await;
    does(&practice, json!({"as": "dev", "room": "kitchen", "kind": "message", "text": "aside"}))
        .await;
    does(&practice, say("m4", "a reply")).await;
    let mut reply = say("m1", "a reply to the prompt");
    reply["reply"] = json!(true);
    does(&practice, reply).await;
    let seen = practice.read(|state| view::messages(state, "kitchen"));
    let put: Vec<_> =
        seen.iter().map(|one| (one.thread.as_deref(), one.reply_to.as_deref())).collect();
    assert_eq!(
        put,
        [
            (None, None),
            (Some("m1"), None),
            (Some("m1"), Some("m2")),
            (None, None),
            (None, Some("m4")),
            (None, Some("m1"))
        ]
    );
}

#[tokio::test]
async fn a_private_answer_is_seen_by_one_persona_in_the_room() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    practice.make(&act(&practice, "k1", Action::Send, &prompt())).await.unwrap();
    does(&practice, json!({"as": "ben", "kind": "press", "to": "m1"})).await;
    let Incoming::Pressed(pressed) = filled(&practice, "kitchen", Some("1")).await.remove(0) else {
        panic!("no press")
    };
    practice.respond(&pressed.reply, &Response::Form(prompt().form.unwrap())).await.unwrap();
    practice.respond(&pressed.reply, &Response::Private(Body::text("thanks"))).await.unwrap();
    let direct = practice.read(|state| view::messages(state, "direct:ben"));
    assert_eq!(direct.len(), 2);
    assert_eq!(direct[0].aside.as_deref(), Some("kitchen"));
    assert_eq!(direct[0].answers.as_deref(), Some("m2"));
    assert_eq!(practice.read(|state| view::messages(state, "kitchen")).len(), 1);
    // Sent from the form, it counts in the room that the form came from.
    does(&practice, json!({"as": "ben", "kind": "submit", "to": direct[0].id, "fields": {"What is on your mind?": "tea"}})).await;
    let news = filled(&practice, "kitchen", Some("2")).await;
    let Incoming::Submitted(form) = &news[0] else { panic!("{news:?}") };
    assert_eq!(form.reply.message, Some("m1".into()));
    assert_eq!(form.fields, BTreeMap::from([("text".into(), "tea".into())]));
    // Nobody else can take it up.
    let other = practice.act(wish(
        json!({"as": "dev", "kind": "submit", "to": direct[0].id, "fields": {"text": "x"}}),
    ));
    assert!(matches!(other.await, Err(Refused::NoMessage(_))));
}

#[tokio::test]
async fn a_public_answer_stands_where_it_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    does(
        &practice,
        json!({"as": "ana", "room": "workshop", "kind": "message", "text": "@samovar: status"}),
    )
    .await;
    let Incoming::Said(said) = filled(&practice, "workshop", None).await.remove(0) else {
        panic!()
    };
    assert_eq!(said.addressed.as_deref(), Some("status"));
    let to = ReplyTo {
        account: said.by.account,
        room: Some(said.room),
        message: Some(said.id),
        thread: None,
        token: None,
    };
    practice.respond(&to, &Response::Public(Body::text("all is well"))).await.unwrap();
    let shown = practice.read(|state| view::messages(state, "workshop"));
    assert_eq!((shown[1].text.as_str(), shown[1].reply_to.as_deref()), ("all is well", Some("m1")));
}

#[tokio::test]
async fn wrong_acts_are_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    practice.make(&act(&practice, "k1", Action::Send, &prompt())).await.unwrap();
    let cases = [
        (
            json!({"as": "zoe", "room": "kitchen", "kind": "message", "text": "x"}),
            "no persona \"zoe\"",
        ),
        (
            json!({"as": "ben", "room": "attic", "kind": "message", "text": "x"}),
            "no room \"attic\"",
        ),
        (json!({"as": "ben", "room": "kitchen", "kind": "shout", "text": "x"}), "no act \"shout\""),
        (json!({"as": "ben", "room": "kitchen", "kind": "message", "text": " "}), "no words"),
        (json!({"as": "ben", "room": "direct:ana", "kind": "message", "text": "x"}), "no room"),
        (json!({"as": "ben", "kind": "edit", "to": "m1", "text": "x"}), "somebody else's"),
        (json!({"as": "ben", "kind": "press", "to": "m1", "text": "Dance"}), "it has: Answer"),
        (
            json!({"as": "ben", "kind": "submit", "to": "m1", "fields": {"colour": "x"}}),
            "it has: text, mood",
        ),
        (
            json!({"as": "ben", "kind": "submit", "to": "m1", "fields": {"mood": 3}}),
            "has to be filled in",
        ),
        (
            json!({"as": "ben", "kind": "submit", "to": "m1", "fields": {"text": "x".repeat(21)}}),
            "longer than 20",
        ),
        (json!({"as": "ben", "kind": "press", "to": "m7"}), "no message \"m7\""),
    ];
    for (value, words) in cases {
        let refused = practice.act(wish(value.clone())).await.unwrap_err().to_string();
        assert!(refused.contains(words), "{value} gave {refused}");
    }
    assert_eq!(practice.read(super::state::State::last), 1);
}

#[tokio::test]
async fn a_reaction_can_be_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    does(&practice, json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "tea?"}))
        .await;
    let id = does(&practice, json!({"as": "dev", "kind": "react", "to": "m1", "text": "👍"})).await;
    let reactions = || practice.read(|state| view::messages(state, "kitchen").remove(0).reactions);
    assert_eq!(reactions()[0].by["dev"], id);
    does(&practice, json!({"as": "dev", "kind": "delete", "to": id})).await;
    assert!(reactions().is_empty());
    let news = filled(&practice, "kitchen", Some("2")).await;
    assert!(matches!(&news[0], Incoming::Removed(gone) if gone.id == "m2".into()));
}

#[tokio::test]
async fn only_the_convenor_manages_rooms_and_no_direct_one() {
    let dir = tempfile::tempdir().unwrap();
    let practice = open(dir.path());
    let (kitchen, direct) = (cast::room_ref("kitchen"), cast::room_ref("direct:ana"));
    assert!(practice.may_manage(&kitchen, &cast::account_ref("ana")).await);
    assert!(!practice.may_manage(&kitchen, &cast::account_ref("ben")).await);
    assert!(!practice.may_manage(&direct, &cast::account_ref("ana")).await);
    assert_eq!(practice.look(&kitchen).await.unwrap().label, "Kitchen table");
    assert!(practice.look(&cast::room_ref("attic")).await.is_err());
}
