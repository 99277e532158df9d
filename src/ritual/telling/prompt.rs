//! The prompt of a step: the question verbatim, who will see it, how to answer, and the live count
//! as its last line.

use crate::domain::body::{Block, Body, Button, Press, Span, TAP_ASK, TAP_PASS};
use crate::domain::contribution::{Fields, Wishes};
use crate::domain::lateness::late_by;
use crate::domain::round::Round;

use super::super::facts::{Facts, RoomFacts};
use super::super::form;
use super::super::round::count;
use super::super::script::Step;
use super::super::words::{Arg, Words};
use super::{line, question, ways};

/// The body of a step's prompt in a room.
pub fn body(
    words: &Words,
    round: &Round,
    facts: &Facts,
    room: &RoomFacts,
    number: u32,
    open: bool,
) -> Option<Body> {
    let step = facts.script.step(number)?;
    let say = |key: &str, args: &[(&str, Arg<'_>)]| words.say(&room.language, key, args);
    let mut body = Body::default();
    body.blocks.push(Block::Heading(round.name.clone()));
    let asked = question(round, &facts.script, number, &room.language);
    body.blocks.push(Block::Text(vec![Span::Strong(asked)]));
    body.blocks.extend(late(words, round, room));
    if let Some(hint) = &step.hint {
        body.blocks.push(line(hint.in_language(&room.language)));
    }
    if open {
        body.thread = room.threads.then(|| thread_name(words, round, room));
        body.blocks.push(Block::List(ways::lines(words, facts, room, step)));
        if room.buttons {
            buttons(words, round, facts, room, step, &mut body);
        } else if room.reactions {
            body.taps = vec![TAP_PASS.to_owned(), TAP_ASK.to_owned()];
        }
        let moment = words.moment(&room.language, round.closes_at, round.zone);
        let text = say("prompt-open-until", &[("moment", moment.clone().into())]);
        body.blocks.push(Block::Text(
            vec![Span::Moment {
                at: round.closes_at,
                text: moment.clone(),
                zone: Some(round.zone),
            }]
            .into_iter()
            .flat_map(|span| around(&text, &moment, span))
            .collect(),
        ));
    } else if let Some(closed) = round.closed_at {
        let moment = words.moment(&room.language, closed, round.zone);
        body.blocks.push(line(say("prompt-closed", &[("moment", moment.into())])));
    }
    let args = [("count", Arg::from(i64::try_from(count(facts)).unwrap_or(i64::MAX)))];
    let key = if open { "prompt-live-count" } else { "prompt-final-count" };
    body.blocks.push(line(say(key, &args)));
    Some(body)
}

/// A round that comes late says which it is: several may be open at once.
fn late(words: &Words, round: &Round, room: &RoomFacts) -> Option<Block> {
    let late = late_by(round.due_at, round.opened_at?)?;
    let due = words.moment(&room.language, round.due_at, round.zone);
    let late = words.span(&room.language, late);
    let args = [("due", due.into()), ("late", late.into())];
    Some(line(words.say(&room.language, "prompt-late", &args)))
}

/// The name of the thread under the prompt.
fn thread_name(words: &Words, round: &Round, room: &RoomFacts) -> String {
    let day = words.day(&room.language, round.due_at.with_timezone(&round.zone).date_naive());
    let args = [("name", round.name.as_str().into()), ("date", day.into())];
    words.say(&room.language, "thread-name", &args)
}

/// A sentence with a moment in it, as spans: the platform may show the moment in its own way.
fn around(text: &str, moment: &str, span: Span) -> Vec<Span> {
    match text.split_once(moment) {
        Some((before, after)) => {
            vec![Span::Plain(before.to_owned()), span, Span::Plain(after.to_owned())]
        }
        None => vec![Span::Plain(text.to_owned())],
    }
}

fn buttons(
    words: &Words,
    round: &Round,
    facts: &Facts,
    room: &RoomFacts,
    step: &Step,
    body: &mut Body,
) {
    for (verb, label, press) in
        [("answer", "button-answer", Press::Form), ("pass", "button-pass", Press::Act)]
    {
        body.buttons.push(Button {
            id: format!("{verb}:{}", round.id),
            label: words.say(&room.language, label, &[]),
            press,
        });
    }
    if step.mood().is_some() && !room.choices_in_forms {
        body.buttons.extend((1..=5).map(|mood| Button {
            id: format!("mood:{}:{mood}", round.id),
            label: words.say(&room.language, &format!("choice-mood-{mood}"), &[]),
            press: Press::Act,
        }));
    }
    let nothing = (&Fields::new(), Wishes::default());
    body.form = Some(form::form(&facts.script, step, &round.id, nothing, words, &room.language));
}
