//! What may have been meant: the command, option or name that is most like what was said.

use super::parse::{TREE, words};
use super::wrong::Near;

const NEAR: f64 = 0.8;

/// A repaired line, when it can be read now, or when its own repair can.
pub(super) fn repaired(argv: Vec<String>) -> Vec<Near> {
    match words(&argv) {
        Ok(_) => argv.into_iter().map(Near::Said).collect(),
        Err(wrong) => wrong.nearest,
    }
}

/// The command whose name is most like what was said: below `path`, else anywhere.
pub(super) fn nearest_path(path: &[&'static str], given: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    paths(&TREE, &mut Vec::new(), &mut all);
    let given = given.to_lowercase();
    let score = |candidate: &&Vec<String>| {
        let last = candidate.last().map_or("", String::as_str);
        let inside = !path.is_empty()
            && candidate.len() > path.len()
            && candidate.iter().zip(path).all(|(a, b)| a == b);
        strsim::jaro_winkler(last, &given) + if inside { 0.15 } else { 0.0 }
            - f64::from(u8::try_from(candidate.len()).unwrap_or(u8::MAX)) * 0.01
    };
    all.iter()
        .filter(|candidate| score(candidate) > NEAR)
        .max_by(|a, b| score(a).total_cmp(&score(b)))
        .cloned()
}

/// The command that a topic of help is most like.
pub(super) fn nearest_to(topic: &str) -> Option<String> {
    let last = topic.split_whitespace().last()?;
    nearest_path(&[], last).map(|path| path.join(" "))
}

fn paths(command: &clap::Command, above: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    for sub in command.get_subcommands() {
        for name in std::iter::once(sub.get_name()).chain(sub.get_all_aliases()) {
            above.push(name.to_owned());
            all.push(above.clone());
            paths(sub, above, all);
            above.pop();
        }
    }
}

/// The names below a path, as a list.
pub(super) fn below(path: &[String]) -> String {
    let mut command: &clap::Command = &TREE;
    for name in path {
        let Some(sub) = command.find_subcommand(name) else { break };
        command = sub;
    }
    command.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>().join(", ")
}

/// The name most like another, if any is alike.
pub(super) fn closest<'a>(names: impl Iterator<Item = &'a str>, given: &str) -> Option<&'a str> {
    let given = given.to_lowercase();
    names
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &given), name))
        .filter(|(likeness, _)| *likeness > NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
