//! What a platform needs to register the commands, in no platform's form: walked from the tree.

use std::any::TypeId;
use std::collections::BTreeMap;

use super::parse::{TREE, option};
use crate::domain::community::Language;
use crate::ritual::words::Words;

/// A command, or a group of commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandSpec {
    /// Its name.
    pub name: String,
    /// What it does.
    pub about: About,
    /// The commands below it; a command with some has no options of its own.
    pub below: Vec<CommandSpec>,
    /// Its options, required ones first.
    pub options: Vec<OptionSpec>,
}

/// A description in English and in the other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// In English.
    pub text: String,
    /// In other languages.
    pub others: BTreeMap<Language, String>,
}

/// An option of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: About,
    /// What its values are.
    pub kind: Kind,
    /// Whether the command needs it.
    pub required: bool,
    /// What its values can be completed from.
    pub lookup: Option<Lookup>,
}

/// What an option's values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// One of these.
    Choice(Vec<String>),
    /// There or not.
    Flag,
}

/// What an option can be completed from while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The communities of the person.
    Community,
    /// The circles of the community.
    Circle,
    /// The rituals of the community.
    Ritual,
    /// The open rounds, and the last closed ones.
    Round,
    /// The methods there are.
    Method,
    /// The time zones.
    Zone,
    /// The languages.
    Language,
    /// The accounts of the community's members.
    Account,
    /// The topics said before.
    Topic,
}

/// Every command, for a platform to register.
#[must_use]
pub fn specs(words: &Words) -> Vec<CommandSpec> {
    let mut all = Vec::new();
    for command in TREE.get_subcommands() {
        let spec = spec(command, "", words);
        let others: Vec<&str> = command.get_visible_aliases().collect();
        all.extend(
            others.into_iter().map(|name| CommandSpec { name: name.into(), ..spec.clone() }),
        );
        all.push(spec);
    }
    all
}

fn spec(command: &clap::Command, above: &str, words: &Words) -> CommandSpec {
    let name = command.get_name();
    let path = format!("{above} {name}").trim().to_owned();
    let english = command.get_about().map(ToString::to_string).unwrap_or_default();
    let below: Vec<CommandSpec> =
        command.get_subcommands().map(|sub| spec(sub, &path, words)).collect();
    let mut options: Vec<OptionSpec> = match below.is_empty() {
        true => command.get_arguments().map(|arg| option_spec(arg, &path, words)).collect(),
        false => Vec::new(),
    };
    options.sort_by_key(|option| !option.required);
    CommandSpec {
        name: name.to_owned(),
        about: about(english, &command_key(&path), words),
        below,
        options,
    }
}

fn option_spec(arg: &clap::Arg, path: &str, words: &Words) -> OptionSpec {
    let name = arg.get_long().unwrap_or_default().to_owned();
    let english = arg.get_help().map(ToString::to_string).unwrap_or_default();
    OptionSpec {
        about: about(english, &option_key(path, &name), words),
        kind: kind(arg),
        required: arg.is_required_set(),
        lookup: lookup(path, &name),
        name,
    }
}

fn kind(arg: &clap::Arg) -> Kind {
    let choices: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let value = arg.get_value_parser().type_id();
    if !arg.get_action().takes_values() {
        Kind::Flag
    } else if !choices.is_empty() {
        Kind::Choice(choices)
    } else if value == TypeId::of::<u8>() || value == TypeId::of::<u16>() {
        Kind::Number
    } else {
        Kind::Text
    }
}

fn lookup(path: &str, option: &str) -> Option<Lookup> {
    match (path, option) {
        ("setup", _) if !matches!(option, "zone" | "language" | "method") => None,
        (_, "community") => Some(Lookup::Community),
        (_, "circle") => Some(Lookup::Circle),
        (_, "ritual") => Some(Lookup::Ritual),
        (_, "round") => Some(Lookup::Round),
        (_, "method") => Some(Lookup::Method),
        (_, "zone") => Some(Lookup::Zone),
        (_, "language") => Some(Lookup::Language),
        (_, "account") => Some(Lookup::Account),
        (_, "topic") => Some(Lookup::Topic),
        _ => None,
    }
}

fn about(text: String, key: &str, words: &Words) -> About {
    let others = words
        .languages()
        .into_iter()
        .filter(|language| language.as_str() != "en" && words.has(language, key))
        .map(|language| (language.clone(), words.say(&language, key, &[])))
        .collect();
    About { text, others }
}

/// The key of a command's description: `help-ritual-add`.
#[must_use]
pub fn command_key(path: &str) -> String {
    format!("help-{}", path.replace(' ', "-"))
}

/// The key of an option's description. An option reads alike in every command, with few exceptions.
#[must_use]
pub fn option_key(path: &str, option: &str) -> String {
    match (path, option) {
        ("help", "topic") | ("setup", "name" | "circle" | "ritual") => {
            format!("option-{path}-{option}")
        }
        _ => format!("option-{option}"),
    }
}

/// A command of the tree by its path, with its options.
#[must_use]
pub fn find(path: &str) -> Option<&'static clap::Command> {
    let mut command: &'static clap::Command = &TREE;
    for name in path.split_whitespace() {
        command = command.find_subcommand(name.to_lowercase())?;
    }
    Some(command)
}

/// Whether a command takes an option.
#[must_use]
pub fn takes(path: &str, name: &str) -> bool {
    find(path).is_some_and(|command| option(command, name).is_some())
}
