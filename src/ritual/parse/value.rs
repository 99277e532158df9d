//! One field's value from what was typed into it.

use super::Problem;
use crate::domain::contribution::Value;
use crate::ritual::fold::fold;
use crate::ritual::script::{Field, Kind, Texts, WORD_MAX};

/// The value, if it fits.
pub(super) fn read(field: &Field, raw: &str) -> Result<Value, Problem> {
    if raw.is_empty() {
        return Err(Problem::Missing { label: field.label.clone() });
    }
    match &field.kind {
        Kind::Text { max } => words(field, raw, *max),
        Kind::Word => word(field, raw),
        Kind::Choice(choices) => {
            choice(choices, raw).map(|found| Value::Text(found.canonical().to_owned())).ok_or_else(
                || Problem::NotAChoice { label: field.label.clone(), choices: choices.clone() },
            )
        }
        Kind::Mood => mood(raw)
            .map(Value::Number)
            .ok_or_else(|| Problem::NotAMood { label: field.label.clone() }),
    }
}

fn words(field: &Field, raw: &str, max: u32) -> Result<Value, Problem> {
    let got = raw.chars().count();
    if got > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Problem::TooLong { label: field.label.clone(), max, got });
    }
    Ok(Value::Text(raw.to_owned()))
}

fn word(field: &Field, raw: &str) -> Result<Value, Problem> {
    if raw.split_whitespace().count() != 1 {
        return Err(Problem::NotAWord { label: field.label.clone() });
    }
    let bare = bare_word(raw);
    words(field, if bare.is_empty() { raw } else { bare }, WORD_MAX)
}

/// A word without the marks around it.
pub(super) fn bare_word(raw: &str) -> &str {
    const AROUND: &[char] = &[
        '.', ',', ';', ':', '!', '?', '…', '"', '\'', '“', '”', '„', '«', '»', '‘', '’', '(', ')',
        '[', ']', '*', '_', '`', '—', '–', '-',
    ];
    raw.trim().trim_matches(|mark: char| mark.is_whitespace() || AROUND.contains(&mark))
}

/// A choice by its label in any language, or by its number from one.
pub(super) fn choice<'c>(choices: &'c [Texts], raw: &str) -> Option<&'c Texts> {
    labelled(choices, raw).or_else(|| {
        let number: usize = raw.trim_end_matches(['.', ')']).trim().parse().ok()?;
        choices.get(number.checked_sub(1)?)
    })
}

/// A choice by its label in any language.
pub(super) fn labelled<'c>(choices: &'c [Texts], raw: &str) -> Option<&'c Texts> {
    let typed = fold(raw.trim_end_matches('.'));
    choices.iter().find(|choice| choice.iter().any(|(_, label)| fold(label) == typed))
}

/// A mood: `3`, `3/5`, or a label that begins with its number, as forms show it.
pub(super) fn mood(raw: &str) -> Option<i64> {
    let digits: String = raw.trim().chars().take_while(char::is_ascii_digit).collect();
    let rest = raw.trim().get(digits.len()..)?.trim_start();
    let fits = rest.is_empty()
        || rest == "/5"
        || rest == "/ 5"
        || rest.starts_with(['.', ')', '–', '—', '-', ':', '(']);
    let number: i64 = digits.parse().ok()?;
    (fits && (1..=5).contains(&number)).then_some(number)
}
