//! The commands as Discord registers them. Pure.
//!
//! No command is hidden by a permission: who may do what is the community's to say, and is checked
//! in the bot.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::domain::community::Language;
use crate::platform::spec::{ChoiceSpec, CommandSpec, Kind, Localised, MenuSpec, OptionSpec};

/// Types of commands.
const CHAT_INPUT: u64 = 1;
const MESSAGE: u64 = 3;

/// Types of options.
const SUB_COMMAND: u64 = 1;
const SUB_COMMAND_GROUP: u64 = 2;
const STRING: u64 = 3;
const INTEGER: u64 = 4;
const BOOLEAN: u64 = 5;

/// The languages of Discord's clients, beside English in which everything is.
const LOCALES: [&str; 30] = [
    "id", "da", "de", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko",
];

/// Everything that is registered, as Discord takes it. `global` commands can also be given in a
/// direct message; those of one server can't.
pub(super) fn wanted(commands: &[CommandSpec], menus: &[MenuSpec], global: bool) -> Vec<Value> {
    let mut all: Vec<Value> = commands.iter().map(command).chain(menus.iter().map(menu)).collect();
    if global {
        for one in &mut all {
            one["contexts"] = json!([0, 1]);
            one["integration_types"] = json!([0]);
        }
    }
    all
}

fn command(spec: &CommandSpec) -> Value {
    let mut made = named(&spec.name, &spec.names, &spec.about);
    made["type"] = json!(CHAT_INPUT);
    made["options"] = options(spec);
    made
}

fn menu(spec: &MenuSpec) -> Value {
    json!({
        "type": MESSAGE,
        "name": spec.name.text,
        "name_localizations": locales(&spec.name.others),
    })
}

fn named(name: &str, names: &BTreeMap<Language, String>, about: &Localised) -> Value {
    json!({
        "name": name,
        "name_localizations": locales(names),
        "description": about.text,
        "description_localizations": locales(&about.others),
    })
}

/// What stands below a command: its subcommands, or its options.
fn options(spec: &CommandSpec) -> Value {
    let below = spec.below.iter().map(|below| {
        let mut made = named(&below.name, &below.names, &below.about);
        made["type"] = json!(if below.below.is_empty() { SUB_COMMAND } else { SUB_COMMAND_GROUP });
        made["options"] = options(below);
        made
    });
    below.chain(spec.options.iter().map(option)).collect()
}

fn option(spec: &OptionSpec) -> Value {
    let mut made = named(&spec.name, &spec.names, &spec.about);
    made["type"] = json!(match spec.kind {
        Kind::Text | Kind::Choice(_) => STRING,
        Kind::Number => INTEGER,
        Kind::Flag => BOOLEAN,
    });
    made["required"] = json!(spec.required);
    if let Kind::Choice(choices) = &spec.kind {
        made["choices"] = choices.iter().map(choice).collect();
    } else if spec.lookup.is_some() {
        made["autocomplete"] = json!(true);
    }
    made
}

fn choice(spec: &ChoiceSpec) -> Value {
    json!({
        "name": spec.name.text,
        "name_localizations": locales(&spec.name.others),
        "value": spec.value,
    })
}

/// Texts by Discord's names of languages; one of ours may be several of theirs.
fn locales(texts: &BTreeMap<Language, String>) -> Value {
    let mut all = Map::new();
    for (language, text) in texts {
        let ours = language.as_str();
        let same = |locale: &&&str| **locale == ours || locale.split('-').next() == Some(ours);
        for locale in LOCALES.iter().filter(same) {
            all.insert((*locale).to_owned(), json!(text));
        }
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::command::spec;
    use crate::ritual::words::Words;

    fn real(global: bool) -> Vec<Value> {
        let words = Words::shipped().unwrap();
        wanted(&spec::specs(&words), &spec::menus(&words), global)
    }

    /// Discord's own limits, for all that is registered.
    #[test]
    fn the_real_tree_is_within_the_limits() {
        let all = real(true);
        let of = |kind: u64| all.iter().filter(|one| one["type"] == kind).collect::<Vec<_>>();
        assert!(of(CHAT_INPUT).len() <= 100);
        assert!((1..=15).contains(&of(MESSAGE).len()));
        for one in of(CHAT_INPUT) {
            let total = size(one, 0);
            assert!(total <= 8000, "{}: {total}", one["name"]);
            assert!(one.get("default_member_permissions").is_none(), "nothing is hidden");
        }
        for one in of(MESSAGE) {
            assert!(lengths(one, "name").iter().all(|length| (1..=32).contains(length)), "{one}");
            assert!(one.get("description").is_none());
        }
        let text = serde_json::to_string(&all).unwrap();
        assert!(text.contains("\"fr\":\"rituel\""), "French names");
    }

    /// All forms of a text: the English one and those in other languages.
    fn forms(value: &Value, key: &str) -> Vec<String> {
        let others = value[format!("{key}_localizations")].as_object().unwrap();
        std::iter::once(&value[key]).chain(others.values()).map(words_of).collect()
    }

    fn lengths(value: &Value, key: &str) -> Vec<usize> {
        forms(value, key).iter().map(|form| form.chars().count()).collect()
    }

    /// How many characters a command counts: of each text the longest form.
    fn size(value: &Value, depth: usize) -> usize {
        let kind = value["type"].as_u64().unwrap();
        assert!(depth <= 3, "{value}");
        for name in forms(value, "name") {
            let shape = |c: char| "-_'".contains(c) || c.is_alphanumeric() && !c.is_uppercase();
            assert!((1..=32).contains(&name.chars().count()) && name.chars().all(shape), "{name}");
        }
        assert!(lengths(value, "description").iter().all(|length| (1..=100).contains(length)));
        let longest = |key| lengths(value, key).into_iter().max().unwrap();
        let mut total = longest("name") + longest("description");
        for choice in value["choices"].as_array().into_iter().flatten() {
            assert!(lengths(choice, "name").iter().all(|length| (1..=100).contains(length)));
            let longest = lengths(choice, "name").into_iter().max().unwrap();
            total += longest + words_of(&choice["value"]).chars().count();
        }
        assert!(value["choices"].is_null() || value["autocomplete"].is_null(), "{value}");
        let options = value["options"].as_array().cloned().unwrap_or_default();
        assert!(options.len() <= 25, "{}", value["name"]);
        let groups =
            |one: &Value| [SUB_COMMAND, SUB_COMMAND_GROUP].contains(&one["type"].as_u64().unwrap());
        assert!(options.iter().all(groups) || !options.iter().any(groups), "{}", value["name"]);
        let required: Vec<bool> =
            options.iter().map(|one| one["required"].as_bool().unwrap_or(false)).collect();
        assert!(required.is_sorted_by(|a, b| a >= b), "{}: required ones first", value["name"]);
        if kind == SUB_COMMAND_GROUP {
            assert!(options.iter().all(|one| one["type"] == SUB_COMMAND), "{}", value["name"]);
        }
        let mut seen = BTreeSet::new();
        for one in &options {
            assert!(seen.insert(words_of(&one["name"])), "{one}");
        }
        total + options.iter().map(|one| size(one, depth + 1)).sum::<usize>()
    }

    fn words_of(value: &Value) -> String {
        value.as_str().unwrap_or_default().to_owned()
    }
}
