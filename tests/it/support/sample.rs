//! Sample data: one community with a circle, a room, a person, a ritual and a round.

use std::time::Duration;

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use samovar::domain::body::Body;
use samovar::domain::community::{Charter, Circle, Community, Room, RoomState};
use samovar::domain::contribution::{Act, Contribution, Fields, Road, Value, Wishes};
use samovar::domain::ids::{AccountRef, RemoteId, RoomRef};
use samovar::domain::message::{Message, MessageState};
use samovar::domain::post::{Part, PartState, Post, PostState, Purpose, Target};
use samovar::domain::ritual::{Late, Ritual, RitualState};
use samovar::domain::round::{Curation, Round, RoundState};
use samovar::domain::schedule::{Schedule, When};
use samovar::store::Tx;

use super::store::t;

/// A community with this id; its name is the id.
pub fn community(id: &str) -> Community {
    Community {
        id: id.into(),
        name: id.to_owned(),
        zone: Tz::Europe__Paris,
        language: "en".into(),
        charter: Charter {
            domain: Some("Tea".to_owned()),
            care_words: vec!["alone".to_owned()],
            ..Charter::default()
        },
        keep_days: 365,
        created_at: t(0),
    }
}

/// A circle of a community; its name is the id.
pub fn circle(id: &str, community: &str) -> Circle {
    Circle { id: id.into(), community: community.into(), name: id.to_owned() }
}

/// A practice room with this id.
pub fn room_ref(id: &str) -> RoomRef {
    RoomRef::new("practice", id)
}

/// A practice account with this id.
pub fn account(id: &str) -> AccountRef {
    AccountRef::new("practice", id)
}

/// A room of the sample circle.
pub fn room(id: &str) -> Room {
    Room {
        at: room_ref(id),
        circle: "kitchen".into(),
        community: "tea".into(),
        label: format!("#{id}"),
        encrypted: false,
        language: None,
        state: RoomState::Open,
        bound_at: t(0),
    }
}

/// A ritual of the sample circle; its name is the id.
pub fn ritual(id: &str) -> Ritual {
    Ritual {
        id: id.into(),
        community: "tea".into(),
        circle: "kitchen".into(),
        name: id.to_owned(),
        method: "check-in".to_owned(),
        question: None,
        schedule: Schedule {
            when: When::Days {
                days: vec![Weekday::Mon],
                at: NaiveTime::from_hms_opt(9, 0, 0).expect("a time"),
            },
            zone: Tz::Europe__Paris,
            every: 1,
            anchor: None,
        },
        open_for: Some(Duration::from_secs(3600)),
        late: Late::Once,
        grace: Duration::from_secs(7200),
        state: RitualState::Active,
    }
}

/// An open round of the sample ritual, due at `t(due)`; its key is the id.
pub fn round(id: &str, due: i64) -> Round {
    Round {
        id: id.into(),
        ritual: "weekly".into(),
        community: "tea".into(),
        circle: "kitchen".into(),
        key: id.to_owned(),
        name: "weekly".to_owned(),
        method: "check-in".to_owned(),
        script: "hash".to_owned(),
        question: None,
        zone: Tz::Asia__Tokyo,
        due_at: t(due),
        opened_at: Some(t(due)),
        closes_at: t(due + 3_600_000),
        closed_at: None,
        state: RoundState::Open,
        step: 0,
        closings: 0,
        seed: u64::MAX - 7,
        moods: None,
        topics: Vec::new(),
        note: None,
        curation: Curation::Inbox,
    }
}

/// A contribution of words from the sample person.
pub fn contribution(id: &str, source: &str, at: i64) -> Contribution {
    Contribution {
        id: id.into(),
        round: "first".into(),
        person: "ana".into(),
        account: account("ana"),
        at: t(at),
        edited_at: None,
        source: source.to_owned(),
        road: Road::Form,
        act: Act::Give(Fields::from([
            ("text".to_owned(), Value::Text("Good, thanks".to_owned())),
            ("mood".to_owned(), Value::Number(4)),
        ])),
        wishes: Wishes { private: true, ..Wishes::default() },
    }
}

/// A message of the sample person in the sample round.
pub fn message(remote: &str, at: i64) -> Message {
    Message {
        room: room_ref("hall"),
        remote: remote.into(),
        round: "first".into(),
        account: account("ana"),
        person: "ana".into(),
        text: Some("Shall we?".to_owned()),
        files: Vec::new(),
        at: t(at),
        edited_at: None,
        state: MessageState::Kept,
    }
}

/// An undone post in a practice room; its slot is the id.
pub fn post(id: &str, seq: i64, room: &str) -> Post {
    Post {
        id: id.into(),
        slot: format!("slot:{id}"),
        seq,
        target: Target::Room(room_ref(room)),
        round: None,
        community: None,
        purpose: Purpose::Notice,
        generation: 0,
        body: Some(Body::text("The kettle is on")),
        wanted: 1,
        posted: 0,
        after: None,
        thread_of: None,
        fallback: None,
        state: PostState::Live,
        reason: None,
        retry_at: t(0),
        tries: 0,
        lease_until: t(0),
        attempt: None,
        created_at: t(0),
    }
}

/// A standing part of a post.
pub fn part(post: &str, part: u32, remote: &str) -> Part {
    Part {
        post: post.into(),
        generation: 0,
        part,
        platform: "practice".into(),
        remote: remote.into(),
        rendered: "The kettle is on".to_owned(),
        edits: Vec::new(),
        state: PartState::Standing,
    }
}

/// The remote ids of these texts.
pub fn remotes(ids: &[&str]) -> Vec<RemoteId> {
    ids.iter().map(|id| RemoteId::from(*id)).collect()
}

/// Fills a database: community `tea`, circle `kitchen`, room `hall`, person `ana` with her
/// practice account, ritual `weekly`, its open round `first`.
pub async fn seed(tx: &mut Tx) {
    assert!(tx.add_community(&community("tea")).await.expect("a community"));
    assert!(tx.add_circle(&circle("kitchen", "tea")).await.expect("a circle"));
    assert!(tx.bind_room(&room("hall")).await.expect("a room"));
    tx.meet(&account("ana"), "Ana", &"ana".into()).await.expect("a person");
    assert!(tx.add_ritual(&ritual("weekly")).await.expect("a ritual"));
    assert!(tx.add_round(&round("first", 0), "{}").await.expect("a round"));
}
