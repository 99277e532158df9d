//! What a round adds up to: each shown answer once, verbatim; everything else in counts.

use crate::domain::body::{Block, Body, Span};
use crate::domain::contribution::{Answer, Standing, Value};
use crate::domain::round::Round;

use super::super::facts::{Facts, Named, RoomFacts};
use super::super::round::FLOOR;
use super::super::script::{Field, Kind, Step, Visible};
use super::super::words::{Arg, Words};
use super::line;

/// The body of a round's summary in a room.
pub fn body(words: &Words, round: &Round, facts: &Facts, room: &RoomFacts) -> Body {
    let language = &room.language;
    let say = |key: &str, args: &[(&str, Arg<'_>)]| words.say(language, key, args);
    let mut body = Body::default();
    let day = words.day(language, round.due_at.with_timezone(&round.zone).date_naive());
    let args = [("name", round.name.as_str().into()), ("date", day.into())];
    body.blocks.push(Block::Heading(say("summary-title", &args)));

    let mut shown = 0;
    for named in &facts.answers {
        let blocks = answer(words, facts, room, named);
        shown += usize::from(!blocks.is_empty());
        body.blocks.extend(blocks);
    }
    let given = standing(facts, Standing::Given);
    let passed = standing(facts, Standing::Passed);
    if given == 0 && passed == 0 {
        body.blocks.push(line(say("summary-none", &[])));
    }
    let kept = given - shown - facts.answers.iter().filter(|named| only_mood(facts, named)).count();
    if kept > 0 {
        let key = if counts_only(facts) { "summary-counts" } else { "summary-private" };
        body.blocks.push(line(say(key, &[("count", floored(kept))])));
    }
    if passed > 0 {
        body.blocks.push(line(say("summary-passes", &[("count", floored(passed))])));
    }
    if let Some(moods) = &round.moods {
        body.blocks.push(line(words.moods(language, moods)));
    }
    if !round.topics.is_empty() {
        let topics = words.list(language, &round.topics);
        body.blocks.push(line(say("summary-topics", &[("topics", topics.into())])));
    }
    if let Some(note) = &round.note {
        body.blocks.push(line(say("summary-note", &[("note", note.as_str().into())])));
    }
    for silent in facts.rooms.iter().filter(|other| other.silent && other.at != room.at) {
        let args = [("room", silent.label.as_str().into())];
        body.blocks.push(line(say("summary-may-be-missing", &args)));
    }
    body
}

/// Numbers about people have a floor: below it the words say "some".
fn floored(count: usize) -> Arg<'static> {
    let told = if count < FLOOR { 0 } else { count };
    Arg::from(i64::try_from(told).unwrap_or(i64::MAX))
}

fn standing(facts: &Facts, standing: Standing) -> usize {
    facts.answers.iter().filter(|named| named.answer.standing == standing).count()
}

/// A mood alone is part of the room's moods; it is not an answer that somebody keeps back.
fn only_mood(facts: &Facts, named: &Named) -> bool {
    let answer = &named.answer;
    let is_mood = |key: &String| {
        facts.script.fields().any(|field| field.key == *key && field.kind == Kind::Mood)
    };
    answer.standing == Standing::Given
        && !answer.wishes.private
        && !counts_only(facts)
        && answer.fields.keys().all(is_mood)
}

fn counts_only(facts: &Facts) -> bool {
    facts.script.steps.iter().all(|step| step.visible == Visible::Counts)
}

/// One answer as blocks; empty when it is not shown to the circle. Moods are never shown here.
fn answer(words: &Words, facts: &Facts, room: &RoomFacts, named: &Named) -> Vec<Block> {
    if named.answer.standing != Standing::Given || named.answer.wishes.private {
        return Vec::new();
    }
    let visible: Vec<(&Step, &Field)> = facts
        .script
        .steps
        .iter()
        .filter(|step| shows(step, &named.answer))
        .flat_map(|step| step.fields.iter().map(move |field| (step, field)))
        .filter(|(_, field)| field.kind != Kind::Mood)
        .filter(|(_, field)| {
            named.answer.fields.get(&field.key).is_some_and(|value| *value != Value::Absent)
        })
        .collect();
    if visible.is_empty() {
        return Vec::new();
    }
    let signature = if named.answer.wishes.anonymous {
        words.say(&room.language, "summary-signature-unnamed", &[])
    } else {
        named.name.clone()
    };
    let mut blocks = vec![Block::Text(vec![Span::Strong(signature)])];
    let single = visible.len() == 1 && facts.script.fields().count() == 1;
    for (_, field) in visible {
        let Some(value) = named.answer.fields.get(&field.key) else { continue };
        if !single && !is_main(facts, field) {
            blocks.push(line(field.label.in_language(&room.language)));
        }
        blocks.push(Block::Quote(field.show(value, &room.language)));
    }
    blocks
}

/// The first field of a step with one field of words needs no label: the question is its label.
fn is_main(facts: &Facts, field: &Field) -> bool {
    let words =
        |step: &&Step| step.fields.iter().filter(|field| field.kind != Kind::Mood).count() == 1;
    facts.script.steps.len() == 1
        && facts.script.steps.iter().filter(words).any(|step| {
            step.fields.iter().find(|one| one.kind != Kind::Mood).is_some_and(|one| one == field)
        })
}

fn shows(step: &Step, answer: &Answer) -> bool {
    match step.visible {
        Visible::Circle => true,
        Visible::Convenors => answer.wishes.listed,
        Visible::Counts => false,
    }
}
