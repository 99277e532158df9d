//! What Discord sends, as words.

use serde_json::json;

use super::*;
use crate::platform::spec::Localised;

fn read(data: Value) -> Interaction {
    let mut made = json!({
        "id": "11", "application_id": "12", "type": 2, "token": "secret", "version": 1,
        "guild_id": "20", "channel_id": "21", "locale": "fr", "new": {},
        "channel": {"id": "21", "type": 0, "name": "tea"},
        "member": {"user": {"id": "30", "username": "ana", "global_name": "Ana"},
            "nick": "Annie", "roles": [], "permissions": "32"},
        "data": {"id": "13", "name": "ritual", "type": 1},
    });
    made.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
    serde_json::from_value(made).unwrap()
}

fn menus() -> Vec<MenuSpec> {
    let name = Localised { text: "Take it back".into(), others: Default::default() };
    vec![MenuSpec { name, words: vec!["withdraw".into()] }]
}

#[test]
fn a_command_is_its_words() {
    let data = json!({"data": {"name": "community", "type": 1, "options": [
        {"name": "holiday", "type": 2, "options": [{"name": "add", "type": 1, "options": [
            {"name": "date", "type": 3, "value": "2027-01-01"},
            {"name": "name", "type": 3, "value": "New --year=\"s\" day"},
        ]}]},
    ]}});
    let words = read(data).words(&[]);
    assert_eq!(
        words,
        ["community", "holiday", "add", "--date=2027-01-01", "--name=New --year=\"s\" day"]
    );
    let data = json!({"data": {"name": "answer", "type": 1, "options": [
        {"name": "mood", "type": 4, "value": 3}, {"name": "private", "type": 5, "value": true},
    ]}});
    assert_eq!(read(data).words(&[]), ["answer", "--mood=3", "--private=true"]);
    assert_eq!(read(json!({"data": {"name": "why"}})).words(&[]), ["why"]);
}

#[test]
fn pointing_at_a_message_stands_for_words_about_it() {
    let one = |name: &str| {
        read(json!({"data": {"name": name, "type": 3, "target_id": "77",
            "resolved": {"messages": {"77": {"id": "77"}}}}}))
    };
    assert_eq!(one("Take it back").words(&menus()), ["withdraw"]);
    assert_eq!(one("Take it back").about(), Some(MessageId::new(77)));
    assert_eq!(one("From another time").words(&menus()), ["From another time"]);
}

#[test]
fn what_is_typed_comes_apart_from_the_rest() {
    let data = json!({"type": 4, "data": {"name": "ritual", "type": 1, "options": [
        {"name": "start", "type": 1, "options": [
            {"name": "community", "type": 3, "value": "Housing"},
            {"name": "ritual", "type": 3, "value": "mon", "focused": true},
        ]},
    ]}});
    let want = Typing {
        option: "ritual".into(),
        typed: "mon".into(),
        words: ["ritual", "start", "--community=Housing"].map(String::from).into(),
    };
    assert_eq!(read(data).typing(), Some(want));
    assert_eq!(read(json!({})).typing(), None);
}

#[test]
fn a_thread_belongs_to_its_room_and_a_direct_message_to_none() {
    let room = read(json!({}));
    assert_eq!(room.place(), Some((ChannelId::new(21), None)));
    assert_eq!(room.permissions(), Some(Permissions::MANAGE_GUILD));
    let (person, nick) = room.by().unwrap();
    assert_eq!((person.id.get(), nick), (30, Some("Annie")));
    let thread = json!({"id": "50", "type": 11, "parent_id": "21"});
    let thread = read(json!({"channel_id": "50", "channel": thread}));
    assert_eq!(thread.place(), Some((ChannelId::new(21), Some(ChannelId::new(50)))));
    let direct = read(json!({"guild_id": null, "member": null,
        "user": {"id": "30", "username": "ana"}, "channel": {"id": "60", "type": 1}}));
    assert_eq!(direct.place(), None);
    assert_eq!(direct.by().map(|(person, _)| person.id.get()), Some(30));
}
