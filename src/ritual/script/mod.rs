//! A method as data: what is asked, of whom, for how long, and who sees the answers.
//!
//! The source of a method file is kept with the rounds that began with it; [`Script`] is what it
//! says, checked. `docs/adding-a-method.md` is the same for people who write one.

mod fault;
mod field;
mod read;
mod table;
mod texts;

#[cfg(test)]
mod tests;

use std::time::Duration;

use sha2::{Digest, Sha256};

pub use fault::{Fault, Reason};
pub use texts::Texts;

use crate::domain::community::Language;
use crate::domain::contribution::Value;

/// The longest word that a field of the kind `word` takes, in characters.
pub const WORD_MAX: u32 = 40;

/// The key of the choice a form adds where authors may decide who sees an answer.
pub const SHARING: &str = "sharing";

/// A facilitation method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its name, as `ritual add --method` takes it.
    pub name: String,
    /// Its author's version of it.
    pub version: u32,
    /// What people call it.
    pub title: Texts,
    /// Where it comes from.
    pub origin: Option<String>,
    /// What happens, one after the other; at least one.
    pub steps: Vec<Step>,
}

/// One step of a method: a question and its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id, unique in the method.
    pub id: String,
    /// Who answers.
    pub who: Who,
    /// For how long it takes answers, unless the ritual says otherwise.
    pub open_for: Duration,
    /// Who sees the answers.
    pub visible: Visible,
    /// The question.
    pub prompt: Texts,
    /// A second line under the question; it stays when a convenor's own question replaces the
    /// prompt.
    pub hint: Option<Texts>,
    /// What an author may decide about their own answer.
    pub author_may: AuthorMay,
    /// What an answer is made of; one to five.
    pub fields: Vec<Field>,
}

/// Who answers a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody in the circle.
    All,
}

/// Who sees the answers of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visible {
    /// Everybody in the circle's rooms.
    Circle,
    /// The convenors.
    Convenors,
    /// Nobody in the rooms: they are counted.
    Counts,
}

/// What an author may decide about their own answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuthorMay {
    /// Whether they may stay unnamed.
    pub be_anonymous: bool,
    /// Whether they may have it listed for the circle.
    pub list: bool,
}

impl AuthorMay {
    /// Whether there is anything to decide.
    #[must_use]
    pub fn any(self) -> bool {
        self.be_anonymous || self.list
    }
}

/// One field of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key, unique in the method.
    pub key: String,
    /// What it takes.
    pub kind: Kind,
    /// What it is called.
    pub label: Texts,
    /// Whether an answer needs it. Passing needs nothing.
    pub required: bool,
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Words, at most this many characters.
    Text {
        /// The limit in characters.
        max: u32,
    },
    /// One word.
    Word,
    /// One of these.
    Choice(Vec<Texts>),
    /// A mood from 1 to 5.
    Mood,
}

impl Script {
    /// Reads a method file; `file` is what its faults call it.
    ///
    /// # Errors
    /// All faults of the file, in order of line.
    pub fn parse(file: &str, source: &str) -> Result<Self, Vec<Fault>> {
        read::script(file, source)
    }

    /// Whether it asks one question, so that a convenor's own question can take its place.
    #[must_use]
    pub fn is_single_question(&self) -> bool {
        self.steps.len() == 1
    }

    /// The step with this number, from zero.
    #[must_use]
    pub fn step(&self, number: u32) -> Option<&Step> {
        self.steps.get(usize::try_from(number).ok()?)
    }

    /// All fields of all steps.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }
}

impl Step {
    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The mood it asks for, if it does.
    #[must_use]
    pub fn mood(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.kind == Kind::Mood)
    }
}

impl Field {
    /// A stored value as it reads in a language: a choice is stored by its first label.
    #[must_use]
    pub fn show(&self, value: &Value, language: &Language) -> String {
        match (&self.kind, value) {
            (Kind::Choice(choices), Value::Text(text)) => choices
                .iter()
                .find(|choice| choice.canonical() == text)
                .map_or(text.as_str(), |choice| choice.in_language(language))
                .to_owned(),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Number(number)) => number.to_string(),
            (_, Value::Absent) => String::new(),
        }
    }
}

/// The name a method file carries, even where the rest of it has faults.
#[must_use]
pub fn name_in(source: &str) -> Option<String> {
    read::name_in(source)
}

/// The name by which a source is kept: its SHA-256 in hexadecimal.
#[must_use]
pub fn hash(source: &str) -> String {
    Sha256::digest(source.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
