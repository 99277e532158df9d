//! What is said in rooms, in both directions.

use samovar::domain::body::Body;
use samovar::platform::{
    Action, Incoming, Platform as _, ReadBack, Refusal, ReplyTo, Response, Target,
};
use serde_json::{Value, json};

use super::bot::{Bot, account, room_ref, settings};
use crate::support::synapse::{Synapse, user_id};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_words_go_both_ways_in_rooms_of_version_11() {
    both_ways("11").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_words_go_both_ways_in_rooms_of_version_12() {
    both_ways("12").await;
}

/// In plain and in encrypted rooms alike.
async fn both_ways(version: &str) {
    let (synapse, data) = (Synapse::start("lifted", version), tempfile::tempdir().unwrap());
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    let mut ana = synapse.member("ana");
    for encrypted in [false, true] {
        let room = bot.room_that_is(encrypted, &mut ana, "Kitchen").await;
        assert_eq!(room.contains(':'), version == "11", "ids of version 12 hold no server");
        assert_eq!(bot.matrix.look(&room_ref(&room)).await.unwrap().encrypted, encrypted);
        heard(&mut bot, &mut ana, &room).await;
        acts(&mut bot, &mut ana, &room).await;
        doubts(&mut bot, &mut ana, &room).await;
        sealed(&mut ana, &room, encrypted);
        if encrypted {
            direct(&mut bot, &synapse, &room).await;
        }
    }
    bot.end().await;
}

/// In an encrypted room nobody's words stand in clear, the bot's marks neither.
fn sealed(ana: &mut crate::support::synapse::Member, room: &str, encrypted: bool) {
    let said = ana.seen(room);
    let said = said.iter().filter(|event| event["type"] == "m.room.message");
    let kept: Vec<_> = said.filter(|event| event["redacted"] == false).collect();
    assert!(kept.len() > 5 && kept.iter().all(|event| event["sealed"] == encrypted), "{kept:#?}");
}

/// Everything a member does arrives as what it is.
async fn heard(bot: &mut Bot, ana: &mut crate::support::synapse::Member, room: &str) {
    let prompt = bot.says(room, "prompt", "How are you?").await;
    let echo = bot.said(prompt.as_str()).await;
    assert!(echo.by.ours && echo.key.as_deref() == Some("prompt"));

    let plain = ana.id(json!({ "do": "say", "room": room, "text": "hello" }));
    let said = bot.said(&plain).await;
    assert_eq!((said.text.as_str(), said.by.name.as_str()), ("hello", "Ana"));
    assert_eq!(said.by.account, account("ana"));
    assert_eq!(said.cursor.as_deref(), Some(plain.as_str()));
    assert!(!said.direct && !said.past && said.addressed.is_none());

    let thread =
        ana.id(json!({ "do": "say", "room": room, "text": "in it", "thread": prompt.as_str() }));
    let said = bot.said(&thread).await;
    assert_eq!((said.thread.as_ref(), said.reply_to), (Some(&prompt), None));

    let reply =
        ana.id(json!({ "do": "say", "room": room, "text": "to it", "reply": prompt.as_str() }));
    let said = bot.said(&reply).await;
    assert_eq!((said.thread, said.reply_to.as_ref()), (None, Some(&prompt)));

    let command = ana.id(json!({ "do": "say", "room": room, "text": "!cop help" }));
    assert_eq!(bot.said(&command).await.addressed.as_deref(), Some("help"));
    let mention = ana.id(json!({ "do": "say", "room": room, "text": "Samovar: status",
        "mention": user_id("samovar") }));
    assert_eq!(bot.said(&mention).await.addressed.as_deref(), Some("status"));
    let notice = ana.id(json!({ "do": "say", "room": room, "text": "beep", "notice": true }));
    assert!(bot.said(&notice).await.by.bot);

    ana.does(json!({ "do": "edit", "room": room, "event": thread, "text": "in it, better" }));
    let text = bot.until("edit", |one| match one {
        Incoming::Edited(edit) if edit.id.as_str() == thread => Some(edit.text.clone()),
        _ => None,
    });
    assert_eq!(text.await, "in it, better");
    let reaction =
        ana.id(json!({ "do": "react", "room": room, "event": prompt.as_str(), "key": "✋" }));
    let key = bot.until("reaction", |one| match one {
        Incoming::Reacted(it) if it.id.as_str() == reaction && it.target == prompt => {
            Some(it.key.clone())
        }
        _ => None,
    });
    assert_eq!(key.await, "✋");
    for gone in [&reaction, &reply] {
        ana.does(json!({ "do": "redact", "room": room, "event": gone }));
        bot.until("removal", |one| {
            matches!(one, Incoming::Removed(it) if it.id.as_str() == gone).then_some(())
        })
        .await;
    }
}

/// What the bot does stands in the room as a member's client shows it.
async fn acts(bot: &mut Bot, ana: &mut crate::support::synapse::Member, room: &str) {
    let mut body = Body::text("Who is <here>?");
    body.mentions = vec![account("ana")];
    let send = bot.act(room, "send", &body);
    let made = bot.makes(&send).await;
    // The same key again, as after a lost answer: one event.
    assert_eq!(bot.makes(&send).await, made);
    let mut threaded = bot.act(room, "threaded", &Body::text("in the thread").as_notice());
    threaded.thread = Some(made.remote.clone());
    let threaded = bot.makes(&threaded).await.remote;

    let mut edit = bot.act(room, "edit", &Body::text("Who was here?"));
    edit.action = Action::Edit(made.remote.clone());
    let edited = bot.makes(&edit).await;
    assert_eq!(edited.remote, made.remote);
    let edit_id = edited.edit.clone().unwrap();

    let seen = ana.seen(room);
    let one = |id: &str| -> &Value { seen.iter().find(|event| event["id"] == id).unwrap() };
    assert_eq!(seen.iter().filter(|event| event["body"] == "Who is <here>?").count(), 1);
    let first = one(made.remote.as_str());
    assert_eq!(first["html"], "<p>Who is &lt;here&gt;?</p>");
    assert_eq!(first["mentions"], json!({ "user_ids": [user_id("ana")] }));
    assert_eq!((&first["msgtype"], &first["mark"]), (&json!("m.text"), &json!("mark-send.1.0")));
    let inside = one(threaded.as_str());
    assert_eq!(inside["thread"], made.remote.as_str());
    assert_eq!((&inside["fallback"], &inside["msgtype"]), (&json!(true), &json!("m.notice")));
    assert_eq!(one(edit_id.as_str())["new"], "Who was here?");

    let mut remove = bot.act(room, "remove", &Body::default());
    remove.action = Action::Remove(made.remote.clone());
    bot.makes(&remove).await;
    bot.makes(&remove).await;
    let mut late = edit.clone();
    late.key = "late".into();
    assert!(matches!(bot.matrix.make(&late).await, Err(Refusal::Gone(_))));
    let seen = ana.seen(room);
    let gone = seen.iter().find(|event| event["id"] == made.remote.as_str()).unwrap();
    assert_eq!((&gone["redacted"], &gone["body"]), (&json!(true), &Value::Null));
    assert_eq!(seen.iter().filter(|event| event["type"] == "m.room.redaction").count(), 3);
}

/// Acts whose answer was lost are found, and acts that never were are not.
async fn doubts(bot: &mut Bot, ana: &mut crate::support::synapse::Member, room: &str) {
    let since = chrono::DateTime::from_timestamp_millis(
        ana.seen(room).last().unwrap()["at"].as_i64().unwrap(),
    )
    .unwrap();
    let send = bot.act(room, "doubt", &Body::text("Was this said?"));
    assert_eq!(bot.matrix.read_back(&send, since).await, ReadBack::Absent);
    let made = bot.makes(&send).await;
    assert_eq!(bot.matrix.read_back(&send, since).await, ReadBack::Found(made.clone()));
    let mut edit = bot.act(room, "doubt", &Body::text("It was."));
    edit.action = Action::Edit(made.remote.clone());
    edit.key = "doubt-edit".into();
    assert_eq!(bot.matrix.read_back(&edit, since).await, ReadBack::Absent);
    let edited = bot.makes(&edit).await;
    assert_eq!(bot.matrix.read_back(&edit, since).await, ReadBack::Found(edited));
    let mut remove = edit.clone();
    remove.action = Action::Remove(made.remote.clone());
    assert_eq!(bot.matrix.read_back(&remove, since).await, ReadBack::Absent);
    // Somebody with the power to do so takes it away before we know that we said it.
    ana.does(json!({ "do": "redact", "room": room, "event": made.remote.as_str() }));
    assert!(matches!(bot.matrix.read_back(&remove, since).await, ReadBack::Found(_)));
    assert_eq!(bot.matrix.read_back(&send, since).await, ReadBack::Found(made));
}

/// Direct messages both ways, in one room per person; private and public answers.
async fn direct(bot: &mut Bot, synapse: &Synapse, room: &str) {
    let (mut ana, mut ben) = (synapse.member("ana"), synapse.member("ben"));
    let mut act = bot.act(room, "direct", &Body::text("for Ana alone"));
    act.target = Target::Direct(account("ana"));
    let first = bot.makes(&act).await;
    assert_eq!(bot.makes(&act).await, first);
    let invites = ana.does(json!({ "do": "invites" }));
    assert_eq!(invites.as_array().unwrap().len(), 1, "one direct room: {invites}");
    let at = ana.id(json!({ "do": "join", "room": invites[0]["room"] }));
    let said = ana.seen(&at);
    let said = said.iter().find(|event| event["id"] == first.remote.as_str()).unwrap();
    assert_eq!((&said["body"], &said["sealed"]), (&json!("for Ana alone"), &json!(true)));
    let hello = ana.id(json!({ "do": "say", "room": at, "text": "help" }));
    let said = bot.said(&hello).await;
    assert!(said.direct && said.room == room_ref(&at));

    let theirs = ben.id(json!({ "do": "direct", "user": user_id("samovar") }));
    bot.back(&theirs).await;
    let hello = ben.id(json!({ "do": "say", "room": theirs, "text": "hello" }));
    assert!(bot.said(&hello).await.direct);
    let mut act = bot.act(room, "to-ben", &Body::text("for Ben alone"));
    act.target = Target::Direct(account("ben"));
    let made = bot.makes(&act).await.remote;
    assert!(ben.seen(&theirs).iter().any(|event| event["id"] == made.as_str()));

    let asked = ana.id(json!({ "do": "say", "room": room, "text": "!cop why" }));
    let to = ReplyTo {
        account: account("ana"),
        room: Some(room_ref(room)),
        message: Some(asked.as_str().into()),
        thread: None,
        token: None,
    };
    bot.matrix.respond(&to, &Response::Public(Body::text("because"))).await.unwrap();
    bot.matrix.respond(&to, &Response::Private(Body::text("secretly"))).await.unwrap();
    let public = ana.seen(room);
    let public = public.iter().find(|event| event["body"] == "because").unwrap();
    assert_eq!((&public["msgtype"], &public["reply"]), (&json!("m.notice"), &json!(asked)));
    assert!(ana.seen(&at).iter().any(|event| event["body"] == "secretly"));
    assert!(!ana.seen(room).iter().any(|event| event["body"] == "secretly"));

    // Whoever leaves the direct room isn't followed.
    ana.does(json!({ "do": "leave", "room": at }));
    bot.world("left", |world| matches!(world, samovar::platform::World::Left { .. })).await;
    let mut act = bot.act(room, "gone", &Body::text("again"));
    act.target = Target::Direct(account("ana"));
    assert!(matches!(bot.matrix.make(&act).await, Err(Refusal::NoDirect(_))));
}
