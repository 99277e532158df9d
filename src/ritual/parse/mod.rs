//! What a member typed, chose or filled in, as fields of a step.
//!
//! Nothing is ever lost here: what does not fit is a [`Problem`], and the caller still has the
//! words. Moods are taken only where the bot alone reads; typed elsewhere they are told apart.

mod lines;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::script::{Field, Kind, Step, Texts};
use super::words::Words;
use crate::domain::community::Language;
use crate::domain::contribution::{Fields, Value};

/// Who could read what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Others too: a room, a thread.
    Public,
    /// The bot alone: a form, a button, an ephemeral command, a direct message.
    Private,
}

/// What came of reading an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The values that fit.
    pub fields: Fields,
    /// Whether a mood was typed where others read it; it is in no field.
    pub mood_in_public: bool,
    /// What did not fit.
    pub problems: Vec<Problem>,
}

/// Something that does not fit into its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// More characters than the field takes.
    TooLong {
        /// The field's label.
        label: Texts,
        /// How many it takes.
        max: u32,
        /// How many came.
        got: usize,
    },
    /// More than one word.
    NotAWord {
        /// The field's label.
        label: Texts,
    },
    /// None of the choices.
    NotAChoice {
        /// The field's label.
        label: Texts,
        /// The choices.
        choices: Vec<Texts>,
    },
    /// Not a number from 1 to 5.
    NotAMood {
        /// The field's label.
        label: Texts,
    },
    /// A field that an answer needs is empty.
    Missing {
        /// The field's label.
        label: Texts,
    },
    /// No field has this key.
    NoSuchField {
        /// What was named.
        key: String,
        /// The keys there are.
        keys: Vec<String>,
    },
    /// Nothing was given at all.
    Empty,
}

impl Problem {
    /// The problem in words, with what would be right.
    #[must_use]
    pub fn say(&self, words: &Words, language: &Language) -> String {
        let label = |label: &Texts| label.in_language(language).to_owned();
        match self {
            Self::TooLong { label: of, max, got } => words.say(
                language,
                "too-long",
                &[("label", label(of).into()), ("max", (*max).into()), ("got", (*got).into())],
            ),
            Self::NotAWord { label: of } => {
                words.say(language, "not-a-word", &[("label", label(of).into())])
            }
            Self::NotAChoice { label: of, choices } => {
                let choices: Vec<String> = choices.iter().map(label).collect();
                let choices = choices.join(", ");
                let args = [("label", label(of).into()), ("choices", choices.into())];
                words.say(language, "not-a-choice", &args)
            }
            Self::NotAMood { label: of } => {
                words.say(language, "not-a-mood", &[("label", label(of).into())])
            }
            Self::Missing { label: of } => {
                words.say(language, "field-missing", &[("label", label(of).into())])
            }
            Self::NoSuchField { key, keys } => words.say(
                language,
                "no-such-field",
                &[("key", key.as_str().into()), ("keys", keys.join(", ").into())],
            ),
            Self::Empty => words.say(language, "answer-empty", &[]),
        }
    }
}

/// What the options of the `answer` command gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The bare words.
    pub text: Option<String>,
    /// `--mood`.
    pub mood: Option<String>,
    /// `--word`.
    pub word: Option<String>,
    /// `--set KEY=VALUE`, each.
    pub set: Vec<(String, String)>,
}

/// Reads a message: lines that begin with a field's label or key and a colon fill that field, the
/// other words go where words go.
#[must_use]
pub fn from_text(step: &Step, text: &str, said: Said) -> Parsed {
    let mut parsed = Parsed::default();
    for (field, raw) in lines::split(step, &clean(text)) {
        take(field, &raw, said, &mut parsed);
    }
    parsed
}

/// Reads a form. A field that was emptied is an empty text, so that it replaces what stood there;
/// whoever folds or shows an answer leaves empty texts out.
///
/// # Errors
/// All that does not fit; a form is taken whole or not at all.
pub fn from_form(step: &Step, form: &BTreeMap<String, String>) -> Result<Fields, Vec<Problem>> {
    let mut parsed = Parsed::default();
    for field in &step.fields {
        let Some(raw) = form.get(&field.key).map(|raw| clean(raw)) else { continue };
        if raw.is_empty() {
            parsed.fields.insert(field.key.clone(), Value::Text(String::new()));
        } else {
            take(field, &raw, Said::Private, &mut parsed);
        }
    }
    if parsed.problems.is_empty() {
        parsed.problems = lacking(step, &parsed.fields);
    }
    if parsed.problems.is_empty() { Ok(parsed.fields) } else { Err(parsed.problems) }
}

/// Reads the options of a command; named fields win over what the bare words say.
#[must_use]
pub fn from_options(step: &Step, options: &Options, said: Said) -> Parsed {
    let mut parsed = Parsed::default();
    if let Some(text) = &options.text {
        parsed = from_text(step, text, said);
    }
    for (raw, name, kind) in
        [(&options.mood, "mood", Kind::Mood), (&options.word, "word", Kind::Word)]
    {
        let Some(raw) = raw else { continue };
        match step.fields.iter().find(|field| field.kind == kind) {
            Some(field) => take(field, &clean(raw), said, &mut parsed),
            None => parsed.problems.push(no_such_field(step, name)),
        }
    }
    for (key, raw) in &options.set {
        match lines::field_named(step, key) {
            Some(field) => take(field, &clean(raw), said, &mut parsed),
            None => parsed.problems.push(no_such_field(step, key)),
        }
    }
    parsed
}

/// Reads the answer to a question about one field, asked in private.
///
/// # Errors
/// When it does not fit.
pub fn one(field: &Field, text: &str) -> Result<Value, Problem> {
    value::read(field, &clean(text))
}

/// What an answer still needs: its required fields, and something at all.
#[must_use]
pub fn lacking(step: &Step, fields: &Fields) -> Vec<Problem> {
    let has = |key: &str| fields.get(key).is_some_and(|value| value.text() != Some(""));
    let missing: Vec<Problem> = step
        .fields
        .iter()
        .filter(|field| field.required && !has(&field.key))
        .map(|field| Problem::Missing { label: field.label.clone() })
        .collect();
    if missing.is_empty() && !step.fields.iter().any(|field| has(&field.key)) {
        return vec![Problem::Empty];
    }
    missing
}

/// Text as it is stored: no NUL, one kind of line end, no space around it.
#[must_use]
pub fn clean(text: &str) -> String {
    text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

fn no_such_field(step: &Step, key: &str) -> Problem {
    let keys = step.fields.iter().map(|field| field.key.clone()).collect();
    Problem::NoSuchField { key: key.to_owned(), keys }
}

fn take(field: &Field, raw: &str, said: Said, parsed: &mut Parsed) {
    if field.kind == Kind::Mood && said == Said::Public {
        parsed.mood_in_public = true;
        return;
    }
    match value::read(field, raw) {
        Ok(value) => {
            parsed.fields.insert(field.key.clone(), value);
        }
        Err(problem) => parsed.problems.push(problem),
    }
}
