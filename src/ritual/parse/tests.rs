use std::collections::BTreeMap;

use super::*;
use crate::domain::clock::instant;
use crate::domain::contribution::{Act, Contribution, Road, Wishes, fold};
use crate::domain::ids::AccountRef;
use crate::ritual::script::Script;

const SOURCE: &str = r#"name = "all-kinds"
version = 1
title = { en = "All kinds" }
[[step]]
id = "ask"
open_for = "24h"
visible = "circle"
prompt = { en = "?" }
[[step.field]]
key = "word"
kind = "word"
label = { en = "Your word", fr = "Votre mot" }
[[step.field]]
key = "why"
kind = "text"
label = { en = "Why?", fr = "Pourquoi ?" }
max = 40
[[step.field]]
key = "season"
kind = "choice"
label = { en = "Season", fr = "Saison" }
choices = [{ en = "Spring", fr = "Printemps" }, { en = "Summer", fr = "Été" }]
[[step.field]]
key = "mood"
kind = "mood"
label = { en = "Mood", fr = "Humeur" }
"#;

fn script(source: &str) -> Script {
    Script::parse("test.toml", source).unwrap()
}

fn shipped(name: &str) -> Script {
    let source = match name {
        "check-in" => include_str!("../../../config/methods/check-in.toml"),
        "one-word" => include_str!("../../../config/methods/one-word.toml"),
        _ => include_str!("../../../config/methods/challenge-intake.toml"),
    };
    script(source)
}

fn read(step: &Step, text: &str) -> Vec<(String, String)> {
    let parsed = from_text(step, text, Said::Private);
    assert_eq!(parsed.problems, [], "{text:?}");
    shown(&parsed.fields)
}

fn shown(fields: &Fields) -> Vec<(String, String)> {
    let show = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Absent => String::new(),
    };
    fields.iter().map(|(key, value)| (key.clone(), show(value))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn plain_words_are_the_text_of_a_check_in() {
    let script = shipped("check-in");
    let step = &script.steps[0];
    let text = "Tired, but glad.\r\n\r\nHousing: still no roof\0.";
    assert_eq!(read(step, text), pairs(&[("text", "Tired, but glad.\n\nHousing: still no roof.")]));
}

#[test]
fn a_word_and_why_are_told_apart_however_they_are_written() {
    let script = shipped("one-word");
    let step = &script.steps[0];
    let expected = pairs(&[("why", "too many meetings"), ("word", "Stretched")]);
    for text in [
        "Stretched — too many meetings",
        "Stretched – too many meetings",
        "Stretched - too many meetings",
        "Stretched: too many meetings",
        "Stretched, too many meetings",
        "«Stretched» too many meetings",
        "**Stretched**\ntoo many meetings",
        "Stretched. too many meetings",
        "word: Stretched\nwhy: too many meetings",
        "Votre mot : Stretched\nPourquoi ce mot ? : too many meetings",
    ] {
        assert_eq!(read(step, text), expected, "{text:?}");
    }
    assert_eq!(read(step, "burned-out!"), pairs(&[("word", "burned-out")]));
    assert_eq!(read(step, "Épuisée"), pairs(&[("word", "Épuisée")]));
}

#[test]
fn lines_that_name_a_field_fill_it_and_the_rest_goes_where_words_go() {
    let script = script(SOURCE);
    let step = &script.steps[0];
    let text = "Why: it is\nnever quiet\nhumeur : 4\nSAISON: ete\nLoud";
    let expected = pairs(&[
        ("mood", "4"),
        ("season", "Summer"),
        ("why", "it is\nnever quiet"),
        ("word", "Loud"),
    ]);
    assert_eq!(read(step, text), expected);
    assert_eq!(read(step, "season: 1"), pairs(&[("season", "Spring")]));
    assert_eq!(read(step, "printemps"), pairs(&[("season", "Spring")]));
}

#[test]
fn a_mood_typed_where_others_read_is_told_apart() {
    let script = shipped("check-in");
    let step = &script.steps[0];
    for text in ["mood: 2\nLong week", "Long week\nMood 2", "Long week\nhumeur: 2/5"] {
        let public = from_text(step, text, Said::Public);
        assert!(public.mood_in_public, "{text:?}");
        assert_eq!(shown(&public.fields), pairs(&[("text", "Long week")]));
        assert_eq!(read(step, text), pairs(&[("mood", "2"), ("text", "Long week")]));
    }
    let alone = from_text(step, "2", Said::Public);
    assert!(alone.mood_in_public && alone.fields.is_empty());
    let words = from_text(step, "2 weeks to go", Said::Public);
    assert!(!words.mood_in_public);
}

#[test]
fn what_does_not_fit_is_a_problem_and_the_rest_is_taken() {
    let script = script(SOURCE);
    let step = &script.steps[0];
    let text = format!("word: two words\nwhy: {}\nseason: winter\nmood: 6", "é".repeat(41));
    let parsed = from_text(step, &text, Said::Private);
    assert!(parsed.fields.is_empty());
    let words = Words::shipped().unwrap();
    let said: Vec<String> =
        parsed.problems.iter().map(|problem| problem.say(&words, &"en".into())).collect();
    assert_eq!(
        said,
        [
            "“Your word” takes one single word. Please send just the word.",
            "“Why?” takes at most 40 characters, and yours has 41. Nothing is lost; please shorten \
             it and send it again.",
            "“Season” is one of: Spring, Summer. Please choose one, by its name or its number.",
            "“Mood” is a number from 1 (very low) to 5 (very good).",
        ]
    );
}

#[test]
fn a_form_is_taken_whole_or_not_at_all() {
    let script = shipped("one-word");
    let step = &script.steps[0];
    let form = |word: &str, why: &str| {
        BTreeMap::from([("word".to_owned(), word.to_owned()), ("why".to_owned(), why.to_owned())])
    };
    let fields = from_form(step, &form("Stretched.", " a lot \r\n on ")).unwrap();
    assert_eq!(shown(&fields), pairs(&[("why", "a lot \n on"), ("word", "Stretched")]));
    let label = step.fields[0].label.clone();
    assert_eq!(from_form(step, &form("", "x")), Err(vec![Problem::Missing { label }]));
    let emptied = from_form(step, &form("Stretched", "")).unwrap();
    assert_eq!(emptied["why"], Value::Text(String::new()));
}

/// Whoever empties a field of the form takes those words back.
#[test]
fn a_field_that_was_emptied_is_gone_from_the_answer() {
    let script = shipped("one-word");
    let step = &script.steps[0];
    let give = |id: &str, second: i64, why: &str| {
        let form = BTreeMap::from([
            ("word".to_owned(), "Stretched".to_owned()),
            ("why".to_owned(), why.to_owned()),
        ]);
        Contribution {
            id: id.into(),
            round: "R".into(),
            person: "P".into(),
            account: AccountRef::new("practice", "ana"),
            at: instant(second * 1000),
            edited_at: None,
            source: format!("form:{id}"),
            road: Road::Form,
            act: Act::Give(from_form(step, &form).unwrap()),
            wishes: Wishes::default(),
        }
    };
    let first = give("1", 1, "too much to say");
    assert!(fold(std::slice::from_ref(&first)).unwrap().fields.contains_key("why"));
    let answer = fold(&[first, give("2", 2, " ")]).unwrap();
    assert_eq!(shown(&answer.fields), pairs(&[("word", "Stretched")]));
}

#[test]
fn an_empty_form_is_told_and_a_mood_alone_is_an_answer() {
    let script = shipped("check-in");
    let step = &script.steps[0];
    let empty = BTreeMap::from([("text".to_owned(), " ".to_owned())]);
    assert_eq!(from_form(step, &empty), Err(vec![Problem::Empty]));
    let mood = BTreeMap::from([("mood".to_owned(), "3".to_owned())]);
    assert_eq!(shown(&from_form(step, &mood).unwrap()), pairs(&[("mood", "3")]));
}

#[test]
fn options_win_over_bare_words() {
    let script = script(SOURCE);
    let step = &script.steps[0];
    let options = Options {
        text: Some("Loud because of the drills".into()),
        mood: Some("2".into()),
        word: Some("Noisy".into()),
        set: vec![("Season".into(), "2".into()), ("weather".into(), "rain".into())],
    };
    let parsed = from_options(step, &options, Said::Private);
    let expected = pairs(&[
        ("mood", "2"),
        ("season", "Summer"),
        ("why", "because of the drills"),
        ("word", "Noisy"),
    ]);
    assert_eq!(shown(&parsed.fields), expected);
    let words = Words::shipped().unwrap();
    assert_eq!(
        parsed.problems[0].say(&words, &"en".into()),
        "This question has no field called “weather”. It has: word, why, season, mood."
    );
    let public = from_options(step, &options, Said::Public);
    assert!(public.mood_in_public && !public.fields.contains_key("mood"));
}

#[test]
fn what_an_answer_lacks_is_told_after_it_was_merged() {
    let script = shipped("challenge-intake");
    let step = &script.steps[0];
    assert_eq!(lacking(step, &Fields::new()).len(), 1);
    let given = Fields::from([("text".to_owned(), Value::Text("Rent".into()))]);
    assert_eq!(lacking(step, &given), []);
}

proptest::proptest! {
    /// Whatever somebody types into a check-in is kept, word for word, unless it is a mood.
    #[test]
    fn nothing_typed_into_a_check_in_is_lost(text in "[a-zàé :.,\\-\n]{1,80}") {
        let script = shipped("check-in");
        let parsed = from_text(&script.steps[0], &text, Said::Public);
        let kept: String = parsed.fields.values().filter_map(Value::text).collect();
        for word in text.split_whitespace() {
            proptest::prop_assert!(kept.contains(word), "{word:?} of {text:?} is not in {kept:?}");
        }
    }

    /// A word and why hold all letters of what was typed, whatever stands between them.
    #[test]
    fn nothing_typed_as_a_word_and_why_is_lost(text in "\\PC{1,60}") {
        let script = shipped("one-word");
        let parsed = from_text(&script.steps[0], &text, Said::Public);
        if parsed.problems.is_empty() {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let kept: usize = parsed.fields.values().filter_map(Value::text).map(letters).sum();
            proptest::prop_assert_eq!(kept, letters(&text));
        }
    }
}
