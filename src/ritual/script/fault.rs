//! What is wrong with a method file, where, in words its author understands.

use std::fmt;
use std::sync::LazyLock;

use crate::domain::community::Language;
use crate::ritual::words::{Arg, Words};

/// One fault of a method file. It prints as `FILE:LINE: KEY: reason`, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as it was named.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The key on that line, or the one that is missing there.
    pub key: String,
    /// Why.
    pub reason: Reason,
}

impl Fault {
    /// A second file of a folder holds a method of the same name: which is meant can't be told.
    #[must_use]
    pub fn name_twice(file: &str, source: &str, other: &str) -> Self {
        let names = |line: &str| line.trim_start().starts_with("name");
        let line = 1 + source.lines().position(names).unwrap_or_default();
        let reason = Reason::of("method-name-twice").with("other", other);
        Self { file: file.to_owned(), line, key: "name".to_owned(), reason }
    }

    /// The same line in another language.
    #[must_use]
    pub fn say(&self, words: &Words, language: &Language) -> String {
        let reason = self.reason.say(words, language);
        format!("{}:{}: {}: {reason}", self.file, self.line, self.key)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.key, self.reason)
    }
}

impl std::error::Error for Fault {}

/// Why something is a fault: the key of a text, and what fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Reason {
    /// The reason with this text.
    pub(super) fn of(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Fills a place of its text.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The reason in words.
    #[must_use]
    pub fn say(&self, words: &Words, language: &Language) -> String {
        let args: Vec<(&str, Arg<'_>)> =
            self.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        words.say(language, self.key, &args)
    }
}

/// Faults print without anyone at hand who knows the house's words: the shell's `check` does.
static ENGLISH: LazyLock<Option<Words>> = LazyLock::new(|| Words::shipped().ok());

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*ENGLISH {
            Some(words) => f.write_str(&self.say(words, &Language::from("en"))),
            None => f.write_str(self.key),
        }
    }
}

/// The faults found so far in one file.
pub(super) struct Faults<'s> {
    file: &'s str,
    source: &'s str,
    list: Vec<Fault>,
}

impl<'s> Faults<'s> {
    pub(super) fn new(file: &'s str, source: &'s str) -> Self {
        Self { file, source, list: Vec::new() }
    }

    /// Notes a fault at a byte of the source.
    pub(super) fn add(&mut self, at: usize, key: &str, reason: Reason) {
        let line = self.line(at);
        let key = key.to_owned();
        self.list.push(Fault { file: self.file.to_owned(), line, key, reason });
    }

    pub(super) fn line(&self, at: usize) -> usize {
        let before = self.source.as_bytes().get(..at).unwrap_or(self.source.as_bytes());
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, in order of line.
    pub(super) fn sorted(mut self) -> Vec<Fault> {
        self.list.sort_by_key(|fault| fault.line);
        self.list
    }
}
