//! A form as a modal, whose fields are all text: a choice is its number, and the hint in the empty
//! field says what each number means. Pure.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::escape::{clean, length};
use super::render::{or_dots, short};
use crate::domain::body::{FieldKind, Form, FormField};

/// The longest title of a modal and label of a field.
const LABEL: usize = 45;

/// The longest hint in an empty field.
const HINT: usize = 100;

/// The most characters that a field takes.
const FIELD: usize = 4000;

/// Longer texts are written on several lines.
const ONE_LINE: u32 = 200;

/// The most characters of a word, a number or the name of a choice.
const WORD: usize = 100;

/// The most fields of a modal.
const FIELDS: usize = 5;

/// A form as the data of the response that opens it.
pub(super) fn modal(form: &Form) -> Value {
    let rows = form
        .fields
        .iter()
        .take(FIELDS)
        .map(|field| json!({ "type": 1, "components": [input(field)] }));
    json!({
        "custom_id": form.id,
        "title": or_dots(short(&form.title, LABEL)),
        "components": rows.collect::<Vec<Value>>(),
    })
}

fn input(field: &FormField) -> Value {
    let (style, max, hint) = match &field.kind {
        FieldKind::Text { max } if *max > ONE_LINE => (2, *max as usize, None),
        FieldKind::Text { max } => (1, *max as usize, None),
        FieldKind::Word => (1, WORD, None),
        FieldKind::Choice(labels) | FieldKind::Mood(labels) => (1, WORD, Some(numbered(labels))),
    };
    let mut input = json!({
        "type": 4,
        "custom_id": field.key,
        "style": style,
        "label": or_dots(label(field)),
        "required": field.required,
        "max_length": max.clamp(1, FIELD),
    });
    if let Some(hint) = hint {
        input["placeholder"] = json!(short(&hint, HINT));
    }
    // What no longer fits into its field is not put there: Discord would refuse the whole form.
    let value = field.value.as_deref().map(clean).filter(|value| !value.is_empty());
    if let Some(value) = value.filter(|value| length(value) <= max.min(FIELD)) {
        input["value"] = json!(value);
    }
    input
}

/// What is asked; of a choice also its first and last number.
fn label(field: &FormField) -> String {
    match &field.kind {
        FieldKind::Choice(labels) | FieldKind::Mood(labels) => {
            let range = format!(" (1–{})", labels.len());
            format!("{}{range}", short(&field.label, LABEL - length(&range)))
        }
        FieldKind::Text { .. } | FieldKind::Word => short(&field.label, LABEL),
    }
}

fn numbered(labels: &[String]) -> String {
    let each = (1..).zip(labels).map(|(number, label): (u32, _)| format!("{number} {label}"));
    each.collect::<Vec<_>>().join(" · ")
}

/// What was filled in, by field: of every shape in which Discord has sent forms back.
pub(super) fn filled(components: &[Value]) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for one in components {
        let below = one["components"].as_array().cloned().unwrap_or_default();
        fields.extend(filled(&below));
        if one["component"].is_object() {
            fields.extend(filled(std::slice::from_ref(&one["component"])));
        }
        let Some(key) = one["custom_id"].as_str() else { continue };
        let chosen = || Some(one["values"].as_array()?.first()?.as_str()?.to_owned());
        let value = one["value"].as_str().map(ToOwned::to_owned).or_else(chosen);
        fields.insert(key.to_owned(), value.unwrap_or_default());
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, kind: FieldKind, value: Option<&str>) -> FormField {
        let value = value.map(ToOwned::to_owned);
        FormField { key: key.into(), label: format!("Your {key}"), kind, required: false, value }
    }

    #[test]
    fn every_kind_of_field() {
        let labels = ["very low", "low", "in between", "good", "very good"].map(String::from);
        let form = Form {
            id: "answer:R".into(),
            title: "Check-in of the whole housing network of the region".into(),
            fields: vec![
                field("text", FieldKind::Text { max: 1500 }, Some("Tired *so*")),
                field("mood", FieldKind::Mood(labels.into()), Some("3")),
                field("word", FieldKind::Word, None),
                field("season", FieldKind::Choice(vec!["Spring ".repeat(20), "Fall".into()]), None),
                field("name", FieldKind::Text { max: 20 }, Some("longer than it may be now")),
                field("sixth", FieldKind::Word, None),
            ],
        };
        insta::assert_snapshot!(serde_json::to_string_pretty(&modal(&form)).unwrap());
    }

    #[test]
    fn what_was_filled_in_is_read_by_field() {
        let sent = json!([
            {"type": 1, "components": [{"type": 4, "custom_id": "text", "value": "Tired"}]},
            {"type": 1, "components": [{"type": 4, "custom_id": "mood", "value": ""}]},
            {"type": 18, "component": {"type": 4, "custom_id": "word", "value": "tea"}},
            {"type": 18, "component": {"type": 3, "custom_id": "season", "values": ["2"]}},
            {"type": 10},
        ]);
        let want = [("text", "Tired"), ("mood", ""), ("word", "tea"), ("season", "2")];
        let want = want.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(filled(sent.as_array().unwrap()), BTreeMap::from(want));
    }
}
