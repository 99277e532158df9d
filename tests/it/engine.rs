//! The engine as a pure function: what a round becomes, and which posts should stand for it.

use std::sync::Arc;

use chrono::TimeDelta;
use samovar::domain::body::{Body, Press};
use samovar::domain::clock::{Instant, instant};
use samovar::domain::community::Language;
use samovar::domain::contribution::{Answer, Fields, Standing, Value, Wishes};
use samovar::domain::ids::{AccountRef, RoomRef};
use samovar::domain::round::{Curation, Moods, Round, RoundState};
use samovar::ritual::facts::{Facts, Named, RoomFacts};
use samovar::ritual::round::{Effect, Input, TimerName, Transition, Want, What, step};
use samovar::ritual::script::Script;
use samovar::ritual::telling;
use samovar::ritual::words::Words;

const CHECK_IN: &str = include_str!("../../config/methods/check-in.toml");
const CHALLENGES: &str = include_str!("../../config/methods/challenge-intake.toml");
const TWO_STEPS: &str = r#"
name = "then-what"
version = 1
title = { en = "Then what" }
[[step]]
id = "first"
who = "all"
open_for = "24h"
visible = "circle"
prompt = { en = "What happened?" }
[[step.field]]
key = "event"
kind = "text"
label = { en = "What happened" }
[[step]]
id = "second"
who = "all"
open_for = "48h"
visible = "circle"
prompt = { en = "What now?" }
[[step.field]]
key = "next"
kind = "text"
label = { en = "What now" }
"#;

fn monday() -> Instant {
    instant(1_795_424_400_000) // 2026-11-23T09:00:00Z
}

fn round() -> Round {
    Round {
        id: "round".into(),
        ritual: "ritual".into(),
        community: "community".into(),
        circle: "circle".into(),
        key: "2026-11-23T09:00".to_owned(),
        name: "Monday check-in".to_owned(),
        method: "check-in".to_owned(),
        script: "hash".to_owned(),
        question: None,
        zone: chrono_tz::UTC,
        due_at: monday(),
        opened_at: None,
        closes_at: monday() + TimeDelta::hours(24),
        closed_at: None,
        state: RoundState::Open,
        step: 0,
        closings: 0,
        seed: 7,
        moods: None,
        topics: Vec::new(),
        note: None,
        curation: Curation::Inbox,
    }
}

fn room(id: &str, chat: bool) -> RoomFacts {
    RoomFacts {
        at: RoomRef::new(if chat { "matrix" } else { "practice" }, id),
        label: id.to_owned(),
        language: Language::from("en"),
        encrypted: false,
        buttons: !chat,
        choices_in_forms: !chat,
        commands: false,
        heard: true,
        threads: true,
        reactions: chat,
        edits_leave_history: chat,
        silent: false,
    }
}

fn facts(source: &str, answers: Vec<Named>) -> Facts {
    Facts {
        script: Arc::new(Script::parse("test.toml", source).unwrap()),
        community: "Housing network".to_owned(),
        signposts: Some("Call Rosa, +32 2 000 00 00".to_owned()),
        rooms: vec![room("kitchen", false), room("garden", true)],
        answers,
        prefix: "!cop".to_owned(),
    }
}

fn named(name: &str, fields: &[(&str, Value)]) -> Named {
    Named {
        name: name.to_owned(),
        answer: Answer {
            person: name.into(),
            account: AccountRef::new("practice", name),
            fields: fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
            standing: Standing::Given,
            wishes: Wishes::default(),
            given_at: monday(),
            edited_at: None,
            sources: vec!["form:practice:1".to_owned()],
        },
    }
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn with_moods(moods: &[i64]) -> Vec<Named> {
    let one = |(at, mood): (usize, &i64)| {
        named(&format!("member {at}"), &[("text", text("fine")), ("mood", Value::Number(*mood))])
    };
    moods.iter().enumerate().map(one).collect()
}

fn wants(transition: &Transition) -> Vec<&Want> {
    transition
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Want(want) => Some(want),
            _ => None,
        })
        .collect()
}

fn opened(facts: &Facts) -> Round {
    step(&round(), facts, Input::Open, monday()).round
}

fn say(round: &Round, facts: &Facts, what: What, room: usize) -> Body {
    let want = Want { room: facts.rooms[room].at.clone(), what, begin: true, fresh: false };
    telling::tell(&Words::shipped().unwrap(), round, facts, &want).unwrap()
}

#[test]
fn opening_wants_a_prompt_in_every_room_and_two_timers() {
    let facts = facts(CHECK_IN, Vec::new());
    let opened = step(&round(), &facts, Input::Open, monday());
    assert_eq!(opened.round.opened_at, Some(monday()));
    assert_eq!(wants(&opened).len(), 2);
    assert!(wants(&opened).iter().all(|want| want.begin));
    let timer = |name| {
        opened.effects.iter().find_map(|effect| match effect {
            Effect::Timer { name: found, at } if *found == name => Some(*at),
            _ => None,
        })
    };
    assert_eq!(timer(TimerName::Step), Some(monday() + TimeDelta::hours(24)));
    assert_eq!(timer(TimerName::Nudge), Some(monday() + TimeDelta::minutes(24 * 60 * 4 / 5)));
}

#[test]
fn the_same_input_wants_the_same_posts() {
    let facts = facts(CHECK_IN, with_moods(&[3]));
    let round = opened(&facts);
    let once = step(&round, &facts, Input::Changed, monday());
    assert_eq!(once, step(&once.round, &facts, Input::Changed, monday()));
}

#[test]
fn steps_run_one_after_the_other_and_the_last_one_closes() {
    let facts = facts(TWO_STEPS, Vec::new());
    let first = opened(&facts);
    let second = step(&first, &facts, Input::StepOver, first.closes_at).round;
    assert_eq!((second.step, second.state), (1, RoundState::Open));
    assert_eq!(second.closes_at, monday() + TimeDelta::hours(72));
    let over = step(&second, &facts, Input::StepOver, second.closes_at).round;
    assert_eq!((over.state, over.closings), (RoundState::Closed, 1));
}

#[test]
fn the_close_wants_a_new_summary_and_drops_prompts_that_are_not_up() {
    let facts = facts(CHECK_IN, Vec::new());
    let closed = step(&opened(&facts), &facts, Input::StepOver, monday());
    let summaries: Vec<_> = wants(&closed)
        .into_iter()
        .filter(|want| matches!(want.what, What::Summary { .. }))
        .collect();
    assert_eq!(summaries.len(), 2);
    assert!(summaries.iter().all(|want| want.begin && !want.fresh));
    let drops = closed.effects.iter().filter(|effect| matches!(effect, Effect::DropPrompt { .. }));
    assert_eq!(drops.count(), 2);
    // A second close changes nothing.
    let again = step(&closed.round, &facts, Input::Close, monday());
    assert_eq!(again.round, closed.round);
}

#[test]
fn undo_reopens_and_the_next_close_is_another_summary() {
    let facts = facts(CHECK_IN, Vec::new());
    let closed = step(&opened(&facts), &facts, Input::Close, monday()).round;
    let reopened = step(&closed, &facts, Input::Reopen, monday());
    assert_eq!(reopened.round.state, RoundState::Open);
    let turned = |want: &&Want| want.what == What::Reopened { closing: 1 };
    assert_eq!(wants(&reopened).into_iter().filter(turned).count(), 2);
    let again = step(&reopened.round, &facts, Input::Close, monday()).round;
    assert_eq!(again.closings, 2);
}

#[test]
fn withdrawn_words_make_a_new_posting_only_where_edits_leave_them_readable() {
    let facts = facts(CHECK_IN, with_moods(&[1, 2, 3, 4, 5]));
    let closed = step(&opened(&facts), &facts, Input::Close, monday()).round;
    assert_eq!(closed.moods, Some(Moods([1, 1, 1, 1, 1])));
    let after = step(&closed, &facts, Input::Withdrawn, monday());
    let fresh: Vec<_> =
        wants(&after).into_iter().filter(|want| want.fresh).map(|want| &want.room).collect();
    assert_eq!(fresh, [&facts.rooms[1].at]);
    // Removed, not recomputed: the difference would tell whose mood it was.
    assert_eq!(after.round.moods, None);
}

#[test]
fn moods_are_told_from_five_people_up_and_once() {
    let few = facts(CHECK_IN, with_moods(&[1, 1, 1, 1]));
    assert_eq!(step(&opened(&few), &few, Input::Close, monday()).round.moods, None);
    let many = facts(CHECK_IN, with_moods(&[1, 3, 3, 5, 5]));
    let closed = step(&opened(&many), &many, Input::Close, monday()).round;
    assert_eq!(closed.moods, Some(Moods([1, 0, 2, 0, 2])));
    let summary = say(&closed, &many, What::Summary { closing: 1 }, 0).plain();
    assert!(summary.contains("1 very low, 2 in between and 2 very good"), "{summary}");
}

#[test]
fn a_prompt_holds_the_question_verbatim_and_ends_with_the_count() {
    let facts = facts(CHECK_IN, with_moods(&[3, 4]));
    let mut round = opened(&facts);
    round.question = Some("How was the *first* week of the <lease>?".to_owned());
    let prompt = say(&round, &facts, What::Prompt { step: 0, open: true }, 0);
    let plain = prompt.plain();
    assert!(plain.contains("How was the *first* week of the <lease>?"), "{plain}");
    assert_eq!(plain.lines().last(), Some("2 answers so far"));
    assert!(plain.contains("everybody in kitchen on the practice page and garden on Matrix"));
    assert_eq!(prompt.buttons.len(), 2);
    assert_eq!(prompt.buttons[0].press, Press::Form);
    assert!(prompt.form.is_some());
    // Where there are no buttons, everything is said as something to type.
    let typed = say(&round, &facts, What::Prompt { step: 0, open: true }, 1);
    assert!(typed.buttons.is_empty() && typed.form.is_none());
    assert!(typed.plain().contains("!cop answer"));
}

#[test]
fn each_shown_answer_stands_once_and_verbatim_and_moods_never_with_a_name() {
    let facts = facts(
        CHECK_IN,
        vec![
            named(
                "Ana",
                &[("text", text("Two *evictions*\nstopped.")), ("mood", Value::Number(5))],
            ),
            Named {
                answer: Answer {
                    wishes: Wishes { private: true, ..Wishes::default() },
                    ..named("Ben", &[("text", text("secret"))]).answer
                },
                name: "Ben".to_owned(),
            },
            Named {
                answer: Answer {
                    standing: Standing::Passed,
                    fields: Fields::new(),
                    ..named("Chloe", &[]).answer
                },
                name: "Chloe".to_owned(),
            },
        ],
    );
    let closed = step(&opened(&facts), &facts, Input::Close, monday()).round;
    let summary = say(&closed, &facts, What::Summary { closing: 1 }, 0).plain();
    insta::assert_snapshot!(summary);
}

#[test]
fn challenges_are_shown_only_as_their_authors_said() {
    let wish = |name: &str, listed, anonymous| {
        let mut one = named(name, &[("text", text(&format!("{name}’s challenge")))]);
        one.answer.wishes = Wishes { private: false, anonymous, listed };
        one
    };
    let facts = facts(
        CHALLENGES,
        vec![wish("Ana", false, false), wish("Ben", true, false), wish("Chloe", true, true)],
    );
    let mut round = opened(&facts);
    round.name = "Monthly challenges".to_owned();
    let closed = step(&round, &facts, Input::Close, monday()).round;
    let summary = say(&closed, &facts, What::Summary { closing: 1 }, 0).plain();
    assert!(!summary.contains("Ana") && summary.contains("Ben’s challenge"));
    assert!(summary.contains("Chloe’s challenge") && summary.matches("Chloe").count() == 1);
    insta::assert_snapshot!(summary);
}

#[test]
fn a_room_out_of_reach_is_named_and_nobody_in_it() {
    let mut facts = facts(CHECK_IN, Vec::new());
    facts.rooms[1].silent = true;
    let closed = step(&opened(&facts), &facts, Input::Close, monday()).round;
    let summary = say(&closed, &facts, What::Summary { closing: 1 }, 0).plain();
    assert!(summary.contains("Answers from garden may be missing"), "{summary}");
}

#[test]
fn prompts_and_summaries_read_well_in_both_languages() {
    let mut facts = facts(CHECK_IN, with_moods(&[1, 3, 3, 5, 5]));
    facts.rooms[0].language = Language::from("fr");
    let round = opened(&facts);
    let closed = step(&round, &facts, Input::Close, monday() + TimeDelta::hours(24)).round;
    let mut told = String::new();
    for room in 0..2 {
        for (round, what) in [
            (&round, What::Prompt { step: 0, open: true }),
            (&closed, What::Prompt { step: 0, open: false }),
            (&closed, What::Summary { closing: 1 }),
        ] {
            told.push_str(&say(round, &facts, what, room).plain());
            told.push_str("\n\n=====\n\n");
        }
    }
    insta::assert_snapshot!(told);
}
