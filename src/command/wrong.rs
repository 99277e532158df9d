//! What can't be read, and the nearest right form.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::near::{below, closest, nearest_path, repaired};
use super::tokens::quoted;
use super::value::Unread;
use super::voice::Voice;
use crate::domain::body::{Block, Body};

/// A line that is no command.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrong {
    /// What is wrong with it.
    pub what: What,
    /// The command as far as it was understood.
    pub path: Vec<String>,
    /// The nearest line that is right; empty when nothing is near.
    pub nearest: Vec<Near>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// No command, or none below this one, has this name.
    Unknown {
        /// What was said; nothing when the line ended before it.
        given: Option<String>,
    },
    /// The command has no such option.
    UnknownOption {
        /// Its name as it was said.
        given: String,
    },
    /// An option needs a value.
    NoValue {
        /// Which.
        option: String,
    },
    /// An option's value can't be read.
    Value {
        /// Which.
        option: String,
        /// What was said.
        given: String,
        /// What it may be, where that is a list.
        choices: Vec<String>,
    },
    /// Something that is needed is missing.
    Missing {
        /// Which options.
        options: Vec<String>,
    },
    /// Two options exclude each other, or one was given twice.
    Conflict {
        /// The later one.
        one: String,
        /// The earlier one.
        other: String,
    },
    /// A word that belongs nowhere.
    Stray {
        /// The word.
        given: String,
    },
}

/// A word of the nearest right form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Near {
    /// As it was said.
    Said(String),
    /// An example value for this option.
    Sample(String),
}

impl Wrong {
    pub(super) fn new(what: What, path: &[&'static str]) -> Self {
        let path = path.iter().map(ToString::to_string).collect();
        Self { what, path, nearest: Vec::new() }
    }

    pub(super) fn with_nearest(mut self, argv: Vec<String>) -> Self {
        self.nearest = repaired(argv);
        self
    }

    /// No command below `path` has the name that `said` begins with.
    pub(super) fn unknown(path: &[&'static str], said: Vec<String>) -> Self {
        let wrong = Self::new(What::Unknown { given: said.first().cloned() }, path);
        let found = said.first().and_then(|given| nearest_path(path, given));
        match found {
            Some(found) => {
                wrong.with_nearest(found.into_iter().chain(said.into_iter().skip(1)).collect())
            }
            None => wrong,
        }
    }

    /// An option at this word of the line stands without its value.
    pub(super) fn no_value(
        path: &[&'static str],
        option: String,
        said: Vec<String>,
        at: usize,
    ) -> Self {
        let mut nearest: Vec<Near> = said.into_iter().map(Near::Said).collect();
        nearest.insert((at + 1).min(nearest.len()), Near::Sample(option.clone()));
        Self { nearest, ..Self::new(What::NoValue { option }, path) }
    }

    pub(super) fn unknown_option(
        path: &[&'static str],
        command: &clap::Command,
        name: &str,
        said: Vec<String>,
    ) -> Self {
        let wrong = Self::new(What::UnknownOption { given: name.to_owned() }, path);
        let names = command.get_arguments().filter_map(clap::Arg::get_long);
        let Some(near) = closest(names, name) else { return wrong };
        let old = format!("--{name}");
        let fixed = said.into_iter().map(|word| match word.strip_prefix(&old) {
            Some(rest) if rest.is_empty() || rest.starts_with('=') => format!("--{near}{rest}"),
            _ => word,
        });
        wrong.with_nearest(fixed.collect())
    }

    /// What clap says, without its words.
    pub(super) fn from_clap(error: &clap::Error, path: &[&'static str], argv: &[String]) -> Self {
        let first = |kind| names(error, kind).into_iter().next().unwrap_or_default();
        let option = first(ContextKind::InvalidArg);
        match error.kind() {
            ErrorKind::MissingRequiredArgument => {
                missing(names(error, ContextKind::InvalidArg), path, argv)
            }
            ErrorKind::ArgumentConflict => {
                let other = first(ContextKind::PriorArg);
                let kept = argv.iter().filter(|word| !is_option(word, &option)).cloned().collect();
                Self::new(What::Conflict { one: option, other }, path).with_nearest(kept)
            }
            _ => bad_value(error, option, path, argv),
        }
    }

    /// In words, with the nearest right form.
    #[must_use]
    pub fn tell(&self, voice: &Voice) -> Body {
        let mut body = Body::text(self.reason(voice));
        if let Some(line) = self.line(voice) {
            body = body.and(voice.plain("wrong-nearest"));
            body.blocks.push(Block::Code(voice.typed(&line)));
        } else {
            let topic = format!("help {}", self.path.join(" "));
            body = body.and(voice.plain("wrong-help"));
            body.blocks.push(Block::Code(voice.typed(topic.trim())));
        }
        body
    }

    /// The nearest right line, as it is typed.
    #[must_use]
    pub fn line(&self, voice: &Voice) -> Option<String> {
        let words: Vec<String> = self
            .nearest
            .iter()
            .map(|near| match near {
                Near::Said(word) => retyped(word),
                Near::Sample(option) => quoted(&voice.plain(&format!("sample-{option}"))),
            })
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn reason(&self, voice: &Voice) -> String {
        let command = self.path.join(" ");
        let (key, args): (&str, Vec<(&str, String)>) = match &self.what {
            What::Unknown { given: Some(given) } if command.is_empty() => {
                ("wrong-unknown", vec![("given", given.clone())])
            }
            What::Unknown { given } => {
                let given = given.clone().unwrap_or_default();
                ("wrong-unknown-below", vec![("given", given), ("choices", below(&self.path))])
            }
            What::UnknownOption { given } => ("wrong-option", vec![("given", voice.option(given))]),
            What::NoValue { option } => ("wrong-no-value", vec![("option", voice.option(option))]),
            What::Value { option, given, choices } if choices.is_empty() => {
                let means = voice.plain(&super::spec::option_key(&command, option));
                (
                    "wrong-value",
                    vec![
                        ("option", voice.option(option)),
                        ("given", given.clone()),
                        ("means", means),
                    ],
                )
            }
            What::Value { option, given, choices } => (
                "wrong-choice",
                vec![
                    ("option", voice.option(option)),
                    ("given", given.clone()),
                    ("choices", choices.join(", ")),
                ],
            ),
            What::Missing { options } => {
                let options = options.iter().map(|name| voice.option(name)).collect::<Vec<_>>();
                ("wrong-missing", vec![("options", options.join(", "))])
            }
            What::Conflict { one, other } if one == other => {
                ("wrong-twice", vec![("option", voice.option(one))])
            }
            What::Conflict { one, other } => {
                ("wrong-conflict", vec![("one", voice.option(one)), ("other", voice.option(other))])
            }
            What::Stray { given } => ("wrong-stray", vec![("given", given.clone())]),
        };
        let args: Vec<_> = args
            .into_iter()
            .chain([("command", command.clone())])
            .map(|(k, v)| (k, v.into()))
            .collect();
        voice.say(key, &args)
    }
}

/// What a new ritual needs beside what clap asks for: a rhythm.
const RHYTHM: [&str; 2] = ["days", "at"];

fn missing(options: Vec<String>, path: &[&'static str], argv: &[String]) -> Wrong {
    let mut nearest: Vec<Near> = argv.iter().cloned().map(Near::Said).collect();
    let said = |name: &str| argv.iter().any(|word| is_option(word, name));
    let rhythm =
        RHYTHM.iter().filter(|name| path == ["ritual", "add"] && !said("cron") && !said(name));
    for option in options.iter().map(String::as_str).chain(rhythm.copied()) {
        nearest.extend([Near::Said(format!("--{option}")), Near::Sample(option.to_owned())]);
    }
    Wrong { nearest, ..Wrong::new(What::Missing { options }, path) }
}

fn bad_value(error: &clap::Error, option: String, path: &[&'static str], argv: &[String]) -> Wrong {
    let given = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(given)) => given.clone(),
        _ => String::new(),
    };
    let choices = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(choices)) => choices.clone(),
        _ => Vec::new(),
    };
    let near =
        closest(choices.iter().map(String::as_str), &given).map(ToOwned::to_owned).or_else(|| {
            error
                .source()
                .and_then(|source| source.downcast_ref::<Unread>()?.nearest.map(ToOwned::to_owned))
        });
    let mut nearest: Vec<Near> =
        argv.iter().filter(|word| !is_option(word, &option)).cloned().map(Near::Said).collect();
    nearest.push(Near::Said(format!("--{option}")));
    nearest.push(near.map_or_else(|| Near::Sample(option.clone()), Near::Said));
    Wrong { nearest, ..Wrong::new(What::Value { option, given, choices }, path) }
}

/// The long names in clap's context: `--late <LATE>` is `late`.
fn names(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    let said = match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    };
    said.iter()
        .map(|text| {
            let name = text.trim_start_matches('-');
            name.split([' ', '=']).next().unwrap_or(name).to_owned()
        })
        .collect()
}

fn is_option(word: &str, name: &str) -> bool {
    word.strip_prefix("--")
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
}

/// A word of a line as a person types it: an option and its value apart.
fn retyped(word: &str) -> String {
    match word.strip_prefix("--").and_then(|rest| rest.split_once('=')) {
        Some((name, value)) => format!("--{name} {}", quoted(value)),
        None => quoted(word),
    }
}
