//! Whether an act in doubt took effect: reads the room back for the mark.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use matrix_sdk::ruma::UserId;
use serde_json::Value;

use super::adapter::Matrix;
use super::history::{self, Past};
use super::read::{self, MARK};
use super::{send, tap};
use crate::domain::clock::Instant;
use crate::domain::ids::RemoteId;
use crate::domain::post::same_part;
use crate::platform::{Act, Action, Made, ReadBack, Refusal, Target};

/// How far the server's clock and ours may be apart.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// Between two tries while the server is away.
const PAUSE: Duration = Duration::from_secs(1);

/// What the room says of an act that was begun at `since`. While the server is away it waits: the
/// caller has a limit, and "can't be told" is for what will never be told.
pub(super) fn read_back<'a>(
    matrix: &'a Matrix,
    act: &'a Act,
    since: Instant,
) -> BoxFuture<'a, ReadBack> {
    until_told(matrix, act, since).boxed()
}

#[expect(clippy::disallowed_methods, reason = "a pause between tries of the server")]
async fn until_told(matrix: &Matrix, act: &Act, since: Instant) -> ReadBack {
    loop {
        match try_read_back(matrix, act, since).await {
            Ok(answer) => return answer,
            Err(Refusal::Down(_) | Refusal::Doubt(_)) => tokio::time::sleep(PAUSE).await,
            Err(Refusal::Later(wait)) => tokio::time::sleep(wait).await,
            Err(refusal) => return ReadBack::Unknown(refusal.to_string()),
        }
    }
}

async fn try_read_back(matrix: &Matrix, act: &Act, since: Instant) -> Result<ReadBack, Refusal> {
    let room = match &act.target {
        Target::Room(room) => matrix.joined(room)?,
        Target::Direct(account) => {
            let user = UserId::parse(&account.id).map_err(|e| Refusal::NoDirect(e.to_string()))?;
            match matrix.open_direct(&user).await? {
                Some(room) => room,
                None => return Ok(ReadBack::Absent),
            }
        }
    };
    if let Action::Remove(message) = &act.action {
        return removed(&room, message).await;
    }
    let edge = (since - SKEW).timestamp_millis();
    let stop = move |event: &Value| event["origin_server_ts"].as_i64().is_some_and(|at| at < edge);
    let past = history::back(matrix, &room, &stop).await?;
    let found = search(&past, act, matrix.own.as_str(), since);
    if matches!(found, ReadBack::Unknown(_)) && matrix.ring.found().is_none() {
        return Err(Refusal::Down("the keys are not looked after yet".into()));
    }
    if let (ReadBack::Found(made), Action::Send, false) = (&found, &act.action, act.text.is_empty())
    {
        // It may have died between the message and what goes under it.
        tap::put(&room, &made.remote, &send::content(&act.text)?.1, &act.key).await?;
    }
    Ok(found)
}

async fn removed(room: &matrix_sdk::Room, message: &RemoteId) -> Result<ReadBack, Refusal> {
    match send::is_gone(room, &send::event_id(message)?).await {
        Ok(false) => Ok(ReadBack::Absent),
        Ok(true) | Err(Refusal::Gone(_)) => {
            Ok(ReadBack::Found(Made { remote: message.clone(), edit: None }))
        }
        Err(other) => Err(other),
    }
}

fn search(past: &Past, act: &Act, own: &str, since: Instant) -> ReadBack {
    let wanted: Value = serde_json::from_str(&act.text).unwrap_or(Value::Null);
    let ours = past.events.iter().filter(|event| event["sender"] == own);
    let exact = ours.clone().find(|event| is_act(event, act, &wanted));
    // What somebody else took away since has no words left; our own removals are known as such.
    let taken = ours.clone().find(|event| {
        act.action == Action::Send
            && !act.text.is_empty()
            && taken_by_others(event, own, since.timestamp_millis())
    });
    match exact.or(taken).and_then(read::id) {
        Some(id) => ReadBack::Found(made(act, id)),
        None if ours.clone().any(|event| may_be(event, act)) => {
            ReadBack::Unknown("the key to something that was said since is lost".into())
        }
        None if past.whole => ReadBack::Absent,
        None => ReadBack::Unknown("too much was said since".into()),
    }
}

fn made(act: &Act, id: &str) -> Made {
    match &act.action {
        Action::Edit(message) => Made { remote: message.clone(), edit: Some(id.into()) },
        Action::Send | Action::Remove(_) => Made { remote: id.into(), edit: None },
    }
}

/// Whether the event is the act: the mark, and the same words.
fn is_act(event: &Value, act: &Act, wanted: &Value) -> bool {
    let content = &event["content"];
    if event["unsigned"]["transaction_id"] == act.key.as_str() {
        return true;
    }
    let relation = &content["m.relates_to"];
    match &act.action {
        Action::Send if act.text.is_empty() => {
            let mark = content[MARK].as_str().unwrap_or_default();
            relation["rel_type"] != "m.replace" && same_part(mark, &act.mark)
        }
        Action::Send => relation["rel_type"] != "m.replace" && same(content, wanted, &act.mark),
        Action::Edit(message) => {
            relation["rel_type"] == "m.replace"
                && relation["event_id"] == message.as_str()
                && same(&content["m.new_content"], wanted, &act.mark)
        }
        Action::Remove(_) => false,
    }
}

/// Whether an event that can't be read may be the act. What it edits stands in clear beside it.
fn may_be(event: &Value, act: &Act) -> bool {
    let relation = &event["content"]["m.relates_to"];
    let edits = (relation["rel_type"] == "m.replace").then(|| relation["event_id"].as_str());
    event["type"] == "m.room.encrypted"
        && !read::is_redacted(event)
        && match &act.action {
            Action::Send => edits.is_none(),
            Action::Edit(message) => edits.flatten() == Some(message.as_str()),
            Action::Remove(_) => false,
        }
}

fn same(content: &Value, wanted: &Value, mark: &str) -> bool {
    content[MARK] == mark
        && ["msgtype", "body", "formatted_body"].iter().all(|key| content[key] == wanted[key])
}

fn taken_by_others(event: &Value, own: &str, since: i64) -> bool {
    let said = matches!(event["type"].as_str(), Some("m.room.message" | "m.room.encrypted"));
    let by = event["unsigned"]["redacted_because"]["sender"].as_str();
    said && by.is_some_and(|by| by != own)
        && event["origin_server_ts"].as_i64().is_some_and(|at| at >= since)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::render::render;
    use super::*;
    use crate::domain::body::Body;
    use crate::domain::clock;
    use crate::domain::ids::RoomRef;

    const OWN: &str = "@samovar:localhost";

    fn act(action: Action) -> Act {
        Act {
            key: "key".into(),
            mark: "mark".into(),
            action,
            target: Target::Room(RoomRef::new("matrix", "!room")),
            thread: None,
            reply_to: None,
            text: json!({"msgtype": "m.text", "body": "x", MARK: "mark"}).to_string(),
        }
    }

    fn found(action: Action, event: Value) -> ReadBack {
        let mut event = event;
        event["event_id"] = json!("$e");
        event["sender"] = json!(OWN);
        event["origin_server_ts"] = json!(2_000);
        event["type"] = json!("m.room.message");
        let past = Past { events: vec![event], whole: true };
        search(&past, &act(action), OWN, clock::instant(1_000))
    }

    #[test]
    fn a_send_is_known_by_its_mark_and_words() {
        let here = ReadBack::Found(Made { remote: "$e".into(), edit: None });
        let ours = json!({"msgtype": "m.text", "body": "x", MARK: "mark",
            "m.relates_to": {"rel_type": "m.thread", "event_id": "$t"}});
        assert_eq!(found(Action::Send, json!({"content": ours})), here);
        let other_part = json!({"msgtype": "m.text", "body": "y", MARK: "mark"});
        assert_eq!(found(Action::Send, json!({"content": other_part})), ReadBack::Absent);
        let other_mark = json!({"msgtype": "m.text", "body": "x", MARK: "other"});
        assert_eq!(found(Action::Send, json!({"content": other_mark})), ReadBack::Absent);
    }

    #[test]
    fn a_part_is_found_whatever_it_says_when_no_words_are_asked_for() {
        let ours = json!({"content": {"msgtype": "m.text", "body": "y", MARK: "post.2.0"},
            "event_id": "$e", "sender": OWN, "origin_server_ts": 2_000, "type": "m.room.message"});
        let past = Past { events: vec![ours], whole: true };
        let look = |mark: &str| {
            let act = Act { mark: mark.into(), text: String::new(), ..act(Action::Send) };
            search(&past, &act, OWN, clock::instant(0))
        };
        assert!(matches!(look("post.1.0"), ReadBack::Found(_)));
        assert_eq!(look("post.1.1"), ReadBack::Absent);
        assert_eq!(look("other.2.0"), ReadBack::Absent);
    }

    #[test]
    fn what_render_marks_is_found_part_by_part() {
        let body = Body::text("a").and("b ".repeat(30_000));
        let parts = render(&body, "post.2");
        assert!(parts.len() > 1);
        for (number, text) in parts.iter().enumerate() {
            let mark = format!("post.2.{number}");
            let content: Value = serde_json::from_str(text).unwrap();
            let event = json!({"content": content, "event_id": "$e", "sender": OWN,
                "origin_server_ts": 2_000, "type": "m.room.message"});
            let past = Past { events: vec![event], whole: true };
            let act = Act { mark, text: text.clone(), ..act(Action::Send) };
            let look = |act: &Act| search(&past, act, OWN, clock::instant(0));
            assert!(matches!(look(&act), ReadBack::Found(_)), "part {number}");
            let wordless = Act { text: String::new(), mark: format!("post.1.{number}"), ..act };
            assert!(matches!(look(&wordless), ReadBack::Found(_)), "part {number}");
        }
    }

    #[test]
    fn what_others_took_away_is_this_act_and_our_own_removals_are_not() {
        let by = |user: &str| {
            json!({"content": {}, "unsigned": {"redacted_because":
            {"sender": user}}})
        };
        assert!(matches!(found(Action::Send, by("@ana:localhost")), ReadBack::Found(_)));
        assert_eq!(found(Action::Send, by(OWN)), ReadBack::Absent);
    }

    #[test]
    fn what_cant_be_read_may_be_the_act() {
        let look = |action: Action, relation: Value| {
            let content = json!({"ciphertext": "…", "m.relates_to": relation});
            let sealed = json!({"content": content, "event_id": "$e", "sender": OWN,
                "origin_server_ts": 2_000, "type": "m.room.encrypted"});
            let past = Past { events: vec![sealed], whole: true };
            search(&past, &act(action), OWN, clock::instant(1_000))
        };
        let edit_of = |id: &str| json!({"rel_type": "m.replace", "event_id": id});
        let edit = || Action::Edit("$first".into());
        assert!(matches!(look(Action::Send, Value::Null), ReadBack::Unknown(_)));
        assert!(matches!(look(edit(), edit_of("$first")), ReadBack::Unknown(_)));
        for (action, relation) in
            [(Action::Send, edit_of("$first")), (edit(), edit_of("$other")), (edit(), Value::Null)]
        {
            assert_eq!(look(action, relation), ReadBack::Absent);
        }
    }

    #[test]
    fn an_edit_is_known_by_its_new_content() {
        let edit = json!({"content": {"body": "* x", MARK: "mark",
            "m.new_content": {"msgtype": "m.text", "body": "x", MARK: "mark"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}}});
        let first = RemoteId::from("$first");
        assert_eq!(
            found(Action::Edit(first.clone()), edit.clone()),
            ReadBack::Found(Made { remote: first, edit: Some("$e".into()) })
        );
        assert_eq!(found(Action::Edit("$other".into()), edit.clone()), ReadBack::Absent);
        assert_eq!(found(Action::Send, edit), ReadBack::Absent);
    }
}
