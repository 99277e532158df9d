//! Prompts in a room with native commands, as in rooms that can do more and less.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Europe::Paris;

use super::*;
use crate::domain::body::{Block, Press};
use crate::domain::clock::instant;
use crate::domain::ids::{RitualId, RoomRef};
use crate::domain::round::{Curation, RoundState};

const CHECK_IN: &str = include_str!("../../../config/methods/check-in.toml");
const CHALLENGES: &str = include_str!("../../../config/methods/challenge-intake.toml");

fn room(language: &str, heard: bool) -> RoomFacts {
    RoomFacts {
        at: RoomRef::new("discord", "1"),
        label: "#kitchen".to_owned(),
        language: language.into(),
        encrypted: false,
        buttons: true,
        choices_in_forms: false,
        commands: true,
        heard,
        threads: true,
        reactions: false,
        edits_leave_history: false,
        silent: false,
    }
}

/// An encrypted room of the same circle, elsewhere.
fn sealed() -> RoomFacts {
    let at = RoomRef::new("matrix", "!2");
    RoomFacts { at, label: "Tea".to_owned(), encrypted: true, ..room("en", true) }
}

fn told(source: &str, rooms: &[RoomFacts]) -> String {
    let room = rooms[0].clone();
    let at = instant(1_794_646_800_000);
    let script = Arc::new(Script::parse("test.toml", source).unwrap());
    let facts = Facts {
        script: Arc::clone(&script),
        community: "Housing network".to_owned(),
        signposts: Some("Call Rosa".to_owned()),
        rooms: rooms.to_vec(),
        answers: Vec::new(),
        prefix: "!cop".to_owned(),
    };
    let round = Round {
        id: "R".into(),
        ritual: RitualId::from("ritual"),
        community: "community".into(),
        circle: "circle".into(),
        key: "key".to_owned(),
        name: "Monday check-in".to_owned(),
        method: "check-in".to_owned(),
        script: "hash".to_owned(),
        question: None,
        zone: Paris,
        due_at: at,
        opened_at: Some(at),
        closes_at: at + TimeDelta::hours(6),
        closed_at: None,
        state: RoundState::Open,
        step: 0,
        closings: 0,
        seed: 7,
        moods: None,
        topics: Vec::new(),
        note: None,
        curation: Curation::Inbox,
    };
    let what = What::Prompt { step: 0, open: true };
    let want = Want { room: room.at, what, begin: true, fresh: false };
    let body = tell(&Words::shipped().unwrap(), &round, &facts, &want).unwrap();
    let form = body.buttons.iter().filter(|one| one.press == Press::Form).count();
    assert_eq!(form, 1);
    assert!(matches!(body.blocks.last(), Some(Block::Text(_))), "the live count comes last");
    let labels: Vec<&str> = body.buttons.iter().map(|one| one.label.as_str()).collect();
    format!("{}\n[{}]", body.plain(), labels.join("] ["))
}

#[test]
fn a_prompt_says_what_can_be_done_in_its_room() {
    let mut all = String::new();
    for language in ["en", "fr"] {
        let (heard, unheard) = (room(language, true), room(language, false));
        for (what, source, rooms) in [
            ("heard", CHECK_IN, vec![heard.clone()]),
            ("not heard", CHECK_IN, vec![unheard]),
            ("with a choice", CHALLENGES, vec![heard.clone()]),
            ("beside an encrypted room", CHECK_IN, vec![heard, sealed()]),
        ] {
            let told = told(source, &rooms);
            all.push_str(&format!("=== {language}, {what}\n{told}\n\n"));
        }
    }
    insta::assert_snapshot!(all);
}
