//! The world around a house changes: keys are missing, a device is another, rooms are replaced,
//! words come late, profiles tell a zone.

use chrono::TimeDelta;
use samovar::domain::clock::Clock as _;
use samovar::domain::community::RoomState;
use samovar::domain::ids::{AccountRef, RoomRef};
use samovar::domain::post::{Purpose, Target};
use samovar::flow::{Access, unread};
use samovar::platform::{
    Author, Incoming, KeyFault, Keys, Said, Stage as Step, Unreadable, Verifying, World,
};

use crate::commands::desk::Stage;
use crate::commands::stories::{ANA, BEN, ROOM, set_up};

fn room(id: &str) -> RoomRef {
    RoomRef::new("matrix", id)
}

fn author(who: &str) -> Author {
    Author { account: AccountRef::new("matrix", who), name: "ben".into(), bot: false, ours: false }
}

fn unreadable(stage: &Stage, id: &str) -> Incoming {
    Incoming::Unreadable(Unreadable {
        room: room(ROOM),
        id: id.into(),
        by: author(BEN),
        at: stage.clock.now(),
        cursor: Some(format!("after {id}")),
    })
}

fn readable(id: &str) -> Incoming {
    Incoming::Readable { room: room(ROOM), id: id.into() }
}

/// The notices that stand in the room, whole.
async fn notices(stage: &Stage) -> Vec<String> {
    let mut reader = stage.house.store.read().await.unwrap();
    let posts = reader.shots("say:unread:").await.unwrap();
    posts.into_iter().filter_map(|post| Some(post.body?.plain())).collect()
}

#[tokio::test]
async fn what_cant_be_read_is_said_once_in_its_room_and_again_when_it_was_read() {
    let stage = set_up().await;
    stage.happens(&[unreadable(&stage, "$1"), unreadable(&stage, "$2")]).await;
    let mut reader = stage.house.store.read().await.unwrap();
    let cursor = reader.cursor(&room(ROOM)).await.unwrap().unwrap().cursor;
    assert_eq!(cursor.as_deref(), Some("after $2"), "it is a row; nothing is passed over");
    drop(reader);
    assert!(unread::due(&stage.house).await.unwrap().is_empty(), "a key may be on its way");
    stage.pass(TimeDelta::seconds(2));
    let due = unread::due(&stage.house).await.unwrap();
    assert_eq!(due[&room(ROOM)].len(), 2);
    assert!(unread::due(&stage.house).await.unwrap().is_empty(), "not again at once");
    unread::tell(&stage.house).await.unwrap();
    assert_eq!(notices(&stage).await, [""; 0]);

    stage.pass(TimeDelta::seconds(20));
    unread::tell(&stage.house).await.unwrap();
    stage.happens(&[unreadable(&stage, "$3")]).await;
    stage.pass(TimeDelta::seconds(20));
    unread::tell(&stage.house).await.unwrap();
    let said = notices(&stage).await;
    let [said] = &said[..] else { panic!("{said:#?}") };
    assert!(said.contains("2 messages") && said.contains("Monday 2 November"), "{said}");
    stage.say(BEN, ROOM, "why").await.says(&["3 messages here that I can't read"]);

    stage.happens(&[Incoming::Keys(room(ROOM))]).await;
    assert_eq!(unread::due(&stage.house).await.unwrap()[&room(ROOM)].len(), 3, "keys came");
    stage.happens(&[readable("$1"), readable("$2")]).await;
    assert!(notices(&stage).await[0].contains("could not read 2"), "one is still missing");
    stage.happens(&[readable("$3")]).await;
    assert!(notices(&stage).await[0].contains("Nothing is missing any more"));

    // Another day, another notice.
    stage.pass(TimeDelta::days(2));
    stage.happens(&[unreadable(&stage, "$4")]).await;
    stage.pass(TimeDelta::seconds(20));
    unread::tell(&stage.house).await.unwrap();
    assert_eq!(notices(&stage).await.len(), 2);
}

#[tokio::test]
async fn an_answer_that_was_said_in_time_counts_after_the_close() {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "ritual start Arrival").await;
    let posts = stage.posts().await;
    let prompt = posts.iter().find(|post| post.purpose == Purpose::Prompt).unwrap().clone();
    let remote = stage.stands(&prompt).await;
    let in_time = stage.clock.now();
    stage.pass(TimeDelta::minutes(10));
    stage.say(ANA, ROOM, "round close").await;
    stage.pass(TimeDelta::minutes(10));
    let said = |id: &str, text: &str, at| {
        Incoming::Said(Said {
            room: room(ROOM),
            direct: false,
            id: id.into(),
            by: author(BEN),
            text: text.into(),
            at,
            thread: None,
            reply_to: Some(remote.clone()),
            addressed: None,
            key: None,
            cursor: None,
            past: true,
            files: Vec::new(),
        })
    };
    stage.happens(&[said("$late", "Too late.", stage.clock.now())]).await;
    stage.happens(&[said("$1", "Said in time, read late.", in_time)]).await;
    stage.say(ANA, ROOM, "round show").await.says(&["1 answer"]);
    let posts = stage.posts().await;
    let summary = posts.iter().find(|post| post.purpose == Purpose::Summary).unwrap();
    assert!(summary.body.as_ref().unwrap().plain().contains("Said in time, read late."));
}

#[tokio::test]
async fn only_operators_and_convenors_may_verify() {
    let operators = vec![format!("matrix:user:{BEN}")];
    let stage = Stage::with(Access { operators, ..Access::default() }).await;
    stage.say(ANA, ROOM, crate::commands::stories::SETUP).await;
    stage.say("@eve:x", ROOM, "me show").await;
    let wish = |who: &str, stage: Step| {
        Incoming::Verifying(Verifying { id: who.into(), by: author(who), stage })
    };
    for who in [ANA, BEN, "@eve:x", "@nobody:x"] {
        stage.happens(&[wish(who, Step::Asked)]).await;
    }
    let answered: Vec<_> = stage.verified().into_iter().map(|(_, yes)| yes).collect();
    assert_eq!(answered, [true, true, false, false]);
    assert!(stage.told("matrix:@eve:x").await[0].contains("only from whoever runs me"));
    assert_eq!(stage.told("matrix:@nobody:x").await, [""; 0], "nothing is said to strangers");
    let symbols = vec!["🐶 Dog".to_owned(), "🔑 Key".to_owned()];
    stage.happens(&[wish(ANA, Step::Compare(symbols))]).await;
    let told = stage.told(&format!("matrix:{ANA}")).await;
    assert!(told.iter().any(|words| words.contains("- 🐶 Dog\n- 🔑 Key")), "{told:#?}");
}

#[tokio::test]
async fn convenors_hear_once_that_the_bot_is_on_another_device() {
    let stage = set_up().await;
    let well = Keys { verified: true, backed_up: true, fault: None };
    let connected = [Incoming::Connected("matrix".into())];
    for (device, times) in [("ONE", 0), ("ONE", 0), ("TWO", 1), ("TWO", 1)] {
        stage.device(device, well.clone());
        stage.happens(&connected).await;
        let told = stage.told(&format!("matrix:{ANA}")).await;
        let heard = told.iter().filter(|words| words.contains("nothing you have to do")).count();
        assert_eq!(heard, times, "{device}: {told:#?}");
    }
    let fault = Some(KeyFault::NoRecoveryKey);
    stage.device("THREE", Keys { verified: false, backed_up: false, fault });
    stage.happens(&connected).await;
    stage.say(BEN, ROOM, "status").await.says(&["Matrix: my recovery key is missing"]);
    stage.say(BEN, ROOM, "why").await.says(&["Matrix: my recovery key is missing"]);
}

#[tokio::test]
async fn a_replaced_room_is_followed_after_a_convenors_yes() {
    let stage = set_up().await;
    stage.encrypt(ROOM);
    stage.say(ANA, ROOM, "ritual start Arrival").await;
    stage.say(BEN, ROOM, "answer Tea, please.").await;
    let moved = World::Replaced { room: room(ROOM), by: room("!new") };
    for _ in 0..2 {
        stage.happens(&[Incoming::World(moved.clone())]).await;
    }
    let told = stage.told(&format!("matrix:{ANA}")).await;
    let asked: Vec<_> = told.iter().filter(|words| words.contains("given up")).collect();
    let line = "circle follow --room \"#!tea\" --community \"Tea\"";
    assert!(asked.len() == 1 && asked[0].contains(line), "{told:#?}");
    stage.say(BEN, ROOM, "circle follow").await.says(&["Only convenors"]);
    stage.say(BEN, ROOM, "why").await.says(&["circle follow"]);
    stage.direct(ANA, line).await.says(&["could not get into", "circle follow"]);

    stage.open_door(ROOM, "!new");
    stage.direct(ANA, line).await.says(&["I am in the new room of #!new"]);
    stage.direct(ANA, line).await.says(&["nothing to follow"]);
    let mut reader = stage.house.store.read().await.unwrap();
    let rooms = reader.rooms().await.unwrap();
    let [only] = &rooms[..] else { panic!("{rooms:#?}") };
    assert_eq!((&only.at, only.state), (&room("!new"), RoomState::Open));
    drop(reader);
    let posts = stage.posts().await;
    let asked = |post: &&samovar::domain::post::Post| post.purpose == Purpose::Prompt;
    let places: Vec<_> = posts.iter().filter(asked).map(|post| post.target.clone()).collect();
    assert_eq!(places, [Target::Room(room(ROOM)), Target::Room(room("!new"))]);
    stage.say(ANA, "!new", "round close").await;
    let summaries: Vec<_> =
        stage.posts().await.into_iter().filter(|post| post.purpose == Purpose::Summary).collect();
    assert_eq!(summaries.len(), 1);
    assert!(summaries[0].body.as_ref().unwrap().plain().contains("Tea, please."));
    assert_eq!(summaries[0].target, Target::Room(room("!new")));
}

#[tokio::test]
async fn words_dont_leave_their_encryption_by_an_upgrade_without_a_yes() {
    let stage = Stage::new().await;
    stage.encrypt(ROOM);
    stage.say(ANA, ROOM, crate::commands::stories::SETUP).await;
    stage.open_door(ROOM, "!plain");
    let moved = World::Replaced { room: room(ROOM), by: room("!plain") };
    stage.happens(&[Incoming::World(moved)]).await;
    stage.say(ANA, ROOM, "circle follow").await.says(&["without encryption", "--yes"]);
    stage.say(ANA, ROOM, "circle follow --yes").await.says(&["I am in the new room"]);
}

#[tokio::test]
async fn the_zone_of_a_profile_is_offered_once_and_used_after_a_yes() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "me show").await;
    stage.say(ANA, ROOM, "ritual start Arrival").await;
    stage.say(BEN, ROOM, "answer Tea.").await;
    let writes = |id: &str, text: &str| {
        Incoming::Said(Said {
            room: room("!alone"),
            direct: true,
            id: id.into(),
            by: author(BEN),
            text: text.into(),
            at: stage.clock.now(),
            thread: None,
            reply_to: None,
            addressed: None,
            key: None,
            cursor: None,
            past: false,
            files: Vec::new(),
        })
    };
    stage.zone("Europe/Vienna");
    stage.happens(&[writes("$1", "status")]).await;
    assert_eq!(stage.told(&format!("matrix:{BEN}")).await, [""; 0], "the clocks agree");
    stage.zone("Asia/Tokyo");
    stage.happens(&[writes("$2", "status")]).await;
    let told = stage.told(&format!("matrix:{BEN}")).await;
    assert!(told.len() == 1 && told[0].contains("Asia/Tokyo"), "{told:#?}");
    let heard = stage.direct(BEN, "status").await;
    assert!(!heard.text().contains("for you"), "{heard:?}");
    stage.happens(&[writes("$3", "yes")]).await;
    stage.direct(BEN, "status").await.says(&["for you Monday 9 November, 17:00"]);
    stage.say(BEN, ROOM, "status").await.says(&["09:00 (Europe/Paris)"]);
    stage.zone("America/Lima");
    stage.happens(&[writes("$4", "status")]).await;
    assert_eq!(stage.told(&format!("matrix:{BEN}")).await.len(), 1, "asked once");
}
