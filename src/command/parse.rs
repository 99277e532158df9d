//! One parser for every road: a line of text, or words that a platform already split.
//!
//! Where a command has one obvious argument, its bare words are that argument, verbatim. What can't
//! be read comes back as [`Wrong`] with the nearest right form, in no language yet.

use std::sync::LazyLock;

use clap::{ArgAction, CommandFactory, FromArgMatches};

use super::tokens::{Token, apart, split};
use super::tree::Line;
use super::wrong::{What, Wrong};

/// The built tree, for walking.
pub(super) static TREE: LazyLock<clap::Command> = LazyLock::new(|| {
    let mut tree = Line::command();
    tree.build();
    tree
});

/// Which option takes a command's bare words.
const BARE: &[(&str, &str)] = &[
    ("help", "topic"),
    ("answer", "text"),
    ("withdraw", "round"),
    ("challenge share", "text"),
    ("challenge withdraw", "number"),
    ("ritual show", "ritual"),
    ("ritual edit", "ritual"),
    ("ritual preview", "ritual"),
    ("ritual start", "ritual"),
    ("ritual skip", "ritual"),
    ("ritual pause", "ritual"),
    ("ritual resume", "ritual"),
    ("ritual remove", "ritual"),
    ("ritual suggest", "text"),
    ("round show", "round"),
    ("round close", "round"),
    ("round repost", "round"),
    ("round topic add", "topic"),
    ("round topic remove", "topic"),
    ("round note", "text"),
    ("setup", "name"),
    ("community create", "name"),
    ("community holiday add", "date"),
    ("community holiday remove", "date"),
    ("circle create", "name"),
    ("circle bind", "circle"),
    ("circle invite", "circle"),
    ("circle follow", "room"),
    ("me zone", "zone"),
    ("me language", "language"),
    ("me consent", "words"),
];

/// The option that takes this command's bare words.
#[must_use]
pub fn bare(path: &[&str]) -> Option<&'static str> {
    let path = path.join(" ");
    BARE.iter().find(|(command, _)| *command == path).map(|(_, option)| *option)
}

/// Reads a line of text.
///
/// # Errors
/// When it is no command, with the nearest that is.
pub fn text(line: &str) -> Result<Line, Wrong> {
    Spoken { tokens: split(line), line }.read()
}

/// Reads words that came apart already: `ritual`, `start`, `--ritual=monday-check-in`.
///
/// # Errors
/// When they are no command, with the nearest that is.
pub fn words(words: &[String]) -> Result<Line, Wrong> {
    let (line, tokens) = apart(words);
    Spoken { tokens, line: &line }.read()
}

/// A line as the words of one command, each option with its value; `None` where no command is
/// named in full.
pub(super) fn taken_apart(line: &str) -> Option<Vec<String>> {
    let spoken = Spoken { tokens: split(line), line };
    let (path, command, rest) = spoken.path().ok()?;
    let mut words: Vec<String> = path.iter().map(ToString::to_string).collect();
    words.extend(spoken.arguments(&path, command, rest).ok()?);
    Some(words)
}

/// Whether a text without prefix is meant as a command: its first word names one, and the rest
/// goes with it or nearly does. "Why is it so hard?" and "me too" are what they are.
#[must_use]
pub fn names_a_command(line: &str) -> bool {
    let words = split(line);
    let Some(first) = words.first().filter(|word| !word.quoted) else { return false };
    if child(&TREE, &first.text.to_lowercase()).is_none() {
        return false;
    }
    let below = |word: &Token| {
        let first = child(&TREE, &first.text.to_lowercase());
        !word.quoted && first.is_some_and(|first| child(first, &word.text.to_lowercase()).is_some())
    };
    match text(line) {
        Ok(_) => true,
        Err(_) if words.get(1).is_some_and(below) => true,
        Err(_) if words.len() == 1 || words.iter().any(|word| word.text.starts_with("--")) => true,
        Err(Wrong { what: What::Unknown { .. }, nearest, .. }) => !nearest.is_empty(),
        Err(_) => false,
    }
}

/// A command below another, by its name or another name of it.
fn child<'a>(command: &'a clap::Command, name: &str) -> Option<&'a clap::Command> {
    command
        .get_subcommands()
        .find(|sub| sub.get_name() == name || sub.get_all_aliases().any(|alias| alias == name))
}

/// An option of a command by its long name.
pub(super) fn option<'a>(command: &'a clap::Command, name: &str) -> Option<&'a clap::Arg> {
    command.get_arguments().find(|arg| arg.get_long() == Some(name))
}

fn takes_value(arg: &clap::Arg) -> bool {
    !matches!(arg.get_action(), ArgAction::SetTrue)
}

/// A line in its words.
struct Spoken<'a> {
    tokens: Vec<Token>,
    line: &'a str,
}

/// One option as it was said, and the index of the token after it.
struct Said {
    word: Option<String>,
    next: usize,
}

impl Spoken<'_> {
    fn read(&self) -> Result<Line, Wrong> {
        if self.tokens.is_empty() {
            return read_words(&["help".into()], &["help"]);
        }
        let (path, command, rest) = self.path()?;
        if self.tokens.get(rest..).unwrap_or_default().iter().any(asks_for_help) {
            return read_words(&["help".into(), format!("--topic={}", path.join(" "))], &["help"]);
        }
        let mut argv: Vec<String> = path.iter().map(ToString::to_string).collect();
        argv.extend(self.arguments(&path, command, rest)?);
        read_words(&argv, &path)
    }

    /// The command that the first words name, and how many words that took.
    fn path(&self) -> Result<(Vec<&'static str>, &'static clap::Command, usize), Wrong> {
        let mut command: &'static clap::Command = &TREE;
        let mut path = Vec::new();
        while command.has_subcommands() {
            let said = self.tokens.get(path.len());
            if said.is_some_and(asks_for_help) {
                return Ok((path, command, 0));
            }
            let name = said.map(|token| token.text.to_lowercase());
            let Some(sub) = name.as_deref().and_then(|name| child(command, name)) else {
                return Err(Wrong::unknown(&path, self.texts(path.len())));
            };
            path.push(sub.get_name());
            command = sub;
        }
        let taken = path.len();
        Ok((path, command, taken))
    }

    fn texts(&self, from: usize) -> Vec<String> {
        self.tokens.iter().skip(from).map(|token| token.text.clone()).collect()
    }

    /// The words after the command, as options only: leading options, bare words, last options.
    fn arguments(
        &self,
        path: &[&'static str],
        command: &clap::Command,
        from: usize,
    ) -> Result<Vec<String>, Wrong> {
        let bare = bare(path);
        let mut words = Vec::new();
        let mut at = from;
        while let Some(said) = self.option_at(path, command, bare, at)? {
            words.extend(said.word);
            at = said.next;
        }
        if at >= self.tokens.len() {
            return Ok(words);
        }
        let Some(bare) = bare else {
            return Err(self.stray(path, at));
        };
        let skip = usize::from(self.tokens.get(at).is_some_and(|token| token.text == "--"));
        let end = if skip == 1 { self.tokens.len() } else { self.last_options(path, command, at) };
        if let Some(run) = self.run(at + skip, end) {
            words.push(format!("--{bare}={run}"));
        }
        let mut at = end;
        while let Some(said) = self.option_at(path, command, None, at)? {
            words.extend(said.word);
            at = said.next;
        }
        Ok(words)
    }

    fn stray(&self, path: &[&'static str], at: usize) -> Wrong {
        let given = self.tokens.get(at).map(|token| token.text.clone()).unwrap_or_default();
        let mut kept: Vec<String> = self.texts(0);
        kept.truncate(at);
        Wrong::new(What::Stray { given }, path).with_nearest(kept)
    }

    /// The words from one token to another, verbatim; a single one without its quotes.
    fn run(&self, from: usize, to: usize) -> Option<String> {
        let first = self.tokens.get(from)?;
        let last = self.tokens.get(to.checked_sub(1)?)?;
        if from + 1 == to {
            return Some(first.text.clone());
        }
        self.line.get(first.start..last.end).map(ToOwned::to_owned)
    }

    /// Where the options begin that stand after the bare words, up to the end of the line.
    fn last_options(&self, path: &[&'static str], command: &clap::Command, from: usize) -> usize {
        (from..self.tokens.len())
            .find(|start| {
                let mut at = *start;
                while let Ok(Some(said)) = self.option_at(path, command, None, at) {
                    at = said.next;
                }
                at > *start && at == self.tokens.len()
            })
            .unwrap_or(self.tokens.len())
    }

    /// The option at a token; `None` where none stands there.
    fn option_at(
        &self,
        path: &[&'static str],
        command: &clap::Command,
        bare: Option<&str>,
        at: usize,
    ) -> Result<Option<Said>, Wrong> {
        let Some(token) = self.tokens.get(at).filter(|token| !token.quoted) else {
            return Ok(None);
        };
        let Some((name, inline)) = option_name(&token.text) else { return Ok(None) };
        let Some(arg) = option(command, &name) else {
            return Err(Wrong::unknown_option(path, command, &name, self.texts(0)));
        };
        if !takes_value(arg) {
            let on = !matches!(inline.as_deref(), Some("false" | "no"));
            return Ok(Some(Said { word: on.then(|| format!("--{name}")), next: at + 1 }));
        }
        if let Some(value) = inline {
            return Ok(Some(Said { word: Some(format!("--{name}={value}")), next: at + 1 }));
        }
        let absorbs = bare.is_none_or(|bare| bare == name);
        let end = self.value_end(at + 1, absorbs);
        let Some(value) = self.run(at + 1, end) else {
            return Err(Wrong::no_value(path, name, self.texts(0), at));
        };
        Ok(Some(Said { word: Some(format!("--{name}={value}")), next: end }))
    }

    /// Where an option's value ends: after one word, or, where it takes all, at the next option.
    fn value_end(&self, from: usize, absorbs: bool) -> usize {
        let is_value = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.quoted || option_name(&token.text).is_none())
        };
        if !is_value(from) {
            return from;
        }
        let mut end = from + 1;
        while absorbs && !self.tokens.get(from).is_some_and(|token| token.quoted) && is_value(end) {
            end += 1;
        }
        end
    }
}

/// The name of an option and the value after its `=`, where the word is an option.
pub(super) fn option_name(word: &str) -> Option<(String, Option<String>)> {
    let rest =
        word.strip_prefix("--").filter(|rest| rest.starts_with(|c: char| c.is_alphabetic()))?;
    let (name, value) = match rest.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (rest, None),
    };
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    plain.then(|| (name.to_lowercase().replace('_', "-"), value))
}

fn asks_for_help(token: &Token) -> bool {
    !token.quoted && (token.text == "--help" || token.text == "-h")
}

fn read_words(argv: &[String], path: &[&'static str]) -> Result<Line, Wrong> {
    TREE.clone()
        .try_get_matches_from(argv)
        .and_then(|matches| Line::from_arg_matches(&matches))
        .map_err(|error| Wrong::from_clap(&error, path, argv))
}
