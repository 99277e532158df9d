//! In which language an operator is spoken to: the one of their terminal.

use crate::domain::community::Language;
use crate::ritual::words::{Arg, Words};

/// The texts, in the operator's language.
pub(super) struct Tongue {
    pub words: Words,
    pub language: Language,
}

impl Tongue {
    /// By `LC_ALL`, `LC_MESSAGES` or `LANG`, whichever is set first.
    pub(super) fn of_terminal() -> anyhow::Result<Self> {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        Ok(Self { words: Words::shipped()?, language: language(set.as_deref()) })
    }

    /// A text.
    pub(super) fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.say(&self.language, key, args)
    }
}

/// `fr_CA.UTF-8` is French; `C` and nothing are English.
fn language(set: Option<&str>) -> Language {
    let name = set.unwrap_or_default().split(['_', '.', '@']).next().unwrap_or_default();
    match name.len() {
        2 | 3 => Language::from(name),
        _ => Language::from("en"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_names_the_language() {
        for (set, wanted) in [
            (Some("fr_CA.UTF-8"), "fr"),
            (Some("fr"), "fr"),
            (Some("C.UTF-8"), "en"),
            (Some("POSIX"), "en"),
            (None, "en"),
        ] {
            assert_eq!(language(set).as_str(), wanted);
        }
    }
}
