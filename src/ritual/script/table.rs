//! A walk over TOML that keeps lines and goes on after a fault, so that all are told at once.

use strsim::damerau_levenshtein;
use toml::de::{DeTable, DeValue};

use super::fault::{Faults, Reason};
use super::texts::Texts;
use crate::domain::community::Language;

/// A table of a method file, and the keys it may have.
pub(super) struct Table<'t> {
    entries: &'t DeTable<'t>,
    at: usize,
}

/// A key and its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    pub(super) at: usize,
    pub(super) value: &'t DeValue<'t>,
}

impl<'t> Table<'t> {
    /// A table that begins at `at`; keys that are not `known` are faults.
    pub(super) fn open(
        entries: &'t DeTable<'t>,
        at: usize,
        known: &[&str],
        faults: &mut Faults<'_>,
    ) -> Self {
        for (key, _) in entries {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                faults.add(key.span().start, name, unknown(name, known));
            }
        }
        Self { entries, at }
    }

    /// The value of a key that may be missing.
    pub(super) fn get(&self, key: &str) -> Option<Entry<'t>> {
        let (name, value) = self.entries.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Entry { key: name.get_ref(), at: name.span().start, value: value.get_ref() })
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, key: &str, faults: &mut Faults<'_>) -> Option<Entry<'t>> {
        let entry = self.get(key);
        if entry.is_none() {
            faults.add(self.at, key, Reason::of("method-missing").with("key", key));
        }
        entry
    }

    /// Where it begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }
}

fn unknown(name: &str, known: &[&str]) -> Reason {
    let near = known.iter().min_by_key(|one| damerau_levenshtein(one, name));
    match near.filter(|one| damerau_levenshtein(one, name) <= 2) {
        Some(near) => Reason::of("method-unknown-near").with("key", name).with("near", near),
        None => Reason::of("method-unknown").with("key", name).with("known", known.join(", ")),
    }
}

impl<'t> Entry<'t> {
    /// Notes a fault of this entry.
    pub(super) fn fault(&self, faults: &mut Faults<'_>, reason: Reason) {
        faults.add(self.at, self.key, reason);
    }

    /// Words between quotation marks.
    pub(super) fn text(&self, faults: &mut Faults<'_>) -> Option<&'t str> {
        if let DeValue::String(text) = self.value {
            return Some(text);
        }
        self.fault(faults, Reason::of("method-not-words").with("key", self.key));
        None
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, least: u32, most: u32, faults: &mut Faults<'_>) -> Option<u32> {
        let number = match self.value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let reason = match most {
                u32::MAX => Reason::of("method-not-a-number"),
                most => Reason::of("method-not-between").with("most", most),
            };
            self.fault(faults, reason.with("key", self.key).with("least", least));
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn yes(&self, faults: &mut Faults<'_>) -> Option<bool> {
        if let DeValue::Boolean(yes) = self.value {
            return Some(*yes);
        }
        self.fault(faults, Reason::of("method-not-yes").with("key", self.key));
        None
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(
        &self,
        choices: &[(&str, T)],
        faults: &mut Faults<'_>,
    ) -> Option<T> {
        let text = self.text(faults)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<String> =
                choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let reason = Reason::of("method-not-one-of").with("key", self.key).with("got", text);
            self.fault(faults, reason.with("choices", names.join(", ")));
        }
        found
    }

    /// Words by language, none of them empty or longer than `most` characters.
    pub(super) fn texts(&self, most: usize, faults: &mut Faults<'_>) -> Option<Texts> {
        let DeValue::Table(table) = self.value else {
            self.fault(faults, Reason::of("method-not-texts").with("key", self.key));
            return None;
        };
        if table.is_empty() {
            self.fault(faults, Reason::of("method-no-texts").with("key", self.key));
            return None;
        }
        let texts = table.iter().filter_map(|(code, value)| {
            let key = format!("{}.{}", self.key, code.get_ref());
            let entry = Entry { key: &key, at: code.span().start, value: value.get_ref() };
            Some((language(code.get_ref(), &entry, faults)?, entry.words(most, faults)?))
        });
        let texts: Vec<_> = texts.collect();
        (texts.len() == table.len()).then(|| texts.into_iter().collect())
    }

    /// Words that are neither empty nor too long.
    pub(super) fn words(&self, most: usize, faults: &mut Faults<'_>) -> Option<String> {
        let text = self.text(faults)?.trim();
        let got = text.chars().count();
        if got == 0 {
            self.fault(faults, Reason::of("method-empty").with("key", self.key));
        } else if got > most {
            let reason = Reason::of("method-too-long").with("key", self.key);
            self.fault(faults, reason.with("most", most).with("got", got));
        }
        (1..=most).contains(&got).then(|| text.to_owned())
    }

    /// The entries of a list; anything else is a fault.
    pub(super) fn list(&self, faults: &mut Faults<'_>) -> Option<Vec<Entry<'t>>> {
        let DeValue::Array(list) = self.value else {
            self.fault(faults, Reason::of("method-not-a-list").with("key", self.key));
            return None;
        };
        let entries = list.iter().map(|one| Entry {
            key: self.key,
            at: one.span().start,
            value: one.get_ref(),
        });
        Some(entries.collect())
    }

    /// The tables under `[[…]]` headings; anything else is a fault.
    pub(super) fn tables(
        &self,
        heading: &str,
        faults: &mut Faults<'_>,
    ) -> Vec<(&'t DeTable<'t>, usize)> {
        let entries = match self.value {
            DeValue::Array(list) => list.iter().collect(),
            _ => Vec::new(),
        };
        let tables: Vec<_> = entries
            .iter()
            .filter_map(|one| match one.get_ref() {
                DeValue::Table(table) => Some((table, one.span().start)),
                _ => None,
            })
            .collect();
        if tables.is_empty() || tables.len() < entries.len() {
            let reason = Reason::of("method-not-tables").with("key", self.key);
            self.fault(faults, reason.with("heading", heading));
        }
        tables
    }
}

/// A language code such as `en`, `fr` or `pt-BR`.
fn language(code: &str, entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Language> {
    let mut parts = code.split('-');
    let base = parts.next().unwrap_or_default();
    let good = (2..=3).contains(&base.len())
        && base.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if !good {
        entry.fault(faults, Reason::of("method-not-a-language").with("code", code));
    }
    good.then(|| Language::from(code))
}
