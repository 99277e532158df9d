use serde_json::{Value, json};

use super::*;

const OWN: UserId = UserId::new(900);

fn reader() -> Reader {
    Reader { own: OWN, hears: true }
}

fn place() -> Place {
    Place::room(ChannelId::new(5))
}

fn message(more: Value) -> Message {
    let mut message = json!({
        "id": "175928847299117063", "channel_id": "5", "guild_id": "1", "type": 0,
        "author": {"id": "77", "username": "ana", "global_name": "Ana"},
        "content": "hello", "timestamp": "2016-04-30T11:18:25.796000+00:00",
    });
    for (key, value) in more.as_object().unwrap() {
        message[key] = value.clone();
    }
    serde_json::from_value(message).unwrap()
}

fn said(more: Value) -> Option<Said> {
    match reader().said(&message(more), &place()) {
        Some(Incoming::Said(said)) => Some(said),
        None => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_is_read_with_its_place_and_instant() {
    let said = said(json!({})).unwrap();
    assert_eq!((said.text.as_str(), said.id.as_str()), ("hello", "175928847299117063"));
    assert_eq!(said.by.account, AccountRef::new("discord", "77"));
    assert_eq!((said.by.name.as_str(), said.by.bot, said.by.ours), ("Ana", false, false));
    assert_eq!(said.at.timestamp_millis(), 1_462_015_105_796);
    assert_eq!(made_at(MessageId::new(175_928_847_299_117_063)), said.at);
    assert_eq!(said.cursor.as_deref(), Some("175928847299117063"));
    assert!(!said.direct && !said.past && said.thread.is_none() && said.reply_to.is_none());
}

#[test]
fn a_servers_own_name_for_somebody_goes_first() {
    let nick = said(json!({"member": {"nick": "Ana of the kitchen", "roles": []}})).unwrap();
    assert_eq!(nick.by.name, "Ana of the kitchen");
    let none = said(json!({"author": {"id": "77", "username": "ana"}})).unwrap();
    assert_eq!(none.by.name, "ana");
}

#[test]
fn others_bots_webhooks_and_discord_itself_are_not_heard() {
    let bot = json!({"author": {"id": "8", "username": "b", "bot": true}});
    let webhook = json!({"webhook_id": "8"});
    for more in [bot, webhook, json!({"type": 6}), json!({"type": 21}), json!({"flags": 64})] {
        assert!(said(more.clone()).is_none(), "{more}");
    }
    let own = json!({"author": {"id": "900", "username": "s", "bot": true}, "nonce": "key"});
    let own = said(own).unwrap();
    assert!(own.by.ours && !own.by.bot);
    assert_eq!(own.key.as_deref(), Some("key"));
}

#[test]
fn a_thread_message_names_its_prompt_and_has_no_place_in_the_rooms_history() {
    let place = Place { thread: Some(ChannelId::new(40)), ..place() };
    let reply = message(json!({"type": 19, "message_reference": {"message_id": "41"},
        "referenced_message": {"type": 0}}));
    let Some(Incoming::Said(said)) = reader().said(&reply, &place) else { panic!() };
    assert_eq!(said.thread, Some("40".into()));
    assert_eq!(said.reply_to, Some("41".into()));
    assert_eq!(said.cursor, None);
    // The first message of a thread stands for the prompt above it.
    let first = message(json!({"type": 19, "message_reference": {"message_id": "41"},
        "referenced_message": {"type": 21}}));
    let Some(Incoming::Said(said)) = reader().said(&first, &place) else { panic!() };
    assert_eq!(said.reply_to, Some("40".into()));
}

#[test]
fn what_is_passed_on_is_no_reply() {
    let passed_on = json!({"message_reference": {"message_id": "41", "type": 1}});
    assert_eq!(said(passed_on).unwrap().reply_to, None);
}

#[test]
fn people_and_emoji_read_by_their_names() {
    let words = "hi <@78> <:tea:123> <a:wave:9> <@99> <b> a<3 <#5> <t:1> <:x";
    let more = json!({"content": words,
        "mentions": [{"id": "78", "username": "ben", "global_name": "Ben"}]});
    assert_eq!(said(more).unwrap().text, "hi @Ben :tea: :wave: <@99> <b> a<3 <#5> <t:1> <:x");
    let odd = json!({"content": "a\u{0}b\r\nc\rd"});
    assert_eq!(said(odd).unwrap().text, "ab\nc\nd");
}

#[test]
fn a_mention_makes_it_a_command_but_not_in_a_direct_message() {
    let more = json!({"content": "<@900> help me", "mentions": [{"id": "900", "username": "s"}]});
    assert_eq!(said(more.clone()).unwrap().addressed.as_deref(), Some("help me"));
    let direct = Place { direct: true, ..place() };
    let Some(Incoming::Said(said)) = reader().said(&message(more), &direct) else { panic!() };
    assert_eq!((said.addressed, said.direct), (None, true));
}

#[test]
fn words_that_discord_does_not_show_are_not_taken_for_silence() {
    let deaf = Reader { hears: false, ..reader() };
    let empty = message(json!({"content": ""}));
    assert!(deaf.said(&empty, &place()).is_none());
    let edit = message(json!({"content": "", "edited_timestamp": "2026-11-28T00:00:00+00:00"}));
    assert!(deaf.edited(&edit, &place()).is_none());
    let silent = reader().said(&empty, &place());
    assert!(silent.is_none(), "a sticker says nothing that can be kept");
    let told = message(json!({"content": "<@900> hi", "mentions": [{"id": "900"}]}));
    assert!(deaf.said(&told, &place()).is_some());
}

#[test]
fn an_edit_has_its_own_instant_and_a_link_that_unfolds_is_none() {
    let edit = message(json!({"edited_timestamp": "2026-11-28T00:00:01+00:00", "content": "new"}));
    let Some(Incoming::Edited(edited)) = reader().edited(&edit, &place()) else { panic!() };
    assert_eq!((edited.text.as_str(), edited.at.timestamp()), ("new", 1_795_824_001));
    assert!(reader().edited(&message(json!({})), &place()).is_none());
    let without = json!({"edited_timestamp": "2026-11-28T00:00:01+00:00", "content": null});
    assert!(reader().edited(&message(without), &place()).is_none());
}

#[test]
fn files_come_by_reference_and_are_words_enough() {
    let more = json!({"content": "", "attachments": [{"id": "70", "filename": "../plan.pdf",
        "content_type": "application/pdf", "size": 7, "url": "https://cdn/x?secret=1"}]});
    let thread = Place { thread: Some(ChannelId::new(40)), ..place() };
    let Some(Incoming::Said(said)) = reader().said(&message(more.clone()), &thread) else {
        panic!()
    };
    let file = &said.files[0];
    assert_eq!((said.text.as_str(), said.files.len()), ("", 1));
    assert_eq!((file.name.as_str(), file.kind.as_str()), ("plan.pdf", "application/pdf"));
    assert_eq!((file.size, file.place.as_str()), (Some(7), "40/70"));
    let deaf = Reader { hears: false, ..reader() };
    assert!(deaf.said(&message(more), &place()).is_none());
}

#[test]
fn ids_and_instants_are_the_same_thing() {
    let id = id_at(clock::instant(1_462_015_105_796));
    assert_eq!(made_at(MessageId::new(id)).timestamp_millis(), 1_462_015_105_796);
    assert_eq!(id_at(clock::instant(0)), 0);
}
