//! Reads one field of a step.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::fault::{Faults, Reason};
use super::read::{Seen, unique};
use super::table::{Entry, Table};
use super::{Field, Kind, SHARING, Texts};
use crate::ritual::fold::fold;

const KEYS: [&str; 6] = ["key", "kind", "label", "required", "max", "choices"];
const LABEL_MAX: usize = 45;
const CHOICE_MAX: usize = 80;
const TEXT_DEFAULT: u32 = 2000;
const TEXT_MAX: u32 = 4000;
/// A menu holds twenty-five entries on every platform.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=25;

#[derive(Clone, Copy, PartialEq)]
enum Named {
    Text,
    Word,
    Choice,
    Mood,
}

const KINDS: [(&str, Named); 4] = [
    ("text", Named::Text),
    ("word", Named::Word),
    ("choice", Named::Choice),
    ("mood", Named::Mood),
];

/// Reads a field whose key no other field has.
pub(super) fn read(
    entries: &DeTable<'_>,
    at: usize,
    seen: &mut Seen,
    faults: &mut Faults<'_>,
) -> Option<Field> {
    let table = Table::open(entries, at, &KEYS, faults);
    let key = table.need("key", faults).and_then(|entry| key(&entry, &mut seen.keys, faults));
    let named = table.need("kind", faults).and_then(|entry| entry.one_of(&KINDS, faults));
    let label = table.need("label", faults).and_then(|entry| entry.texts(LABEL_MAX, faults));
    let required = table.get("required").map_or(Some(false), |entry| entry.yes(faults));
    let kind = named.and_then(|named| kind(&table, named, seen, faults));
    Some(Field { key: key?, kind: kind?, label: label?, required: required? })
}

fn key(entry: &Entry<'_>, keys: &mut BTreeSet<String>, faults: &mut Faults<'_>) -> Option<String> {
    let text = entry.text(faults)?;
    let good = text.len() <= 32
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !good {
        entry.fault(faults, Reason::of("method-bad-key").with("got", text));
        return None;
    }
    if text == SHARING {
        entry.fault(faults, Reason::of("method-key-taken").with("got", text));
        return None;
    }
    unique(entry, keys, text, "method-key-twice", faults).then(|| text.to_owned())
}

fn kind(table: &Table<'_>, named: Named, seen: &mut Seen, faults: &mut Faults<'_>) -> Option<Kind> {
    let (max, choices) = (table.get("max"), table.get("choices"));
    if let Some(entry) = max.filter(|_| named != Named::Text) {
        entry.fault(faults, Reason::of("method-max-without-text"));
    }
    if let Some(entry) = choices.filter(|_| named != Named::Choice) {
        entry.fault(faults, Reason::of("method-choices-without-choice"));
    }
    match named {
        Named::Word => Some(Kind::Word),
        Named::Mood => mood(table, seen, faults),
        Named::Text => {
            let max = max.map_or(Some(TEXT_DEFAULT), |entry| entry.number(1, TEXT_MAX, faults));
            Some(Kind::Text { max: max? })
        }
        Named::Choice => choices_of(&table.need("choices", faults)?, faults).map(Kind::Choice),
    }
}

/// A round tells moods once, as one aggregate, so a method asks for one.
fn mood(table: &Table<'_>, seen: &mut Seen, faults: &mut Faults<'_>) -> Option<Kind> {
    let again = std::mem::replace(&mut seen.mood, true);
    if again {
        faults.add(table.at(), "kind", Reason::of("method-mood-twice"));
    }
    (!again).then_some(Kind::Mood)
}

fn choices_of(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Vec<Texts>> {
    let list = entry.list(faults)?;
    if !CHOICES.contains(&list.len()) {
        entry.fault(faults, Reason::of("method-choices").with("got", list.len()));
        return None;
    }
    let choices: Vec<Option<Texts>> =
        list.iter().map(|one| one.texts(CHOICE_MAX, faults)).collect();
    let mut labels = BTreeSet::new();
    for (choice, one) in choices.iter().zip(&list) {
        let label = choice.as_ref().map_or("", Texts::canonical);
        if !label.is_empty() && !labels.insert(fold(label)) {
            one.fault(faults, Reason::of("method-choice-twice").with("got", label));
        }
    }
    choices.into_iter().collect()
}
