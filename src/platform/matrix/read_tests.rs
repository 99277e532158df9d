//! What the events of clients are read as.

use serde_json::json;

use super::*;

fn place() -> Place {
    Place {
        room: RoomRef::new(NAME, "!room"),
        direct: false,
        past: false,
        cursors: true,
        names: Names {
            prefix: "!cop".into(),
            user: "@samovar:localhost".into(),
            shown: Some("Samovar".into()),
        },
        shown: BTreeMap::from([("@ana:localhost".into(), "Ana".into())]),
    }
}

fn event(kind: &str, content: Value) -> Value {
    json!({"type": kind, "event_id": "$e", "sender": "@ana:localhost",
        "origin_server_ts": 1_000, "content": content})
}

fn said(event: &Value) -> Said {
    match place().read(event) {
        Some(Incoming::Said(said)) => said,
        other => panic!("not said: {other:?}"),
    }
}

#[test]
fn words_are_read_with_their_place() {
    let said = said(&event("m.room.message", json!({"msgtype": "m.text", "body": "a\r\nb\0"})));
    assert_eq!((said.text.as_str(), said.by.name.as_str()), ("a\nb", "Ana"));
    assert_eq!((said.thread, said.reply_to, said.addressed), (None, None, None));
    assert_eq!(said.cursor.as_deref(), Some("$e"));
    assert_eq!(said.at, clock::instant(1_000));
}

#[test]
fn a_threads_fallback_is_no_reply() {
    let mut relation = json!({"rel_type": "m.thread", "event_id": "$root",
        "is_falling_back": true, "m.in_reply_to": {"event_id": "$last"}});
    let content =
        |relation: &Value| json!({"msgtype": "m.text", "body": "x", "m.relates_to": relation});
    let plain = said(&event("m.room.message", content(&relation)));
    assert_eq!((plain.thread, plain.reply_to), (Some("$root".into()), None));
    relation["is_falling_back"] = json!(false);
    let reply = said(&event("m.room.message", content(&relation)));
    assert_eq!((reply.thread, reply.reply_to), (Some("$root".into()), Some("$last".into())));
}

#[test]
fn a_quote_before_a_reply_is_dropped_and_a_quote_of_ones_own_stays() {
    let content = |body: &str| {
        json!({"msgtype": "m.text", "body": body,
            "m.relates_to": {"m.in_reply_to": {"event_id": "$q"}}})
    };
    let old = said(&event("m.room.message", content("> <@b:s> one\n> two\n\n!cop help")));
    assert_eq!((old.text.as_str(), old.addressed.as_deref()), ("!cop help", Some("help")));
    assert_eq!(old.reply_to, Some("$q".into()));
    let own = said(&event("m.room.message", content("> a proverb\n\nyes")));
    assert_eq!(own.text, "> a proverb\n\nyes");
}

#[test]
fn both_forms_of_a_redaction_are_read() {
    for mut redaction in [
        event("m.room.redaction", json!({"redacts": "$gone"})),
        event("m.room.redaction", json!({"reason": "x"})),
    ] {
        redaction["redacts"] = json!("$gone");
        let Some(Incoming::Removed(removed)) = place().read(&redaction) else { panic!("not read") };
        assert_eq!(removed.id, "$gone".into());
    }
    let gone = event("m.room.message", json!({}));
    assert!(matches!(place().read(&gone), Some(Incoming::Removed(r)) if r.id == "$e".into()));
}

#[test]
fn edits_come_from_the_new_content_and_reactions_with_their_target() {
    let edit = event(
        "m.room.message",
        json!({"msgtype": "m.text", "body": "* new",
        "m.new_content": {"msgtype": "m.text", "body": "new"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}}),
    );
    let Some(Incoming::Edited(edited)) = place().read(&edit) else { panic!("not read") };
    assert_eq!((edited.id, edited.text.as_str()), ("$first".into(), "new"));
    let reaction = event(
        "m.reaction",
        json!({"m.relates_to":
        {"rel_type": "m.annotation", "event_id": "$first", "key": "✋"}}),
    );
    let Some(Incoming::Reacted(reacted)) = place().read(&reaction) else { panic!("not read") };
    assert_eq!((reacted.target, reacted.key.as_str()), ("$first".into(), "✋"));
}

#[test]
fn only_our_own_echo_has_a_key_and_only_others_notices_are_bots() {
    let content = json!({"msgtype": "m.notice", "body": "x", MARK: "mark"});
    let other = said(&event("m.room.message", content.clone()));
    assert!(other.by.bot && !other.by.ours && other.key.is_none());
    let mut ours = event("m.room.message", content);
    ours["sender"] = json!("@samovar:localhost");
    let echo = said(&ours);
    assert!(echo.by.ours && !echo.by.bot);
    assert_eq!(echo.key.as_deref(), Some("mark"));
    ours["unsigned"] = json!({"transaction_id": "key"});
    assert_eq!(said(&ours).key.as_deref(), Some("key"));
}

#[test]
fn who_leaves_is_told_and_odd_events_are_passed_over() {
    let mut leave = event("m.room.member", json!({"membership": "leave"}));
    leave["state_key"] = json!("@ana:localhost");
    assert!(matches!(place().read(&leave), Some(Incoming::World(World::Left { .. }))));
    leave["state_key"] = json!("@samovar:localhost");
    assert_eq!(place().read(&leave), None);
    for odd in [
        json!(3),
        json!({}),
        event("m.room.message", json!({"msgtype": 3})),
        event("m.room.message", json!({"msgtype": "m.image", "body": "x.png"})),
        event("m.reaction", json!({"m.relates_to": 1})),
    ] {
        assert_eq!(place().read(&odd), None);
    }
}
