//! Every text about rounds as it reads, in both languages, with arguments as they come.

use std::fmt::Write as _;

use super::*;

/// The arguments of a case: numbers where they read as such.
fn fill<'a>(args: &[(&'a str, &'a str)]) -> Vec<(&'a str, Arg<'a>)> {
    args.iter()
        .map(|(name, value)| match value.parse::<i64>() {
            Ok(number) => (*name, number.into()),
            Err(_) => (*name, (*value).into()),
        })
        .collect()
}

/// The cases of a key that change with a number; the other keys have one case.
fn cases(key: &str) -> Vec<Vec<(&'static str, &'static str)>> {
    let count =
        |counts: &[&'static str]| counts.iter().map(|count| vec![("count", *count)]).collect();
    match key {
        "prompt-live-count" | "prompt-final-count" => count(&["0", "1", "12"]),
        "summary-passes" | "summary-private" | "summary-counts" => count(&["0", "5"]),
        "late-skipped-notice" | "late-opened-notice" => count(&["1", "2"]),
        "summary-mood" => count(&["2"]),
        "summary-moods" => count(&["6"]),
        "retention-announced" => vec![vec![("days", "1")], vec![("days", "365")]],
        _ => vec![Vec::new()],
    }
}

fn samples(language: &str) -> Vec<(&'static str, &'static str)> {
    let french = language == "fr";
    let moment = if french {
        "lundi 23 novembre, 09:00 (Europe/Vienna)"
    } else {
        "Monday 23 November, 09:00 (Europe/Vienna)"
    };
    let date = if french { "lundi 23 novembre" } else { "Monday 23 November" };
    vec![
        ("rooms", "#tea (Matrix)"),
        ("room", "#tea"),
        ("platform", "Matrix"),
        ("prefix", "!cop"),
        ("command", "!cop community show"),
        ("moment", moment),
        ("until", moment),
        ("from", moment),
        ("to", moment),
        ("date", date),
        ("name", "Monday check-in"),
        ("who", "(who sees it)"),
        ("due", moment),
        ("late", if french { "2 heures" } else { "2 hours" }),
        ("day", date),
        ("number", "2"),
        ("person", "Ana"),
        ("words", "What I wrote"),
        ("signposts", "Ana, 0123"),
        ("community", "Care workers"),
        ("circle", "Everyone"),
        ("round", "Tea"),
        ("label", "Your word"),
        ("value", "Stretched"),
        ("topics", "housing, rest"),
        ("note", "We talk on Friday."),
        ("list", "a, b"),
        ("choices", "Spring, Summer"),
        ("mood", "good"),
        ("max", "500"),
        ("got", "612"),
        ("key", "weather"),
        ("keys", "word, why"),
    ]
}

fn all(language: &str) -> String {
    let words = Words::shipped().unwrap();
    let file = SHIPPED.get_file(format!("{language}/round.ftl")).unwrap();
    let mut told = String::new();
    for line in file.contents_utf8().unwrap().lines() {
        if !line.starts_with(|first: char| first.is_ascii_lowercase()) {
            continue;
        }
        let key = line.split('=').next().unwrap().trim();
        for case in cases(key) {
            let mut args = samples(language);
            args.extend(case);
            let text = words.say(&language.into(), key, &fill(&args));
            writeln!(told, "{key}: {text}").unwrap();
        }
    }
    told
}

#[test]
fn rounds_in_english() {
    insta::assert_snapshot!(all("en"));
}

#[test]
fn rounds_in_french() {
    insta::assert_snapshot!(all("fr"));
}
