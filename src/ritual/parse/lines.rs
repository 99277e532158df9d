//! Which words of a message belong to which field.

use super::value;
use crate::ritual::fold::fold;
use crate::ritual::script::{Field, Kind, Step};

/// Each field that a message speaks of, with the words meant for it.
pub(super) fn split<'s>(step: &'s Step, text: &str) -> Vec<(&'s Field, String)> {
    let mut found: Vec<(&Field, String)> = Vec::new();
    let mut loose: Vec<&str> = Vec::new();
    let mut within = false;
    for line in text.lines() {
        if let Some((field, rest)) = named(step, line) {
            put(&mut found, field, rest);
            within = matches!(field.kind, Kind::Text { .. });
        } else if let (true, Some((_, words))) = (within, found.last_mut()) {
            words.push('\n');
            words.push_str(line);
        } else {
            loose.push(line);
        }
    }
    let loose = loose.join("\n").trim().to_owned();
    if !loose.is_empty() {
        place(step, &loose, &mut found);
    }
    for (_, words) in &mut found {
        *words = words.trim().to_owned();
    }
    found.retain(|(_, words)| !words.is_empty());
    found
}

/// The field a line names, and what follows: `Rose: the garden`, `humeur 3`.
fn named<'s, 'l>(step: &'s Step, line: &'l str) -> Option<(&'s Field, &'l str)> {
    let split = line.split_once([':', '：', '=']);
    let by_colon = split.and_then(|(name, rest)| Some((field_named(step, name)?, rest.trim())));
    by_colon.or_else(|| {
        let (name, rest) = line.trim().rsplit_once(char::is_whitespace)?;
        let field = field_named(step, name).filter(|field| field.kind == Kind::Mood)?;
        value::mood(rest).map(|_| (field, rest))
    })
}

/// The field with this key, or with this label in any language.
pub(super) fn field_named<'s>(step: &'s Step, name: &str) -> Option<&'s Field> {
    const AROUND: &[char] = &['*', '_', '-', '•', ' ', '?'];
    let name = fold(name.trim().trim_matches(AROUND));
    let is = |label: &str| fold(label.trim_matches(AROUND)) == name;
    step.fields
        .iter()
        .find(|field| is(&field.key) || field.label.iter().any(|(_, label)| is(label)))
}

/// Words that name no field: a mood or a choice if they are nothing else, else words, else what
/// the first field can make of them.
fn place<'s>(step: &'s Step, loose: &str, found: &mut Vec<(&'s Field, String)>) {
    let free = |field: &&Field| !found.iter().any(|(other, _)| other.key == field.key);
    let alone = step.fields.iter().filter(free).find(|field| match &field.kind {
        Kind::Mood => value::mood(loose).is_some(),
        Kind::Choice(choices) => value::labelled(choices, loose).is_some(),
        Kind::Text { .. } | Kind::Word => false,
    });
    if let Some(field) = alone {
        return put(found, field, loose);
    }
    let wordy = |field: &&Field| matches!(field.kind, Kind::Text { .. } | Kind::Word);
    let mut open = step.fields.iter().filter(free).filter(wordy);
    match (open.next(), open.next()) {
        (Some(word), Some(text)) if word.kind == Kind::Word && text.kind != Kind::Word => {
            let (first, rest) = word_and_why(loose);
            put(found, word, first);
            put(found, text, rest);
        }
        (Some(field), _) => put(found, field, loose),
        (None, _) => {
            let text = step.fields.iter().find(|field| matches!(field.kind, Kind::Text { .. }));
            if let Some(field) = text.or(step.fields.first()) {
                put(found, field, loose);
            }
        }
    }
}

/// Adds words to a field, below those it has.
fn put<'s>(found: &mut Vec<(&'s Field, String)>, field: &'s Field, words: &str) {
    match found.iter_mut().find(|(other, _)| other.key == field.key) {
        Some((_, had)) => {
            had.push('\n');
            had.push_str(words);
        }
        None => found.push((field, words.to_owned())),
    }
}

/// `Stretched — because of too many meetings` as its word and the rest.
fn word_and_why(text: &str) -> (&str, &str) {
    const BETWEEN: &[char] = &[':', '—', '–', '-', ',', '.', ';', '…', '!', ' ', '\t', '\n'];
    let breaks =
        |mark: char| mark.is_whitespace() || [':', '—', '–', ',', ';', '：'].contains(&mark);
    let text = text.trim_start();
    let end = text.find(breaks).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let rest = rest.trim_start_matches(BETWEEN);
    if value::bare_word(word).is_empty() { (text, "") } else { (word, rest) }
}
