//! The renderings, as files would hold them.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::record;
use super::thread::{self, Headings, Said, Thread};
use crate::domain::clock::instant;
use crate::domain::contribution::{Answer, Standing, Value, Wishes};
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, RemoteId, RoomRef};
use crate::domain::message::{Message, MessageState};
use crate::domain::post::{Part, PartState, Post, PostState, Purpose, Target};
use crate::domain::round::{Curation, Round, RoundState};

/// 2 March 2026, 08:00 in UTC.
const MONDAY: i64 = 1_772_438_400_000;

fn round() -> Round {
    Round {
        id: "01ROUND".into(),
        ritual: "01RITUAL".into(),
        community: "01COMMUNITY".into(),
        circle: "01CIRCLE".into(),
        key: "2026-03-02T09:00".to_owned(),
        name: "monday-check-in".to_owned(),
        method: "check-in".to_owned(),
        script: "hash".to_owned(),
        question: None,
        zone: Tz::Europe__Paris,
        due_at: instant(MONDAY),
        opened_at: Some(instant(MONDAY + 12)),
        closes_at: instant(MONDAY + 86_400_000),
        closed_at: Some(instant(MONDAY + 86_400_000)),
        state: RoundState::Closed,
        step: 0,
        closings: 1,
        seed: 7,
        moods: None,
        topics: vec!["housing".to_owned(), "\"sleep\"".to_owned()],
        note: Some("Next time:\nbring soup".to_owned()),
        curation: Curation::Curated,
    }
}

fn answer(wishes: Wishes) -> Answer {
    let text = Value::Text("Housing".to_owned());
    Answer {
        person: "01ANA".into(),
        account: AccountRef::new("practice", "ana"),
        fields: BTreeMap::from([("text".to_owned(), text), ("mood".to_owned(), Value::Number(4))]),
        standing: Standing::Given,
        wishes,
        given_at: instant(MONDAY + 60_000),
        edited_at: None,
        sources: vec!["message:practice:m7".to_owned()],
    }
}

#[test]
fn a_thread_reads_as_a_page() {
    let round = round();
    let said = |by: &str, at: &str, words: &str| Said {
        by: by.to_owned(),
        at: at.to_owned(),
        words: vec![(None, words.to_owned())],
        files: Vec::new(),
    };
    let page = thread::page(&Thread {
        round: &round,
        community: "Garden: \"North\"",
        question: "What is on your mind?".to_owned(),
        answers: vec![
            said("Ana", "2026-03-02 09:01", "Housing\n\n# and not a heading\n---"),
            Said {
                words: vec![
                    (Some("The rose".to_owned()), "Soup".to_owned()),
                    (Some("The thorn".to_owned()), "No salt".to_owned()),
                ],
                files: vec!["Rose.png (picture, 34 kB): practice:0".to_owned()],
                ..said("Ben", "2026-03-02 09:05", "")
            },
        ],
        conversation: vec![
            said("Chloe", "2026-03-02 10:00", "Same here"),
            Said {
                files: vec!["# a [b](c).txt (text): matrix:mxc://s/1".to_owned()],
                ..said("Dev", "2026-03-02 10:05", "")
            },
        ],
        headings: Headings {
            answers: "Answers".to_owned(),
            conversation: "Conversation".to_owned(),
            note: "Note".to_owned(),
            files: "Files".to_owned(),
        },
        circle: "Everyone",
        ritual: thread::Link {
            words: "monday [check-in]".to_owned(),
            to: "../rituals/monday-check-in-01RITUAL.md".to_owned(),
        },
        previous: Some(thread::Link {
            words: "before".to_owned(),
            to: "2026-02-23-monday-check-in-00ROUND.md".to_owned(),
        }),
    });
    insta::assert_snapshot!(page);
    assert_eq!(thread::file_name(&round), "2026-03-02-monday-check-in-01ROUND.md");
}

#[test]
fn names_become_safe_file_names() {
    for (name, wanted) in
        [("../x", "-x"), ("Garden circle", "Garden-circle"), (" . ", "unnamed"), ("é", "é")]
    {
        assert_eq!(thread::safe(name), wanted);
    }
}

fn gone() -> Vec<String> {
    vec!["message:practice:m8".to_owned(), "import:01C".to_owned()]
}

/// What is written reads back as it was.
fn lines<T>(rows: &[T]) -> String
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let line = |row: &T| {
        let line = serde_json::to_string(row).unwrap();
        assert_eq!(serde_json::from_str::<T>(&line).unwrap(), *row);
        line + "\n"
    };
    rows.iter().map(line).collect()
}

#[test]
fn topics_become_tags() {
    for (topic, wanted) in
        [("Social housing", "social-housing"), ("2026", "t-2026"), ("Été!", "été")]
    {
        assert_eq!(thread::tag(topic), wanted);
    }
}

#[test]
fn rows_read_as_lines_and_back() {
    let round = round();
    let hidden = Wishes { private: true, ..Wishes::default() };
    let unnamed = Wishes { anonymous: true, ..Wishes::default() };
    let answers = [
        record::Answer::of(&"01C".into(), &round.id, &answer(Wishes::default()), gone(), |_| true),
        record::Answer::of(&"02C".into(), &round.id, &answer(hidden), Vec::new(), |_| false),
        record::Answer::of(&"03C".into(), &round.id, &answer(unnamed), gone(), |key| key == "text"),
    ];
    let message = Message {
        room: RoomRef::new("practice", "kitchen"),
        remote: RemoteId::from("m9"),
        round: round.id.clone(),
        account: AccountRef::new("practice", "ben"),
        person: "01BEN".into(),
        text: None,
        files: vec![FileRef::new("Plan.pdf", "application/pdf", None, "mxc://s/1").with_key("k")],
        at: instant(MONDAY),
        edited_at: None,
        state: MessageState::Withheld,
    };
    let text = [
        lines(&[record::Round::of(&round, false, true)]),
        lines(&answers),
        lines(&[record::Message::of(&message, false)]),
        lines(&posts()),
    ];
    insta::assert_snapshot!(text.concat());
}

fn posts() -> Vec<record::Post> {
    let post = |target| Post {
        id: "01POST".into(),
        slot: "slot".to_owned(),
        seq: 1,
        target,
        round: Some("01ROUND".into()),
        community: None,
        purpose: Purpose::Prompt,
        generation: 2,
        body: None,
        wanted: 3,
        posted: 3,
        after: None,
        thread_of: None,
        fallback: None,
        state: PostState::Live,
        reason: None,
        retry_at: instant(0),
        tries: 0,
        lease_until: instant(0),
        attempt: None,
        created_at: instant(0),
    };
    let part = |generation, part, remote: &str, state| Part {
        post: "01POST".into(),
        generation,
        part,
        platform: "practice".into(),
        remote: RemoteId::from(remote),
        rendered: String::new(),
        edits: Vec::new(),
        state,
    };
    let parts = [
        part(1, 0, "m1", PartState::Removed),
        part(2, 0, "m2", PartState::Standing),
        part(2, 1, "m3", PartState::Standing),
        part(2, 2, "m4", PartState::Removed),
    ];
    let room = Target::Room(RoomRef::new("practice", "kitchen"));
    let direct = Target::Direct(AccountRef::new("practice", "ana"));
    vec![record::Post::of(&post(room), &parts), record::Post::of(&post(direct), &[])]
}
