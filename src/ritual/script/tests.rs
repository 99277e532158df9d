use std::time::Duration;

use super::*;

const ROSE: &str = r#"name = "rose-thorn"
version = 1
title = { en = "Rose and thorn", fr = "La rose et l'épine" }
origin = "A round told in many camps."
[[step]]
id = "ask"
who = "all"
open_for = "24h"
visible = "circle"
prompt = { en = "What flowered, what pricked?", fr = "Qu'est-ce qui a fleuri, qu'est-ce qui a piqué ?" }
[[step.field]]
key = "rose"
kind = "text"
label = { en = "Rose" }
required = true
max = 500
[[step.field]]
key = "season"
kind = "choice"
label = { en = "Season", fr = "Saison" }
choices = [{ en = "Spring", fr = "Printemps" }, { en = "Autumn", fr = "Automne" }]
"#;

fn rose() -> Script {
    Script::parse("rose.toml", ROSE).unwrap()
}

/// The faults of the rose with one text replaced by another.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(ROSE.contains(from), "{from:?} is not in the example");
    let source = ROSE.replacen(from, to, 1);
    let faults = Script::parse("rose.toml", &source).unwrap_err();
    faults.iter().map(Fault::to_string).collect()
}

#[test]
fn the_example_of_the_contract_is_read() {
    let script = rose();
    assert_eq!(script.name, "rose-thorn");
    assert!(script.is_single_question());
    let step = script.step(0).unwrap();
    assert_eq!(step.open_for, Duration::from_secs(24 * 3600));
    assert_eq!(step.visible, Visible::Circle);
    assert_eq!(step.prompt.in_language(&"fr-CA".into()).chars().last(), Some('?'));
    let rose = step.field("rose").unwrap();
    assert_eq!((rose.kind.clone(), rose.required), (Kind::Text { max: 500 }, true));
    assert_eq!(rose.label.in_language(&"fr".into()), "Rose");
    assert_eq!(rose.label.in_language(&"de".into()), "Rose");
}

#[test]
fn a_choice_is_shown_in_the_language_of_the_room() {
    let script = rose();
    let season = script.step(0).unwrap().field("season").unwrap();
    assert_eq!(season.show(&Value::Text("Autumn".into()), &"fr".into()), "Automne");
    assert_eq!(season.show(&Value::Text("Winter".into()), &"fr".into()), "Winter");
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_one() {
    assert_eq!(
        faults("prompt =", "promt ="),
        [
            "rose.toml:5: prompt: `prompt` is missing here",
            "rose.toml:10: promt: there is no key `promt` here; did you mean `prompt`?",
        ]
    );
}

#[test]
fn a_key_like_no_other_is_told_with_all_there_are() {
    assert_eq!(
        faults("who = \"all\"", "audience = \"all\""),
        ["rose.toml:7: audience: there is no key `audience` here; the keys here are id, who, \
          open_for, visible, prompt, hint, author_may, field"]
    );
}

#[test]
fn what_is_not_toml_is_told_once_a_line() {
    assert_eq!(
        faults("\"rose-thorn\"", "\"rose-thorn"),
        [
            "rose.toml:1: name: this line cannot be read (invalid basic string, expected `\"`); often \
          a quotation mark, a bracket or an equals sign is missing"
        ]
    );
    assert_eq!(
        faults("version = 1", "version = 1\nversion = 2"),
        ["rose.toml:3: version: this key is here twice; keep one of the two"]
    );
}

#[test]
fn several_faults_are_told_at_once_in_order_of_line() {
    let source = ROSE
        .replace("version = 1", "version = \"1\"")
        .replace("\"24h\"", "\"a day\"")
        .replace("\"text\"", "\"essay\"")
        .replace("required = true", "required = \"yes\"");
    let faults = Script::parse("rose.toml", &source).unwrap_err();
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        lines,
        [
            "rose.toml:2: version: `version` takes a whole number without quotation marks, 1 or \
             more",
            "rose.toml:8: open_for: \"a day\" is not a length of time from five minutes to sixty \
             days; write 30m, 24h or 7d",
            "rose.toml:13: kind: `kind` cannot be \"essay\"; it is one of \"text\", \"word\", \
             \"choice\", \"mood\"",
            "rose.toml:15: required: `required` takes true or false, without quotation marks",
        ]
    );
}

#[test]
fn a_missing_key_is_told_at_the_heading_it_is_missing_under() {
    assert_eq!(
        faults("label = { en = \"Rose\" }\n", ""),
        ["rose.toml:11: label: `label` is missing here"]
    );
    assert_eq!(
        faults("name = \"rose-thorn\"\n", ""),
        ["rose.toml:1: name: `name` is missing here"]
    );
}

#[test]
fn words_need_a_language() {
    assert_eq!(
        faults("{ en = \"Rose\" }", "\"Rose\""),
        [
            "rose.toml:14: label: `label` takes its words by language, such as label = { en = \"…\", \
          fr = \"…\" }"
        ]
    );
    assert_eq!(
        faults("{ en = \"Rose\" }", "{ english = \"Rose\" }"),
        ["rose.toml:14: label.english: \"english\" is not a language code; use the two small \
          letters of the language, such as en or fr"]
    );
    assert_eq!(
        faults("{ en = \"Rose\" }", "{ en = \" \" }"),
        [
            "rose.toml:14: label.en: `label.en` has no words; write some, or remove the line if they \
          are not needed"
        ]
    );
}

#[test]
fn who_else_may_answer_is_told_kindly() {
    assert_eq!(
        faults("who = \"all\"", "who = \"convenors\""),
        ["rose.toml:7: who: \"convenors\" is not possible yet; for now everybody in the circle \
          answers each step: who = \"all\""]
    );
}

#[test]
fn lengths_are_told_with_the_limit() {
    let long = "x".repeat(46);
    assert_eq!(
        faults("\"Rose\" }", &format!("\"{long}\" }}")),
        ["rose.toml:14: label.en: `label.en` takes at most 45 characters and has 46"]
    );
    assert_eq!(
        faults("max = 500", "max = 5000"),
        ["rose.toml:16: max: `max` takes a whole number from 1 to 4000, without quotation marks"]
    );
}

#[test]
fn what_belongs_to_another_kind_is_told() {
    assert_eq!(
        faults("kind = \"text\"", "kind = \"word\""),
        ["rose.toml:16: max: `max` goes only with kind = \"text\"; remove it"]
    );
    assert_eq!(
        faults("kind = \"choice\"", "kind = \"mood\""),
        ["rose.toml:21: choices: `choices` goes only with kind = \"choice\"; remove it"]
    );
    assert_eq!(
        faults("{ en = \"Spring\", fr = \"Printemps\" }, ", ""),
        ["rose.toml:21: choices: `choices` holds from 2 to 25 entries and has 1"]
    );
    assert_eq!(
        faults("\"Spring\"", "\"autumn\""),
        ["rose.toml:21: choices: two choices are called \"Autumn\"; nobody could tell them apart"]
    );
}

#[test]
fn keys_and_names_are_told_how_they_look() {
    assert_eq!(
        faults("\"rose-thorn\"", "\"Rose & Thorn\""),
        ["rose.toml:1: name: \"Rose & Thorn\" cannot be a name; use small letters, digits and \
          dashes, at most 32, such as rose-thorn"]
    );
    assert_eq!(
        faults("key = \"season\"", "key = \"rose\""),
        [
            "rose.toml:18: key: another field of this method already has the key \"rose\"; give this \
          one its own"
        ]
    );
    assert_eq!(
        faults("key = \"season\"", "key = \"sharing\""),
        ["rose.toml:18: key: the key \"sharing\" is used by Samovar itself; choose another"]
    );
}

#[test]
fn a_step_needs_its_fields_and_a_method_its_steps() {
    let (before, _) = ROSE.split_once("[[step.field]]").unwrap();
    let faults = Script::parse("rose.toml", before).unwrap_err();
    assert_eq!(faults[0].to_string(), "rose.toml:5: field: `field` is missing here");
    let (before, _) = ROSE.split_once("[[step]]").unwrap();
    let faults = Script::parse("rose.toml", before).unwrap_err();
    assert_eq!(faults[0].to_string(), "rose.toml:1: step: `step` is missing here");
    let faults =
        Script::parse("rose.toml", &format!("{before}[step]\nid = \"ask\"\n")).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "rose.toml:5: step: `step` is written as a heading of its own, [[step]], with its keys on \
         the lines below"
    );
    assert!(Script::parse("empty.toml", "").is_err());
}

#[test]
fn forms_hold_five_fields() {
    let field = |n: u8| {
        format!("[[step.field]]\nkey = \"f{n}\"\nkind = \"word\"\nlabel = {{ en = \"F\" }}\n")
    };
    let more: String = (0..4).map(field).collect();
    let faults = Script::parse("rose.toml", &format!("{ROSE}{more}")).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "rose.toml:34: field: a step has at most 5 fields, because forms hold no more, and this \
         one has 6; use a second step"
    );
}

#[test]
fn two_moods_and_a_list_of_what_is_shown_are_refused() {
    let mood = |n: u8| {
        format!("[[step.field]]\nkey = \"m{n}\"\nkind = \"mood\"\nlabel = {{ en = \"M\" }}\n")
    };
    let source = format!(
        "{}{}{}",
        ROSE.replace("who = \"all\"", "author_may = [\"list\"]"),
        mood(1),
        mood(2)
    );
    let faults = Script::parse("rose.toml", &source).unwrap_err();
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        lines,
        [
            "rose.toml:7: author_may: with visible = \"circle\" everybody sees each answer already, \
             so there is nothing to list; use \"convenors\", or remove \"list\"",
            "rose.toml:26: kind: a method asks for one mood only, since a round tells its moods \
             once; this is the second",
        ]
    );
}

#[test]
fn several_steps_run_one_after_the_other() {
    let (before, step) = ROSE.split_once("[[step]]").unwrap();
    let second = step.replace("\"ask\"", "\"look-back\"").replace("\"rose\"", "\"thorn\"");
    let second = second.replace("\"season\"", "\"weather\"");
    let source = format!("{before}[[step]]{step}[[step]]{second}");
    let script = Script::parse("rose.toml", &source).unwrap();
    assert!(!script.is_single_question());
    assert_eq!(script.fields().count(), 4);
    let source = format!("{before}[[step]]{step}[[step]]{step}");
    let faults = Script::parse("rose.toml", &source).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "rose.toml:23: id: another step already has the id \"ask\"; give this one its own"
    );
}

#[test]
fn faults_are_told_in_french_too() {
    let words = crate::ritual::words::Words::shipped().unwrap();
    let faults = Script::parse("rose.toml", &ROSE.replace("version = 1\n", "")).unwrap_err();
    assert_eq!(
        faults[0].say(&words, &"fr".into()),
        "rose.toml:1: version: il manque `version` à cet endroit"
    );
}

#[test]
fn a_source_is_kept_by_its_hash() {
    assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// The page for convenors shows a method and the faults of slips in it: both are real.
#[test]
fn the_page_about_methods_tells_what_happens() {
    let page = include_str!("../../../docs/adding-a-method.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (source, _) = rest.split_once("```").unwrap();
    let script = Script::parse("rose-thorn.toml", source).unwrap();
    assert_eq!(script.fields().count(), 2);
    let slips = [
        ("prompt =", "promt ="),
        ("version = 1", "version = \"1\""),
        ("\"24h\"", "\"a day\""),
        ("\"text\"", "\"essay\""),
        ("{ en = \"Rose\", fr = \"Rose\" }", "\"Rose\""),
        ("\"rose-thorn\"", "\"rose-thorn"),
    ];
    for (from, to) in slips {
        let faulty = source.replacen(from, to, 1);
        for fault in Script::parse("rose-thorn.toml", &faulty).unwrap_err() {
            assert!(page.contains(&format!("{fault}\n")), "the page lacks: {fault}");
        }
    }
}

#[test]
fn a_name_is_found_in_a_file_with_faults() {
    assert_eq!(name_in("name = \"tea\"\nversion = no"), Some("tea".to_owned()));
    assert_eq!(name_in("version = 1"), None);
    assert_eq!(name_in(""), None);
}

/// Whatever is cut off or scrambled, a file is read or refused with a line; nothing panics.
#[test]
fn a_file_cut_anywhere_is_refused_in_words() {
    for end in (0..ROSE.len()).filter(|end| ROSE.is_char_boundary(*end)) {
        if let Err(faults) = Script::parse("rose.toml", &ROSE[..end]) {
            assert!(!faults.is_empty(), "cut at {end}");
            for fault in faults {
                assert!(fault.line >= 1 && fault.line <= 22, "cut at {end}: {fault}");
                assert!(!fault.key.is_empty() && !fault.to_string().contains("method-"), "{fault}");
            }
        }
    }
}
