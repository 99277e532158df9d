//! What a platform needs to register the commands, in no platform's form: walked from the tree.

use std::any::TypeId;
use std::collections::BTreeMap;

use super::parse::{TREE, option};
use crate::domain::community::Language;
use crate::platform::spec::{
    ChoiceSpec, CommandSpec, Kind, Localised, Lookup, MenuSpec, OptionSpec,
};
use crate::ritual::words::Words;

/// The moods there are, as they are given.
const MOODS: [&str; 5] = ["1", "2", "3", "4", "5"];

/// Every command, for a platform to register.
#[must_use]
pub fn specs(words: &Words) -> Vec<CommandSpec> {
    let mut all = Vec::new();
    for command in TREE.get_subcommands() {
        let spec = spec(command, "", words);
        let others: Vec<&str> = command.get_visible_aliases().collect();
        all.extend(others.into_iter().map(|name| CommandSpec {
            name: name.into(),
            names: others_of(&name_key(name), words),
            ..spec.clone()
        }));
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
        names: others_of(&name_key(&path), words),
        about: localised(english, &command_key(&path), words),
        below,
        options,
    }
}

fn option_spec(arg: &clap::Arg, path: &str, words: &Words) -> OptionSpec {
    let name = arg.get_long().unwrap_or_default().to_owned();
    let english = arg.get_help().map(ToString::to_string).unwrap_or_default();
    OptionSpec {
        names: others_of(&option_name_key(path, &name), words),
        about: localised(english, &option_key(path, &name), words),
        kind: kind(arg, words),
        required: arg.is_required_set(),
        lookup: lookup(path, &name),
        name,
    }
}

fn kind(arg: &clap::Arg, words: &Words) -> Kind {
    let name = arg.get_long().unwrap_or_default();
    let values = arg.get_possible_values();
    let choices = values.iter().map(|value| choice(name, value.get_name(), words));
    let choices: Vec<ChoiceSpec> = choices.collect();
    let value = arg.get_value_parser().type_id();
    if !arg.get_action().takes_values() {
        Kind::Flag
    } else if name == "mood" {
        Kind::Choice(MOODS.iter().map(|mood| choice(name, mood, words)).collect())
    } else if !choices.is_empty() {
        Kind::Choice(choices)
    } else if value == TypeId::of::<u8>() || value == TypeId::of::<u16>() {
        Kind::Number
    } else {
        Kind::Text
    }
}

/// A value as people read it: `choice-late-once`, else the value itself.
fn choice(option: &str, value: &str, words: &Words) -> ChoiceSpec {
    let key = format!("choice-{option}-{value}");
    let english = Language::from("en");
    let text = match words.has(&english, &key) {
        true => words.say(&english, &key, &[]),
        false => value.to_owned(),
    };
    ChoiceSpec { value: value.to_owned(), name: localised(text, &key, words) }
}

/// What an option can be completed from.
#[must_use]
pub fn lookup(path: &str, option: &str) -> Option<Lookup> {
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

fn localised(text: String, key: &str, words: &Words) -> Localised {
    Localised { text, others: others_of(key, words) }
}

/// A text in the languages beside English that have it.
fn others_of(key: &str, words: &Words) -> BTreeMap<Language, String> {
    let others = words.languages().into_iter().filter(|one| one.as_str() != "en");
    others
        .filter(|language| words.has(language, key))
        .map(|language| (language.clone(), words.say(&language, key, &[])))
        .collect()
}

/// What can be asked by pointing at a message: the key of its name, and the words it stands for.
const MENUS: [(&str, &str); 3] =
    [("menu-withdraw", "withdraw"), ("menu-why", "why"), ("menu-round-show", "round show")];

/// Every command that is given by pointing at a message.
#[must_use]
pub fn menus(words: &Words) -> Vec<MenuSpec> {
    let english = Language::from("en");
    let menu = |(key, line): &(&str, &str)| MenuSpec {
        name: localised(words.say(&english, key, &[]), key, words),
        words: line.split(' ').map(ToOwned::to_owned).collect(),
    };
    MENUS.iter().map(menu).collect()
}

/// The key of a command's name in another language: `name-ritual-add`.
#[must_use]
pub fn name_key(path: &str) -> String {
    format!("name-{}", path.replace(' ', "-"))
}

/// The key of an option's name in another language.
#[must_use]
pub fn option_name_key(path: &str, option: &str) -> String {
    option_key(path, option).replacen("option-", "name-option-", 1)
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

#[cfg(test)]
#[path = "spec_tests.rs"]
mod tests;
