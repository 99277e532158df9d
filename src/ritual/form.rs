//! The form of a step, with what its author gave before, and what they wish read back from it.

use std::collections::BTreeMap;

use super::fold::fold;
use super::script::{Field, Kind, SHARING, Script, Step, Visible};
use super::words::Words;
use crate::domain::body::{FieldKind, Form, FormField};
use crate::domain::community::Language;
use crate::domain::contribution::{Fields, Value, Wishes};
use crate::domain::ids::RoundId;

/// The form of a step of a round. `earlier` is what stands in it, empty for a first answer.
///
/// A mood comes back as its number, a choice as its label or its number from one, and the choice
/// `sharing` is there where authors may decide who sees the answer.
#[must_use]
pub fn form(
    script: &Script,
    step: &Step,
    round: &RoundId,
    earlier: (&Fields, Wishes),
    words: &Words,
    language: &Language,
) -> Form {
    let (fields, wishes) = earlier;
    let mut rows: Vec<FormField> =
        step.fields.iter().map(|field| row(field, fields, words, language)).collect();
    if step.author_may.any() {
        rows.push(sharing(step, (!fields.is_empty()).then_some(wishes), words, language));
    }
    Form {
        id: format!("answer:{round}"),
        title: script.title.in_language(language).to_owned(),
        fields: rows,
    }
}

/// What follows the round in the id of a form whose answer only convenors see.
const PRIVATE: &str = ":private";

/// The same form, for an answer that only convenors see.
#[must_use]
pub fn in_private(form: Form) -> Form {
    Form { id: format!("{}{PRIVATE}", form.id), ..form }
}

/// The round in the id of a form, and whether only convenors see the answer.
#[must_use]
pub fn private_of(id: &str) -> (&str, bool) {
    match id.strip_suffix(PRIVATE) {
        Some(round) => (round, true),
        None => (id, false),
    }
}

/// What an author wishes, by the form's choice `sharing`; without a choice, nothing special.
#[must_use]
pub fn wishes(step: &Step, form: &BTreeMap<String, String>, words: &Words) -> Wishes {
    let Some(chosen) = form.get(SHARING).map(|chosen| fold(chosen)) else {
        return Wishes::default();
    };
    let options = options(step);
    let number = chosen.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let by_number = number.and_then(|number| options.get(number));
    let by_label = || {
        options.iter().find(|(key, _)| {
            let said = |language| fold(&words.say(&language, key, &[])) == chosen;
            words.languages().into_iter().any(said)
        })
    };
    by_number.or_else(by_label).map(|(_, wishes)| *wishes).unwrap_or_default()
}

/// What an author may choose, the most careful first: it is what counts when nothing is chosen.
fn options(step: &Step) -> Vec<(&'static str, Wishes)> {
    let (may, circle) = (step.author_may, step.visible == Visible::Circle);
    let wish = |anonymous, listed| Wishes { private: false, anonymous, listed };
    let all = [
        (true, if circle { "sharing-named" } else { "sharing-kept" }, wish(false, false)),
        (
            may.be_anonymous,
            if circle { "sharing-unnamed" } else { "sharing-kept-unnamed" },
            wish(true, false),
        ),
        (may.list, "sharing-listed", wish(false, true)),
        (may.list && may.be_anonymous, "sharing-listed-unnamed", wish(true, true)),
    ];
    all.into_iter().filter(|(there, ..)| *there).map(|(_, key, wishes)| (key, wishes)).collect()
}

/// What an author may choose, in words, in the order of its numbers.
#[must_use]
pub fn sharing_labels(step: &Step, words: &Words, language: &Language) -> Vec<String> {
    options(step).iter().map(|(key, _)| words.say(language, key, &[])).collect()
}

fn sharing(step: &Step, earlier: Option<Wishes>, words: &Words, language: &Language) -> FormField {
    let options = options(step);
    let label = |key: &str| words.say(language, key, &[]);
    let value = options.iter().find(|(_, wishes)| Some(*wishes) == earlier);
    FormField {
        key: SHARING.to_owned(),
        label: label("sharing-label"),
        value: value.map(|(key, _)| label(key)),
        kind: FieldKind::Choice(sharing_labels(step, words, language)),
        required: false,
    }
}

fn row(field: &Field, earlier: &Fields, words: &Words, language: &Language) -> FormField {
    let kind = match &field.kind {
        Kind::Text { max } => FieldKind::Text { max: *max },
        Kind::Word => FieldKind::Word,
        Kind::Choice(choices) => FieldKind::Choice(
            choices.iter().map(|choice| choice.in_language(language).to_owned()).collect(),
        ),
        Kind::Mood => FieldKind::Mood(words.mood_labels(language)),
    };
    let value = earlier.get(&field.key).filter(|value| **value != Value::Text(String::new()));
    FormField {
        key: field.key.clone(),
        label: field.label.in_language(language).to_owned(),
        kind,
        required: field.required,
        value: value.map(|value| field.show(value, language)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::shipped().unwrap()
    }

    fn challenge() -> Script {
        let source = include_str!("../../config/methods/challenge-intake.toml");
        Script::parse("challenge-intake.toml", source).unwrap()
    }

    fn of(script: &Script, earlier: &Fields, wishes: Wishes, language: &str) -> Form {
        let round = RoundId::from("R1");
        form(script, &script.steps[0], &round, (earlier, wishes), &words(), &language.into())
    }

    #[test]
    fn a_form_is_in_the_members_language_and_holds_what_was_given() {
        let source = include_str!("../../config/methods/check-in.toml");
        let script = Script::parse("check-in.toml", source).unwrap();
        let earlier = Fields::from([
            ("text".to_owned(), Value::Text("Fatiguée".into())),
            ("mood".to_owned(), Value::Number(2)),
        ]);
        let form = of(&script, &earlier, Wishes::default(), "fr");
        assert_eq!(form.id, "answer:R1");
        assert_eq!(form.title, "Tour d’arrivée");
        assert_eq!(form.fields[0].value.as_deref(), Some("Fatiguée"));
        assert_eq!(form.fields[1].value.as_deref(), Some("2"));
        let FieldKind::Mood(labels) = &form.fields[1].kind else { panic!("no mood") };
        assert_eq!(labels.first().map(String::as_str), Some("très basse"));
    }

    #[test]
    fn the_author_of_a_challenge_decides_who_sees_it() {
        let script = challenge();
        let first = of(&script, &Fields::new(), Wishes::default(), "en");
        let sharing = &first.fields[1];
        assert_eq!((sharing.key.as_str(), sharing.value.as_deref()), ("sharing", None));
        let FieldKind::Choice(labels) = &sharing.kind else { panic!("no choice") };
        assert_eq!(labels.len(), 4);
        for (number, label) in labels.iter().enumerate() {
            let wished = |chosen: &str| {
                let form = BTreeMap::from([("sharing".to_owned(), chosen.to_owned())]);
                wishes(&script.steps[0], &form, &words())
            };
            let found = wished(label);
            assert_eq!(found, wished(&(number + 1).to_string()), "{label}");
            let given = Fields::from([("text".to_owned(), Value::Text("Rent".into()))]);
            let again = of(&script, &given, found, "en");
            assert_eq!(again.fields[1].value.as_ref(), Some(label));
        }
    }

    #[test]
    fn without_a_choice_only_convenors_see_it() {
        let script = challenge();
        let nothing = wishes(&script.steps[0], &BTreeMap::new(), &words());
        assert_eq!(nothing, Wishes::default());
        let unclear = BTreeMap::from([("sharing".to_owned(), "whatever".to_owned())]);
        assert_eq!(wishes(&script.steps[0], &unclear, &words()), Wishes::default());
    }

    #[test]
    fn platforms_limits_hold_for_every_form() {
        for language in words().languages() {
            for key in ["sharing-label", "button-answer", "button-pass"] {
                assert!(words().say(&language, key, &[]).chars().count() <= 34, "{key}");
            }
            for key in ["kept", "kept-unnamed", "listed", "listed-unnamed", "named", "unnamed"] {
                let label = words().say(&language, &format!("sharing-{key}"), &[]);
                assert!(label.chars().count() <= 80, "{label}");
            }
        }
    }
}
