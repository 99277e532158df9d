//! `me`: the arguments.

use chrono_tz::Tz;
use clap::{Args, Subcommand, ValueEnum};

use crate::command::value;
use crate::domain::member::Standing;

/// Your own profile.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Me {
    /// What I know of you
    Show,
    /// The time zone in which I tell you times in private
    Zone(OwnZone),
    /// The language in which I write to you in private
    Language(OwnLanguage),
    /// Private reminders, at most one a round
    #[command(subcommand)]
    Nudges(Nudges),
    /// Whether your other words in threads may be kept
    Consent(Consent),
}

/// A zone.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct OwnZone {
    /// The time zone, like Europe/Paris
    #[arg(long, value_parser = value::zone)]
    pub zone: Option<Tz>,
}

/// A language.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct OwnLanguage {
    /// The language, like en or fr
    #[arg(long)]
    pub language: Option<String>,
}

/// Reminders.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Nudges {
    /// Remind me in private before a round closes
    On,
    /// Don't remind me
    Off,
}

/// A standing answer to "may these words be kept?".
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Consent {
    /// May your other words in threads be kept
    #[arg(long, value_enum)]
    pub words: Option<Word>,
}

/// A yes, a no, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Word {
    /// They may.
    Yes,
    /// They may not.
    No,
    /// Ask me again.
    Ask,
}

impl From<Word> for Standing {
    fn from(word: Word) -> Self {
        match word {
            Word::Yes => Self::Yes,
            Word::No => Self::No,
            Word::Ask => Self::Ask,
        }
    }
}
