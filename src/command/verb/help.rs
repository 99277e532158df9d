//! `help`: one screen, or one command.

use crate::command::near::nearest_to;
use crate::command::parse::bare;
use crate::command::spec::{command_key, find, option_key};
use crate::command::tokens::quoted;
use crate::command::voice::{Manner, Voice};
use crate::domain::body::{Block, Body, Span};

const EVERYONE: &[&str] = &[
    "answer",
    "withdraw",
    "challenge share",
    "ritual list",
    "ritual suggest",
    "me show",
    "why",
    "status",
];
const CONVENORS: &[&str] = &[
    "setup",
    "ritual add",
    "ritual start",
    "round show",
    "curate",
    "circle invite",
    "community edit",
    "role grant",
    "undo",
];

/// Help in one screen, or about the command that the topic names or is most like.
#[must_use]
pub fn help(topic: Option<&str>, voice: &Voice) -> Body {
    let Some(topic) = topic.map(str::trim).filter(|topic| !topic.is_empty()) else {
        return screen(voice);
    };
    let near = || nearest_to(topic).and_then(|path| find(&path).map(|command| (path, command)));
    match find(topic).map(|command| (topic.to_lowercase(), command)).or_else(near) {
        Some((path, command)) if command.has_subcommands() => group(&path, command, voice),
        Some((path, command)) => one(&path, command, voice),
        None => {
            let mut body = voice.body("help-unknown", &[("topic", topic.into())]);
            body.blocks.extend(screen(voice).blocks);
            body
        }
    }
}

fn screen(voice: &Voice) -> Body {
    let list = |paths: &[&str]| Block::List(paths.iter().map(|path| entry(path, voice)).collect());
    let mut body = voice.body("help-intro", &[]);
    body.blocks.push(Block::Heading(voice.plain("help-everyone")));
    body.blocks.push(list(EVERYONE));
    body.blocks.push(Block::Heading(voice.plain("help-convenors")));
    body.blocks.push(list(CONVENORS));
    let more = voice.typed("help ritual add");
    body.and(voice.say("help-more", &[("command", more.into())]))
}

fn entry(path: &str, voice: &Voice) -> Vec<Span> {
    voice.entry(path, &voice.plain(&command_key(path)))
}

fn group(path: &str, command: &clap::Command, voice: &Voice) -> Body {
    let mut leaves = Vec::new();
    walk(path, command, &mut leaves);
    let mut body = Body::default();
    body.blocks.push(Block::Heading(voice.typed(path)));
    let mut body = body.and(voice.plain(&command_key(path)));
    body.blocks.push(Block::List(leaves.iter().map(|leaf| entry(leaf, voice)).collect()));
    let more = voice.typed(&format!("help {}", leaves.first().map_or(path, String::as_str)));
    body.and(voice.say("help-more", &[("command", more.into())]))
}

fn walk(path: &str, command: &clap::Command, leaves: &mut Vec<String>) {
    if !command.has_subcommands() {
        leaves.push(path.to_owned());
    }
    for sub in command.get_subcommands() {
        walk(&format!("{path} {}", sub.get_name()), sub, leaves);
    }
}

fn one(path: &str, command: &clap::Command, voice: &Voice) -> Body {
    let path = canonical(path);
    let mut body = Body::default();
    body.blocks.push(Block::Heading(voice.typed(&path)));
    let mut body = body.and(voice.plain(&command_key(&path)));
    body.blocks.push(Block::Code(voice.typed(&example(&path, voice))));
    let words: Vec<&str> = path.split(' ').collect();
    let bare = bare(&words);
    let options = command.get_arguments().filter_map(|arg| {
        let name = arg.get_long()?;
        let about = voice.plain(&option_key(&path, name));
        let key = match (Some(name) == bare, arg.is_required_set()) {
            (true, _) if voice.manner != Manner::Picked => "help-bare",
            (_, true) => "help-needed",
            (_, false) => return Some(spans(&voice.option(name), &about)),
        };
        Some(spans(&voice.option(name), &voice.say(key, &[("about", about.into())])))
    });
    body.blocks.push(Block::List(options.collect()));
    body
}

fn spans(option: &str, about: &str) -> Vec<Span> {
    vec![Span::Code(option.to_owned()), Span::Plain(format!(" – {about}"))]
}

/// A path by the commands' first names: `checkin` is `answer`.
fn canonical(path: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for word in path.split_whitespace() {
        names.push(word.to_lowercase());
        if let Some(command) = find(&names.join(" ")) {
            names.pop();
            names.push(command.get_name().to_owned());
        }
    }
    names.join(" ")
}

/// A line that shows a command: written by hand where one is, else made from what it needs.
#[must_use]
pub fn example(path: &str, voice: &Voice) -> String {
    let key = format!("example-{}", path.replace(' ', "-"));
    if voice.words.has(&voice.language, &key) {
        return voice.plain(&key);
    }
    let words: Vec<&str> = path.split(' ').collect();
    let bare = bare(&words);
    let mut line = path.to_owned();
    if let Some(bare) = bare {
        line = format!("{line} {}", voice.plain(&format!("sample-{bare}")));
    }
    let needed = find(path).into_iter().flat_map(clap::Command::get_arguments);
    for name in needed.filter(|arg| arg.is_required_set()).filter_map(clap::Arg::get_long) {
        if Some(name) != bare {
            line = format!("{line} --{name} {}", quoted(&voice.plain(&format!("sample-{name}"))));
        }
    }
    line
}
