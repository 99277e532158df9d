//! The tree, the parser, the help and the authority, without a store.

use std::collections::{BTreeMap, BTreeSet};

use clap::CommandFactory;

use super::clerk::acknowledge;
use super::needs::Need;
use super::parse::{TREE, bare, names_a_command, text, words};
use super::spec::{command_key, find, option_key, takes};
use super::tree::{Answer, Command, Line, Ritual};
use super::verb::help::{example, help};
use super::voice::{Manner, Voice};
use super::wrong::{What, Wrong};
use crate::domain::community::Language;
use crate::platform::spec::Acknowledge;
use crate::ritual::words::Words;

fn voice(language: &str) -> Voice {
    let words = Words::shipped().unwrap();
    let manner = Manner::Typed("!cop ".into());
    Voice { words, language: Language::from(language), manner }
}

fn split(line: &[&str]) -> Line {
    words(&line.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}

fn answer(line: &str) -> Answer {
    match text(line).unwrap().command {
        Command::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

/// Every command that acts, by its path.
pub(super) fn leaves() -> Vec<String> {
    fn walk(command: &clap::Command, path: &str, all: &mut Vec<String>) {
        if !command.has_subcommands() {
            all.push(path.trim().to_owned());
        }
        for sub in command.get_subcommands() {
            walk(sub, &format!("{path} {}", sub.get_name()), all);
        }
    }
    let mut all = Vec::new();
    walk(&TREE, "", &mut all);
    all
}

#[test]
fn clap_finds_the_tree_sound() {
    Line::command().debug_assert();
}

#[test]
fn text_and_split_words_agree() {
    let same: &[(&str, &[&str])] = &[
        ("ritual start monday-check-in", &["ritual", "start", "--ritual=monday-check-in"]),
        (
            "ritual start --ritual 'Monday check-in'",
            &["ritual", "start", "--ritual=Monday check-in"],
        ),
        ("Ritual START Monday check-in", &["ritual", "start", "--ritual=Monday check-in"]),
        (
            "ritual add --name Monday check-in --method check-in --days mon,thu --at 9:00",
            &[
                "ritual",
                "add",
                "--name=Monday check-in",
                "--method=check-in",
                "--days=mon,thu",
                "--at=09:00",
            ],
        ),
        ("checkin I'm tired", &["answer", "--text=I'm tired"]),
        ("answer --mood 4 fine, thanks", &["answer", "--text=fine, thanks", "--mood=4"]),
        (
            "answer fine, thanks --mood 4 --private",
            &["answer", "--text=fine, thanks", "--mood=4", "--private=true"],
        ),
        ("answer hello", &["answer", "--text=hello", "--private=false"]),
        (
            "me nudges on --community Housing circle",
            &["me", "nudges", "on", "--community=Housing circle"],
        ),
        ("me zone europe/paris", &["me", "zone", "--zone=Europe/Paris"]),
        ("help ritual add", &["help", "--topic=ritual add"]),
        ("ritual add --help", &["help", "--topic=ritual add"]),
        ("ritual --help", &["help", "--topic=ritual"]),
        ("", &["help"]),
    ];
    for (line, parts) in same {
        assert_eq!(text(line).unwrap(), split(parts), "{line}");
    }
}

#[test]
fn bare_words_are_taken_verbatim() {
    let given = |line| answer(line).text.unwrap();
    assert_eq!(given("answer I’m tired,  and \"glad\" too"), "I’m tired,  and \"glad\" too");
    assert_eq!(given("answer \"Housing is on my mind\""), "Housing is on my mind");
    assert_eq!(given("answer one\ntwo  three"), "one\ntwo  three");
    assert_eq!(given("answer what --private means to me"), "what --private means to me");
    assert_eq!(given("answer I like -- dashes"), "I like -- dashes");
    assert_eq!(given("answer -- --mood is a strange word"), "--mood is a strange word");
    assert_eq!(given("answer --text Housing is on my mind --mood 3"), "Housing is on my mind");
    assert_eq!(given("answer it costs 5$ \\o/"), "it costs 5$ \\o/");
    assert_eq!(answer("answer —mood 3 so so").mood, Some(3));
    assert!(answer("answer --pass").pass);
    assert!(answer("answer").is_empty());
    assert_eq!(
        answer("answer --set rose=\"a talk\" --set thorn=rain").set,
        ["rose=a talk", "thorn=rain"]
    );
}

#[test]
fn every_bare_word_has_its_option() {
    for leaf in leaves() {
        let path: Vec<&str> = leaf.split(' ').collect();
        if let Some(option) = bare(&path) {
            assert!(takes(&leaf, option), "{leaf} {option}");
        }
    }
}

#[test]
fn what_names_a_command() {
    assert!(names_a_command("ritual"));
    for line in ["answer fine", "Checkin fine", "ritual strat Monday", "ritual add --name X"] {
        assert!(names_a_command(line), "{line}");
    }
    for plain in ["", "I am fine", "Why is it so hard?", "me too", "undo it all, if I could"] {
        assert!(!names_a_command(plain), "{plain}");
    }
}

#[test]
fn wrong_lines_get_the_nearest_right_form() {
    let voice = voice("en");
    let near = |line: &str| text(line).unwrap_err().line(&voice).unwrap_or_default();
    let cases = [
        ("rituall list", "ritual list"),
        ("start Monday", "ritual start Monday"),
        ("ritual strat Monday check-in", "ritual start Monday check-in"),
        ("answr I'm fine", "answer \"I'm\" fine"),
        ("answer --moood 3 fine", "answer --mood 3 fine"),
        ("answer --mood 9 fine", "answer --text fine --mood 3"),
        ("answer --mood", "answer --mood 3"),
        (
            "ritual add --name X --method check-in --late soon",
            "ritual add --name X --method check-in --late once",
        ),
        ("ritual add --name X", "ritual add --name X --method check-in --days mon --at 09:00"),
        ("me zone Europe/Pari", "me zone --zone Europe/Paris"),
        (
            "community create Homes --zone Pariss",
            "community create --name Homes --zone Europe/Paris",
        ),
        ("round topic", ""),
        ("undo everything now", "undo"),
        ("answer --pass --mood 3", "answer --mood 3"),
        ("xyzzy", ""),
    ];
    for (line, want) in cases {
        assert_eq!(near(line), want, "{line}");
    }
}

#[test]
fn a_refusal_says_what_is_wrong() {
    let what = |line: &str| text(line).map_err(|wrong: Wrong| wrong.what).unwrap_err();
    assert_eq!(what("ritual add --name X"), What::Missing { options: vec!["method".into()] });
    assert_eq!(what("answer --mood"), What::NoValue { option: "mood".into() });
    assert_eq!(what("undo all"), What::Stray { given: "all".into() });
    let twice = what("ritual add --name X --name Y --method m");
    assert_eq!(twice, What::Conflict { one: "name".into(), other: "name".into() });
    for language in ["en", "fr"] {
        let voice = voice(language);
        for line in
            ["xyzzy", "ritual", "answer --mood", "ritual add", "undo all", "me consent perhaps"]
        {
            let told = text(line).unwrap_err().tell(&voice).plain();
            assert!(!told.contains("wrong-") && !told.contains("sample-"), "{told}");
            assert!(told.contains("!cop "), "{told}");
        }
    }
}

#[test]
fn options_read_alike_everywhere() {
    let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
    for leaf in leaves() {
        for arg in find(&leaf).unwrap().get_arguments() {
            let name = arg.get_long().unwrap();
            let help = arg.get_help().unwrap().to_string();
            let key = option_key(&leaf, name);
            let first = seen.entry(key).or_insert_with(|| (help.clone(), leaf.clone()));
            assert_eq!(first.0, help, "--{name} in {leaf} and in {}", first.1);
        }
    }
}

/// The English texts of commands and options are the doc comments; the file holds them for
/// translators, and for the help.
#[test]
fn the_english_texts_are_the_doc_comments() {
    fn walk(
        command: &clap::Command,
        path: &str,
        commands: &mut String,
        options: &mut BTreeSet<String>,
    ) {
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            commands.push_str(&format!("{} = {}\n", command_key(&path), sub.get_about().unwrap()));
            walk(sub, &path, commands, options);
            for arg in sub.get_arguments().filter(|_| !sub.has_subcommands()) {
                let key = option_key(&path, arg.get_long().unwrap());
                options.insert(format!("{key} = {}\n", arg.get_help().unwrap()));
            }
        }
    }
    let (mut commands, mut options) = (String::new(), BTreeSet::new());
    walk(&TREE, "", &mut commands, &mut options);
    let head = "# What each command and option is for, by its place in the tree: the doc comments of\n\
                # src/command/tree, which a test compares.\n\n";
    let want = format!("{head}{commands}\n{}", options.into_iter().collect::<String>());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/config/locales/en/commands-help.ftl");
    let have = std::fs::read_to_string(path).unwrap();
    assert!(have == want, "{path} should be:\n{want}");
}

#[test]
fn every_language_has_every_text() {
    let words = Words::shipped().unwrap();
    for language in words.languages() {
        for leaf in leaves() {
            let mut path = String::new();
            for name in leaf.split(' ') {
                path = format!("{path} {name}").trim().to_owned();
                assert!(words.has(&language, &command_key(&path)), "{language:?} {path}");
            }
            for arg in find(&leaf).unwrap().get_arguments() {
                let key = option_key(&leaf, arg.get_long().unwrap());
                assert!(words.has(&language, &key), "{language:?} {key}");
            }
        }
    }
}

#[test]
fn every_example_can_be_read() {
    for language in Words::shipped().unwrap().languages() {
        let voice = voice(language.as_str());
        for leaf in leaves() {
            let line = example(&leaf, &voice);
            assert!(line.starts_with(&leaf), "{line}");
            if let Err(wrong) = text(&line) {
                panic!("{line}: {wrong:?}");
            }
        }
    }
}

#[test]
fn help_reads_well() {
    let mut topics: Vec<Option<String>> = leaves().into_iter().map(Some).collect();
    topics.extend(
        TREE.get_subcommands().filter(|c| c.has_subcommands()).map(|c| Some(c.get_name().into())),
    );
    topics.extend([None, Some("rituals".into()), Some("moonlight".into())]);
    for language in ["en", "fr"] {
        let voice = voice(language);
        let mut told = String::new();
        for topic in &topics {
            let asked = topic.as_deref().unwrap_or_default();
            told.push_str(&format!(
                "=== help {asked}\n{}\n\n",
                help(topic.as_deref(), &voice).plain()
            ));
        }
        for key in ["help-", "option-", "sample-", "example-"] {
            assert!(!told.contains(&format!(" {key}")), "{told}");
        }
        insta::assert_snapshot!(format!("help_{language}"), told);
    }
}

#[test]
fn who_may_ask_for_what() {
    let mut matrix = String::new();
    let voice = voice("en");
    for leaf in leaves() {
        let command = text(&example(&leaf, &voice)).unwrap().command;
        matrix.push_str(&format!("{leaf}: {:?}, {:?}\n", command.needs(), command.acknowledge()));
    }
    let needs = |line: &str| text(line).unwrap().command.needs();
    matrix.push_str(&format!(
        "role grant facilitator: {:?}\n",
        needs("role grant --account a --role facilitator")
    ));
    matrix.push_str(&format!("circle bind --code: {:?}\n", needs("circle bind --code X")));
    matrix.push_str(&format!("circle bind --confirm: {:?}\n", needs("circle bind --confirm X")));
    insta::assert_snapshot!(matrix);
    let form = |line: &str| acknowledge(&line.split(' ').map(String::from).collect::<Vec<_>>());
    for line in ["answer", "setup", "challenge share", "challenge share --anonymous"] {
        assert_eq!(form(line), Acknowledge::Form, "{line}");
    }
    for line in ["answer --text=x", "ritual start", "no such thing"] {
        assert_eq!(form(line), Acknowledge::Deferred { private: true }, "{line}");
    }
    assert_eq!(Command::Ritual(Ritual::Methods).needs(), Need::Member);
}

/// Every text that the code asks for by its name is there in every language.
#[test]
fn every_text_that_is_asked_for_is_there() {
    fn walk(dir: &std::path::Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if !path.ends_with("tests.rs") && path.extension().is_some_and(|e| e == "rs") {
                keys(&std::fs::read_to_string(path).unwrap(), found);
            }
        }
    }
    fn keys(source: &str, found: &mut BTreeSet<String>) {
        let calls =
            ["say(", "no(", "no_but(", "which(", "done(", "told(", "body(", "body_with(", "plain("];
        for call in calls {
            for rest in source.split(call).skip(1) {
                let rest = rest.trim_start();
                let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                if !key.contains(['{', ' ']) {
                    found.insert(key.to_owned());
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/command")), &mut found);
    let stems: &[(&str, &[&str])] = &[
        ("late", &["once", "skip", "always"]),
        ("purpose", &["prompt", "summary", "notice", "nudge"]),
        ("role", &["member", "facilitator", "convenor", "steward"]),
        ("me-words", &["ask", "yes", "no"]),
        ("cron", &["minute", "hour", "day", "month", "weekday"]),
        ("setup-form", &["name", "zone", "language", "circle", "when"]),
        ("challenge-shared", &["unnamed", "listed", "listed-unnamed"]),
    ];
    for (stem, ends) in stems {
        found.extend(ends.iter().map(|end| format!("{stem}-{end}")));
    }
    assert!(found.len() > 150, "{}", found.len());
    let words = Words::shipped().unwrap();
    for language in words.languages() {
        let missing: Vec<_> = found.iter().filter(|key| !words.has(&language, key)).collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:?}");
    }
}
