//! What platforms are told of the tree, in every language.

use std::collections::{BTreeMap, BTreeSet};

use super::super::tests::leaves;
use super::*;
use crate::platform::spec::Localised;

/// The limits of the strictest platform that registers commands.
#[test]
fn the_spec_fits_what_platforms_register() {
    let all = specs(&Words::shipped().unwrap());
    assert!(all.len() <= 100);
    let names: BTreeSet<&str> = all.iter().map(|spec| spec.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    for spec in &all {
        let total = fits(spec, 0);
        assert!(total <= 8000, "{}: {total}", spec.name);
    }
    assert!(names.contains("checkin"));
}

/// Checks one command and returns how many characters it counts: of each text the longest.
fn fits(spec: &CommandSpec, depth: usize) -> usize {
    assert!(depth <= 2, "{}", spec.name);
    assert!(spec.below.len() <= 25 && spec.options.len() <= 25);
    assert!(spec.below.is_empty() || spec.options.is_empty());
    let mut total = counted(&spec.name, &spec.names, &spec.about);
    alone(spec.below.iter().map(|below| (&below.name, &below.names)));
    alone(spec.options.iter().map(|option| (&option.name, &option.names)));
    let mut optional = false;
    for option in &spec.options {
        assert!(!(optional && option.required), "{} {}", spec.name, option.name);
        optional |= !option.required;
        total += counted(&option.name, &option.names, &option.about);
        if let Kind::Choice(choices) = &option.kind {
            assert!(choices.len() <= 25 && option.lookup.is_none());
            let longest = choices.iter().map(|choice| choice.value.len() + longest(&choice.name));
            total += longest.sum::<usize>();
        }
    }
    total + spec.below.iter().map(|below| fits(below, depth + 1)).sum::<usize>()
}

fn counted(name: &str, names: &BTreeMap<Language, String>, about: &Localised) -> usize {
    let shape = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!((1..=32).contains(&name.len()) && name.chars().all(shape), "{name}");
    for name in names.values() {
        let word = |c: char| c.is_alphanumeric() && !c.is_uppercase() || c == '-';
        assert!((1..=32).contains(&name.chars().count()) && name.chars().all(word), "{name}");
    }
    let longest_name = names.values().map(|name| name.chars().count()).chain([name.len()]).max();
    longest_name.unwrap_or(0) + longest(about)
}

fn longest(text: &Localised) -> usize {
    let lengths =
        std::iter::once(&text.text).chain(text.others.values()).map(|t| t.chars().count());
    lengths.inspect(|length| assert!((1..=100).contains(length), "{text:?}")).max().unwrap_or(0)
}

/// In no language do two that stand side by side have the same name.
fn alone<'a>(all: impl Iterator<Item = (&'a String, &'a BTreeMap<Language, String>)>) {
    let mut seen = BTreeSet::new();
    for (english, others) in all {
        assert!(seen.insert(("en", english.as_str())), "{english}");
        for (language, name) in others {
            assert!(seen.insert((language.as_str(), name.as_str())), "{language:?} {name}");
        }
    }
}

#[test]
fn every_command_option_and_menu_has_its_name_in_every_language() {
    fn names(spec: &CommandSpec, path: &str, all: &mut Vec<String>) {
        let path = format!("{path} {}", spec.name);
        let one = |what: &str, names: &BTreeMap<Language, String>| {
            assert_eq!(names.len(), 1, "{path} {what}");
            let named = names.iter().map(|(language, name)| format!("{}: {name}", language.0));
            format!("{path} {what} = {}\n", named.collect::<String>())
        };
        all.push(one("", &spec.names));
        all.extend(spec.options.iter().map(|option| one(&option.name, &option.names)));
        spec.below.iter().for_each(|below| names(below, &path, all));
    }
    let words = Words::shipped().unwrap();
    let english = |key: &str| words.say(&"en".into(), key, &[]);
    for leaf in leaves() {
        let last = leaf.split(' ').next_back().unwrap();
        assert_eq!(english(&name_key(&leaf)), last, "{leaf}");
        for name in find(&leaf).unwrap().get_arguments().filter_map(clap::Arg::get_long) {
            assert_eq!(english(&option_name_key(&leaf, name)), name, "{leaf}");
        }
    }
    let mut all = Vec::new();
    for spec in specs(&words) {
        names(&spec, "", &mut all);
    }
    alone(specs(&words).iter().map(|spec| (&spec.name, &spec.names)));
    for menu in menus(&words) {
        assert!(menu.name.text.len() <= 32, "{:?}", menu.name);
        assert!(menu.name.others.values().all(|name| name.chars().count() <= 32), "{menu:?}");
        assert!(super::super::parse::words(&menu.words).is_ok(), "{menu:?}");
    }
    insta::assert_snapshot!(all.concat());
}
