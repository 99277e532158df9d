//! What can be wrong with a configuration, in words that name the key.

use std::path::PathBuf;

use figment::error::{Error, Kind};

/// A fault in the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was asked for is not there.
    #[error("{}: there is no such file; `samovar init` writes one", .0.display())]
    Missing(PathBuf),
    /// The file or the environment does not read as the sections it should hold.
    #[error("{0}")]
    Unreadable(String),
    /// A key has a value that can't be right.
    #[error("{key}: {why}")]
    Wrong {
        /// The key, as `section.key`.
        key: String,
        /// What is wrong, with the mend.
        why: String,
    },
}

impl ConfigError {
    /// A value that can't be right.
    pub(crate) fn wrong(key: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Wrong { key: key.into(), why: why.into() }
    }
}

impl From<Error> for ConfigError {
    fn from(error: Error) -> Self {
        let texts: Vec<String> = error.into_iter().map(|one| in_words(&one)).collect();
        Self::Unreadable(texts.join("; "))
    }
}

fn in_words(error: &Error) -> String {
    let place = error.path.join(".");
    let origin = error.metadata.as_ref().map(|from| match &from.source {
        Some(source) => source.to_string(),
        None => from.name.to_string(),
    });
    let said = match &error.kind {
        Kind::UnknownField(_, known) => {
            let what = if error.path.len() > 1 { "key" } else { "section" };
            format!("{place}: there is no such {what}; there are {}", known.join(", "))
        }
        Kind::InvalidType(found, wanted) => format!("{place}: {found} should be {wanted}"),
        // A value may be a secret: the kinds below would repeat it.
        Kind::InvalidValue(_, wanted) => format!("{place}: should be {wanted}"),
        Kind::UnknownVariant(_, known) => format!("{place}: should be one of {}", known.join(", ")),
        other if place.is_empty() => one_line(&other.to_string()),
        other => format!("{place}: {}", one_line(&other.to_string())),
    };
    match origin {
        Some(origin) => format!("{origin}: {said}"),
        None => said,
    }
}

/// TOML faults come with a drawing of the place over several lines.
fn one_line(text: &str) -> String {
    let parts: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.contains('|') && !line.contains('^'))
        .collect();
    parts.join(", ")
}
