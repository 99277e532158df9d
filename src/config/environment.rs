//! The environment as configuration: `SAMOVAR_SECTION__KEY`.
//!
//! A value reads as what the key's example shows (a list, a switch, or plain words), so that a
//! password of digits stays a password.

use figment::value::{Dict, Map, Value};
use figment::{Error, Metadata, Profile, Provider};

use super::section::SECTIONS;

/// Variables by section and key.
pub(crate) struct Environment(Vec<(String, String)>);

impl Environment {
    /// Those among `variables` that are written `SAMOVAR_SECTION__KEY`.
    pub(crate) fn of(variables: impl Iterator<Item = (String, String)>) -> Self {
        let named = variables.filter_map(|(name, value)| {
            let path = name.strip_prefix("SAMOVAR_")?;
            path.contains("__").then(|| (path.to_lowercase(), value))
        });
        Self(named.collect())
    }
}

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment").interpolater(|_, keys| {
            let path = keys.join("__").to_uppercase();
            format!("SAMOVAR_{path}")
        })
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut sections = Dict::new();
        for (path, text) in &self.0 {
            let Some((section, key)) = path.split_once("__") else { continue };
            let keys = sections.entry(section.to_owned()).or_insert_with(|| Dict::new().into());
            if let Value::Dict(_, keys) = keys {
                keys.insert(key.to_owned(), value(section, key, text));
            }
        }
        Ok(Map::from([(Profile::Default, sections)]))
    }
}

fn value(section: &str, key: &str, text: &str) -> Value {
    let shown = SECTIONS
        .iter()
        .filter(|one| one.path == section)
        .flat_map(|one| one.keys)
        .find(|one| one.name == key)
        .map_or("", |one| one.shown);
    match (shown, text.trim()) {
        ("true" | "false", "true" | "1" | "yes" | "on") => Value::from(true),
        ("true" | "false", "false" | "0" | "no" | "off") => Value::from(false),
        (shown, list) if shown.starts_with('[') => entries(list),
        _ => Value::from(text),
    }
}

/// `["a", "b"]`, or simply `a, b`.
fn entries(text: &str) -> Value {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let entries: Vec<Value> = inner
        .split(',')
        .map(|entry| entry.trim().trim_matches('"'))
        .filter(|entry| !entry.is_empty())
        .map(Value::from)
        .collect();
    Value::from(entries)
}
