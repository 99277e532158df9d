//! What Discord has of the commands, against what is wanted. Pure.
//!
//! A bot may create two hundred commands a day, so nothing is sent that stands there already.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The type of a command that is picked and filled in: what is meant where Discord says none.
const CHAT_INPUT: u64 = 1;

/// What would change, by name: for the log.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// What is not there yet.
    pub new: Vec<String>,
    /// What is there and says something else.
    pub changed: Vec<String>,
    /// What is there and no longer wanted.
    pub gone: Vec<String>,
}

impl Changes {
    /// Whether all is as it should be.
    pub(super) fn none(&self) -> bool {
        *self == Self::default()
    }
}

/// What would change if `wanted` took the place of what Discord `has`.
pub(super) fn changes(has: &[Value], wanted: &[Value]) -> Changes {
    let key = |one: &Value| (one["type"].as_u64().unwrap_or(CHAT_INPUT), text(&one["name"]));
    let there: BTreeMap<_, Value> = has.iter().map(|one| (key(one), known(one))).collect();
    let mut changes = Changes::default();
    for one in wanted {
        match there.get(&key(one)) {
            None => changes.new.push(text(&one["name"])),
            Some(there) if *there != known(one) => changes.changed.push(text(&one["name"])),
            Some(_) => {}
        }
    }
    let keys: Vec<_> = wanted.iter().map(key).collect();
    changes.gone =
        there.into_keys().filter(|key| !keys.contains(key)).map(|(_, name)| name).collect();
    changes
}

/// What we say of a command, of all that Discord says of it. What it leaves out is what it takes to
/// be said by silence.
fn known(value: &Value) -> Value {
    let list = |key: &str| -> Vec<Value> {
        value[key].as_array().into_iter().flatten().map(known).collect()
    };
    let numbers = |key: &str| {
        let mut all: Vec<u64> =
            value[key].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        all.sort_unstable();
        all
    };
    let object = |key: &str| value[key].as_object().cloned().unwrap_or_default();
    json!({
        "type": value["type"].as_u64().unwrap_or(CHAT_INPUT),
        "name": value["name"],
        "names": object("name_localizations"),
        "about": text(&value["description"]),
        "abouts": object("description_localizations"),
        "value": value["value"],
        "required": value["required"].as_bool().unwrap_or(false),
        "autocomplete": value["autocomplete"].as_bool().unwrap_or(false),
        "choices": list("choices"),
        "options": list("options"),
        "contexts": numbers("contexts"),
        "installs": numbers("integration_types"),
        // Set by nobody; where it is, somebody is kept from what their community lets them do.
        "permissions": value["default_member_permissions"],
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::register::wanted;
    use super::*;
    use crate::command::spec;
    use crate::ritual::words::Words;

    fn real(global: bool) -> Vec<Value> {
        let words = Words::shipped().unwrap();
        wanted(&spec::specs(&words), &spec::menus(&words), global)
    }

    /// As Discord gives a command back: with more than was said, and less.
    fn returned(value: &Value) -> Value {
        let mut made = value.clone();
        let fields = made.as_object_mut().unwrap();
        for key in ["required", "autocomplete"] {
            if fields.get(key) == Some(&json!(false)) {
                fields.remove(key);
            }
        }
        for key in ["options", "choices"] {
            match fields.get(key).and_then(Value::as_array) {
                Some(list) if list.is_empty() => drop(fields.remove(key)),
                Some(list) => {
                    let list: Vec<Value> = list.iter().map(returned).collect();
                    fields.insert(key.to_owned(), json!(list));
                }
                None => {}
            }
        }
        for key in ["name_localizations", "description_localizations"] {
            if fields.get(key) == Some(&json!({})) {
                fields.insert(key.to_owned(), Value::Null);
            }
        }
        made
    }

    #[test]
    fn what_stands_there_is_not_registered_again() {
        for global in [true, false] {
            let wanted = real(global);
            let has: Vec<Value> = wanted
                .iter()
                .enumerate()
                .map(|(id, one)| {
                    let mut one = returned(one);
                    one["id"] = json!(id.to_string());
                    one["version"] = json!("1");
                    one["application_id"] = json!("9");
                    one["default_member_permissions"] = Value::Null;
                    one["nsfw"] = json!(false);
                    if !global {
                        one["contexts"] = Value::Null;
                    }
                    one
                })
                .rev()
                .collect();
            assert_eq!(changes(&has, &wanted), Changes::default());
        }
    }

    #[test]
    fn every_difference_is_seen() {
        let wanted = real(true);
        let mut has: Vec<Value> = wanted.iter().map(returned).collect();
        has.retain(|one| one["name"] != "undo");
        has.push(json!({"type": 1, "name": "old", "description": "x"}));
        has[0]["description"] = json!("other");
        let at = has.iter().position(|one| one["name"] == "ritual").unwrap();
        has[at]["options"][1]["options"][0]["name_localizations"] = Value::Null;
        let menu = has.iter().position(|one| one["type"] == 3).unwrap();
        has[menu]["default_member_permissions"] = json!("8");
        let found = changes(&has, &wanted);
        assert_eq!((found.new, found.gone), (vec!["undo".to_owned()], vec!["old".to_owned()]));
        let changed: Vec<String> =
            [&has[0], &has[at], &has[menu]].iter().map(|one| text(&one["name"])).collect();
        assert_eq!(BTreeSet::from_iter(found.changed), BTreeSet::from_iter(changed));
    }
}
