//! What happened comes in batches: each event lands once, in the order in which it happened.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use samovar::command::desk::FrontDesk;
use samovar::domain::contribution::fold;
use samovar::domain::ids::{AccountRef, RemoteId, RoomRef};
use samovar::domain::message::{Message, MessageState};
use samovar::domain::post::{Part, PartState, Purpose};
use samovar::domain::round::Round;
use samovar::flow::event::{Desk, Request};
use samovar::flow::{House, gather};
use samovar::platform::{Author, Edited, Incoming, Removed, Response, Said};

use crate::commands::desk::Stage;
use crate::commands::stories::{ANA, BEN, ROOM, set_up};

/// A desk at which nothing can be done just now.
struct Closed;

#[async_trait]
impl Desk for Closed {
    fn is_command(&self, text: &str) -> bool {
        FrontDesk.is_command(text)
    }

    async fn take(&self, _: &House, _: Request) -> anyhow::Result<Option<Response>> {
        anyhow::bail!("the lights went out")
    }
}

fn room() -> RoomRef {
    RoomRef::new("matrix", ROOM)
}

fn author(who: &str) -> Author {
    Author { account: AccountRef::new("matrix", who), name: "ben".into(), bot: false, ours: false }
}

fn said(stage: &Stage, number: i64, text: &str) -> Said {
    Said {
        room: room(),
        direct: false,
        id: RemoteId::from(format!("${number}")),
        by: author(BEN),
        text: text.to_owned(),
        files: Vec::new(),
        at: stage.house.clock.now() + TimeDelta::seconds(number),
        thread: None,
        reply_to: None,
        addressed: None,
        key: None,
        cursor: Some(format!("after ${number}")),
        past: false,
    }
}

fn command(stage: &Stage, number: i64, words: &str) -> Incoming {
    let text = format!("!cop {words}");
    Incoming::Said(Said { addressed: Some(words.to_owned()), ..said(stage, number, &text) })
}

fn talk(stage: &Stage, number: i64, words: &str) -> Incoming {
    Incoming::Said(Said { thread: Some("$prompt".into()), ..said(stage, number, words) })
}

fn edit(stage: &Stage, of: i64, number: i64, text: &str) -> Incoming {
    let Said { room, by, at, cursor, .. } = said(stage, number, text);
    let id = RemoteId::from(format!("${of}"));
    Incoming::Edited(Edited { room, id, by, text: text.to_owned(), files: Vec::new(), at, cursor })
}

fn removal(stage: &Stage, of: i64, number: i64) -> Incoming {
    let Said { room, at, cursor, .. } = said(stage, number, "");
    Incoming::Removed(Removed { room, id: RemoteId::from(format!("${of}")), at, cursor })
}

/// A round is open, and its prompt stands as the message `$prompt`.
async fn open_round() -> (Stage, Round) {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "ritual start --ritual Arrival").await;
    let posts = stage.posts().await;
    let mut prompt = posts.into_iter().find(|post| post.purpose == Purpose::Prompt).unwrap();
    let mut tx = stage.house.store.begin().await.unwrap();
    let part = Part {
        post: prompt.id.clone(),
        generation: prompt.generation,
        part: 0,
        platform: room().platform,
        remote: "$prompt".into(),
        rendered: String::new(),
        edits: Vec::new(),
        state: PartState::Standing,
    };
    tx.save_part(&part).await.unwrap();
    prompt.posted = prompt.wanted;
    tx.save_post(&prompt).await.unwrap();
    let round = tx.round(prompt.round.as_ref().unwrap()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    (stage, round)
}

/// Ben's one answer: its words, or how else it stands.
async fn answer(stage: &Stage, round: &Round) -> String {
    let mut reader = stage.house.store.read().await.unwrap();
    let given = reader.contributions(&round.id).await.unwrap();
    let Some(answer) = fold(&given) else { return "none".into() };
    let text = answer.fields.get("text").and_then(|value| value.text().map(ToOwned::to_owned));
    text.unwrap_or_else(|| format!("{:?}", answer.standing))
}

async fn cursor(stage: &Stage) -> Option<String> {
    let mut reader = stage.house.store.read().await.unwrap();
    reader.cursor(&room()).await.unwrap().and_then(|cursor| cursor.cursor)
}

async fn messages(stage: &Stage, round: &Round) -> Vec<Message> {
    stage.house.store.read().await.unwrap().messages(&round.id).await.unwrap()
}

#[tokio::test]
async fn a_command_holds_its_rooms_cursor_until_it_has_run() {
    let (stage, round) = open_round().await;
    let events =
        [talk(&stage, 1, "Rain."), command(&stage, 2, "answer Sun."), talk(&stage, 3, "!")];
    let closed: Arc<dyn Desk> = Arc::new(Closed);
    gather::batch(&stage.house, &closed, &events).await.unwrap_err();
    assert_eq!(cursor(&stage).await.as_deref(), Some("after $1"), "the command would be lost");
    assert_eq!(answer(&stage, &round).await, "Rain.");

    // What reads the room again from its cursor finds the command; a replay finds it done.
    let desk: Arc<dyn Desk> = Arc::new(FrontDesk);
    for _ in 0..2 {
        gather::batch(&stage.house, &desk, &events).await.unwrap();
        assert_eq!(cursor(&stage).await.as_deref(), Some("after $3"));
        assert_eq!(answer(&stage, &round).await, "Sun.");
    }
    assert_eq!(messages(&stage, &round).await.len(), 2);
}

#[tokio::test]
async fn what_is_said_after_a_command_is_taken_after_it() {
    let (stage, round) = open_round().await;
    let desk: Arc<dyn Desk> = Arc::new(FrontDesk);
    let events = [
        command(&stage, 1, "answer First thoughts."),
        command(&stage, 2, "withdraw"),
        command(&stage, 3, "answer Second thoughts."),
        edit(&stage, 9, 4, "nothing we know"),
    ];
    gather::batch(&stage.house, &desk, &events).await.unwrap();
    assert_eq!(answer(&stage, &round).await, "Second thoughts.");
    assert_eq!(cursor(&stage).await.as_deref(), Some("after $4"));
}

#[tokio::test]
async fn talk_after_an_answer_is_kept_as_its_author_said_and_follows_its_source() {
    let (stage, round) = open_round().await;
    let desk: Arc<dyn Desk> = Arc::new(FrontDesk);
    let events = [
        talk(&stage, 1, "My answer."),
        talk(&stage, 2, "By the way."),
        command(&stage, 3, "me consent --words yes"),
        talk(&stage, 4, "And this."),
        talk(&stage, 5, "And that."),
        edit(&stage, 4, 6, "And this, edited."),
        talk(&stage, 7, "pass"),
        removal(&stage, 5, 8),
        talk(&stage, 9, "Goodbye."),
    ];
    for _ in 0..2 {
        gather::batch(&stage.house, &desk, &events).await.unwrap();
        let kept = messages(&stage, &round).await;
        let read: Vec<(Option<&str>, MessageState)> =
            kept.iter().map(|one| (one.text.as_deref(), one.state)).collect();
        use MessageState::{Gone, Kept, Withheld};
        let second = if read[1].1 == Kept { (Some("By the way."), Kept) } else { (None, Withheld) };
        assert_eq!(
            read,
            [
                (Some("My answer."), Kept),
                second,
                (Some("And this, edited."), Kept),
                (None, Gone),
                (Some("pass"), Kept),
                (Some("Goodbye."), Kept),
            ]
        );
        assert_eq!(answer(&stage, &round).await, "My answer.");
    }
    let kept = messages(&stage, &round).await;
    assert_eq!(kept[1].state, MessageState::Kept, "read again after the yes, it is kept");
    // The yes asked for the room to be read again: until that is done, its cursor stays.
    assert_eq!(cursor(&stage).await.as_deref(), Some("after $3"));
    let filled = Incoming::Filled { room: room(), upto: Some("after $9".into()) };
    gather::batch(&stage.house, &desk, &[filled]).await.unwrap();
    assert_eq!(cursor(&stage).await.as_deref(), Some("after $9"));
}
