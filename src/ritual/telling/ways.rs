//! The lines under a question, by what can be done in this room: who will see an answer, how to give
//! one, what goes in private, where the signposts are.

use crate::domain::body::{Span, TAP_ASK, TAP_PASS};

use super::super::facts::{Facts, RoomFacts};
use super::super::form;
use super::super::script::{Field, Kind, Step, Visible};
use super::super::words::{Arg, Words};
use super::{named, who_sees};

/// What a prompt of this step says under its question.
pub fn lines(words: &Words, facts: &Facts, room: &RoomFacts, step: &Step) -> Vec<Vec<Span>> {
    let say = |key: &str, args: &[(&str, Arg<'_>)]| words.say(&room.language, key, args);
    let mut lines = vec![who_sees(words, &room.language, facts, step.visible)];
    if facts.leaves_encryption() && step.visible == Visible::Circle {
        let open = named(words, &room.language, facts.rooms.iter().filter(|one| !one.encrypted));
        lines.push(say("prompt-leaves-encryption", &[("rooms", open.into())]));
    }
    let prefix = facts.prefix.as_str();
    lines.push(match (room.buttons, room.heard) {
        (true, true) => say("prompt-how-to-answer-buttons", &[]),
        (true, false) => say("prompt-how-to-answer-unheard", &[]),
        (false, _) => say("prompt-how-to-answer-typed", &[("prefix", prefix.into())]),
    });
    if room.reactions {
        let taps = [("pass", TAP_PASS.into()), ("ask", TAP_ASK.into())];
        lines.push(say("prompt-how-to-react", &taps));
    }
    if step.mood().is_some() {
        lines.push(say(mood(room), &[]));
    }
    if room.buttons && !room.choices_in_forms {
        lines.extend(choices(words, room, step));
    }
    if facts.signposts.is_some() {
        let command = match room.commands {
            true => "/help topic:signposts".to_owned(),
            false => format!("{prefix} help signposts"),
        };
        lines.push(say("prompt-signposts-where", &[("command", command.into())]));
    }
    lines.into_iter().map(|line| vec![Span::Plain(line)]).collect()
}

/// Where a mood is given, so that nobody else reads it.
fn mood(room: &RoomFacts) -> &'static str {
    match (room.buttons, room.choices_in_forms) {
        (true, true) => "prompt-mood-in-private",
        (true, false) => "prompt-mood-by-button",
        (false, _) => "prompt-mood-in-direct",
    }
}

/// What there is to choose from, where a form takes only the number of a choice.
fn choices(words: &Words, room: &RoomFacts, step: &Step) -> Vec<String> {
    let language = &room.language;
    let of_field = |field: &Field| match &field.kind {
        Kind::Choice(choices) => {
            let labels = choices.iter().map(|one| one.in_language(language).to_owned()).collect();
            Some((field.label.in_language(language).to_owned(), labels))
        }
        Kind::Text { .. } | Kind::Word | Kind::Mood => None,
    };
    let mut all: Vec<(String, Vec<String>)> = step.fields.iter().filter_map(of_field).collect();
    if step.author_may.any() {
        let label = words.say(language, "sharing-label", &[]);
        all.push((label, form::sharing_labels(step, words, language)));
    }
    let line = |(label, labels): (String, Vec<String>)| {
        let numbered = (1..).zip(labels).map(|(number, label)| format!("{number} – {label}"));
        let choices = numbered.collect::<Vec<String>>().join(", ");
        let key = match label.ends_with('?') {
            true => "prompt-choices-by-number-asked",
            false => "prompt-choices-by-number",
        };
        words.say(language, key, &[("label", label.into()), ("choices", choices.into())])
    };
    all.into_iter().map(line).collect()
}
