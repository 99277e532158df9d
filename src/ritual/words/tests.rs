use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono_tz::Tz;

use super::*;
use crate::domain::clock::instant;

fn words() -> Words {
    Words::shipped().unwrap()
}

/// Each key of a language's files with the variables of its text.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for file in SHIPPED.get_dir(language).unwrap().files() {
        let stem = file.path().file_stem().unwrap().to_string_lossy().into_owned();
        for line in file.contents_utf8().unwrap().lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                let (key, _) = line.split_once('=').unwrap();
                current = format!("{stem}: {}", key.trim());
                keys.entry(current.clone()).or_default();
            }
            let names = line.split('$').skip(1).map(|rest| {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
                rest[..end.unwrap_or(rest.len())].to_owned()
            });
            if let Some(variables) = keys.get_mut(&current) {
                variables.extend(names);
            }
        }
    }
    keys
}

#[test]
fn every_language_has_every_key_with_the_same_variables() {
    let english = keys("en");
    assert!(english.len() > 100);
    for language in words().languages() {
        let other = keys(language.as_str());
        let gone: Vec<_> = english.iter().filter(|(key, _)| !other.contains_key(*key)).collect();
        let more: Vec<_> = other.iter().filter(|(key, _)| !english.contains_key(*key)).collect();
        assert!(gone.is_empty() && more.is_empty(), "{language:?} lacks {gone:?}, adds {more:?}");
        for (key, variables) in &english {
            assert_eq!(other.get(key), Some(variables), "{language:?} {key}");
        }
    }
}

#[test]
fn every_text_is_there_and_can_be_filled() {
    let words = words();
    for language in words.languages() {
        for (key, variables) in keys(language.as_str()) {
            let key = key.split_once(": ").unwrap().1.to_owned();
            assert!(words.has(&language, &key), "{language:?} {key}");
            let args: Vec<(&str, Arg<'_>)> =
                variables.iter().map(|name| (name.as_str(), Arg::from(2))).collect();
            let text = words.say(&language, &key, &args);
            assert!(!text.contains("{$") && !text.trim().is_empty(), "{language:?} {key}: {text}");
        }
    }
}

#[test]
fn a_missing_key_shows_itself_and_a_missing_language_is_english() {
    let words = words();
    assert_eq!(words.say(&"en".into(), "no-such-key", &[]), "no-such-key");
    assert_eq!(words.say(&"de".into(), "button-pass", &[]), "Pass");
    assert_eq!(words.say(&"fr-CA".into(), "button-pass", &[]), "Passer");
}

/// What a subscriber wrote.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_missing_key_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let _ = words().say(&"fr".into(), "nobody-wrote-this", &[]);
    });
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("nobody-wrote-this"), "{logged}");
}

/// The source files outside tests, each up to its tests.
fn sources(dir: &std::path::Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name.ends_with(".rs") && !["tests.rs", "snapshots.rs"].contains(&name.as_str()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("\nmod tests {").next().unwrap_or_default().to_owned();
            found.push((path.display().to_string(), code));
        }
    }
}

/// The literal that is the first argument of a call, or the second after a plain first one.
fn literal(call: &str) -> Option<&str> {
    let begin = call.find('"')? + 1;
    let before = call[..begin - 1].trim();
    let plain = before.is_empty() || (before.ends_with(',') && before.matches(',').count() == 1);
    let text = call[begin..].split('"').next()?;
    let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (plain && !text.is_empty() && text.chars().all(key)).then_some(text)
}

#[test]
fn every_key_that_is_said_is_there() {
    let words = words();
    let mut files = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut said = 0;
    for (file, code) in &files {
        for opening in ["say(", "words.means(", "Reason::of("] {
            for call in code.split(opening).skip(1) {
                let Some(key) = literal(call) else { continue };
                said += 1;
                assert!(words.has(&"en".into(), key), "{file} says {key:?}, and no text has it");
            }
        }
    }
    assert!(said > 30, "only {said} keys were found: has `say` another name now?");
}

#[test]
fn words_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&words());
}

#[test]
fn moments_are_told_by_the_wall_clock_of_their_zone() {
    let words = words();
    let at = instant(1_795_420_800_000);
    let vienna: Tz = "Europe/Vienna".parse().unwrap();
    assert_eq!(words.moment(&"en".into(), at, vienna), "Monday 23 November, 09:00 (Europe/Vienna)");
    assert_eq!(words.moment(&"fr".into(), at, vienna), "lundi 23 novembre, 09:00 (Europe/Vienna)");
    let first = instant(1_796_083_200_000).date_naive();
    assert_eq!(words.day(&"en".into(), first), "Tuesday 1 December");
    assert_eq!(words.day(&"fr".into(), first), "mardi 1er décembre");
}

#[test]
fn lengths_of_time_are_told_in_their_largest_whole_unit() {
    let words = words();
    let told = |language: &str, minutes: u64| {
        words.span(&language.into(), Duration::from_secs(minutes * 60))
    };
    assert_eq!(told("en", 24 * 60), "24 hours");
    assert_eq!(told("en", 48 * 60), "2 days");
    assert_eq!(told("en", 90), "1 hour 30 minutes");
    assert_eq!(told("en", 1), "1 minute");
    assert_eq!(told("fr", 7 * 24 * 60), "7 jours");
    assert_eq!(told("fr", 60), "1 heure");
}

#[test]
fn lists_end_with_and() {
    let words = words();
    let list = |entries: &[&str]| {
        let entries: Vec<String> = entries.iter().map(|one| (*one).to_owned()).collect();
        words.list(&"en".into(), &entries)
    };
    assert_eq!(list(&[]), "");
    assert_eq!(list(&["tea"]), "tea");
    assert_eq!(list(&["tea", "milk", "sugar"]), "tea, milk and sugar");
}

#[test]
fn what_people_type_is_understood_in_any_language() {
    let words = words();
    for typed in ["pass", "Pass.", " PASSE ", "Je passe"] {
        assert!(words.means("typed-pass", typed), "{typed}");
    }
    assert!(words.means("typed-skip", "-"));
    assert!(!words.means("typed-pass", "pass the salt"));
}
