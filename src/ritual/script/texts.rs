//! Words of a method in several languages.

use std::collections::BTreeMap;

use crate::domain::community::Language;

/// One text in the languages its author wrote it in; never empty once it has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<Language, String>);

impl Texts {
    /// The text in this language, else in its base (`fr` for `fr-CA`), else in English, else in
    /// any.
    #[must_use]
    pub fn in_language(&self, language: &Language) -> &str {
        let base = language.as_str().split('-').next().unwrap_or_default();
        [language.as_str(), base, "en"]
            .into_iter()
            .find_map(|code| self.0.get(&Language::from(code)))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The text by which an answer is stored, whatever language it was given in.
    #[must_use]
    pub fn canonical(&self) -> &str {
        self.in_language(&Language::from("en"))
    }

    /// The languages there are, with their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(language, text)| (language, text.as_str()))
    }
}

impl FromIterator<(Language, String)> for Texts {
    fn from_iter<T: IntoIterator<Item = (Language, String)>>(texts: T) -> Self {
        Self(texts.into_iter().collect())
    }
}
