//! What a round's posts say: from what is wanted to a body, in one language. Pure.

mod prompt;
mod summary;
mod ways;

#[cfg(test)]
mod tests;

use crate::domain::body::{Block, Body, Span};
use crate::domain::community::Language;
use crate::domain::contribution::{Answer, Standing};
use crate::domain::round::Round;

use super::facts::{Facts, RoomFacts};
use super::round::{Want, What};
use super::script::{Script, Visible};
use super::words::Words;

/// The body of a post that is wanted; `None` when its room or step is not there any more.
#[must_use]
pub fn tell(words: &Words, round: &Round, facts: &Facts, want: &Want) -> Option<Body> {
    let room = facts.rooms.iter().find(|room| room.at == want.room)?;
    match want.what {
        What::Prompt { step, open } => prompt::body(words, round, facts, room, step, open),
        What::Summary { .. } => Some(summary::body(words, round, facts, room)),
        What::Reopened { .. } => {
            Some(Body::text(words.say(&room.language, "reopened-notice", &[])).as_notice())
        }
    }
}

/// The question of a step: the convenor's own where there is one, else the method's.
#[must_use]
pub fn question(round: &Round, script: &Script, step: u32, language: &Language) -> String {
    match &round.question {
        Some(question) if step == 0 => question.clone(),
        _ => script
            .step(step)
            .map(|step| step.prompt.in_language(language).to_owned())
            .unwrap_or_default(),
    }
}

/// Thanks for what was just given, with who will see it.
#[must_use]
pub fn thanks(
    words: &Words,
    language: &Language,
    round: &Round,
    facts: &Facts,
    answer: &Answer,
    first: bool,
) -> String {
    if answer.standing == Standing::Passed {
        return words.say(language, "given-passed", &[]);
    }
    let name = facts
        .answers
        .iter()
        .find(|named| named.answer.person == answer.person)
        .map_or("", |named| named.name.as_str());
    let visible = facts.script.step(round.step).map_or(Visible::Circle, |step| step.visible);
    let visible = match visible {
        _ if answer.wishes.private => Visible::Convenors,
        Visible::Convenors if answer.wishes.listed => Visible::Circle,
        as_asked => as_asked,
    };
    let mut who = who_sees(words, language, facts, visible);
    if answer.wishes.anonymous {
        who.push(' ');
        who.push_str(&words.say(language, "given-unnamed", &[]));
    }
    let key = if first { "given-thanks" } else { "given-changed" };
    words.say(language, key, &[("name", name.into()), ("who", who.into())])
}

/// One line: who will see an answer.
fn who_sees(words: &Words, language: &Language, facts: &Facts, visible: Visible) -> String {
    match visible {
        Visible::Circle => {
            let rooms = named(words, language, facts.rooms.iter());
            words.say(language, "prompt-who-sees-circle", &[("rooms", rooms.into())])
        }
        Visible::Convenors => words.say(language, "prompt-who-sees-convenors", &[]),
        Visible::Counts => words.say(language, "prompt-who-sees-counts", &[]),
    }
}

/// Rooms by their names and platforms.
fn named<'a>(
    words: &Words,
    language: &Language,
    rooms: impl Iterator<Item = &'a RoomFacts>,
) -> String {
    let name = |room: &RoomFacts| {
        let platform = words.say(language, &format!("platform-{}", room.at.platform), &[]);
        let args = [("room", room.label.as_str().into()), ("platform", platform.into())];
        words.say(language, "room-named", &args)
    };
    words.list(language, &rooms.map(name).collect::<Vec<_>>())
}

fn line(text: impl Into<String>) -> Block {
    Block::Text(vec![Span::Plain(text.into())])
}
