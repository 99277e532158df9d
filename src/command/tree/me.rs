//! `me`: the arguments.

use chrono_tz::Tz;
use clap::{Args, Subcommand, ValueEnum};

use crate::command::value;

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
    /// Every yes of yours: may your words be kept, may you be reminded or reached
    Consent(Consent),
    /// Join an account of yours on another platform to this one, by a one-time code
    Link(OwnLink),
    /// Take this account apart from your others again
    Unlink,
    /// Everything that is kept of you
    Export(OwnExport),
    /// Forget everything that you gave; asks first
    Forget(OwnForget),
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

/// Standing answers.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Consent {
    /// May your other words in threads be kept
    #[arg(long, value_enum)]
    pub words: Option<Word>,
    /// May I remind you in private, once a round at most
    #[arg(long, value_enum)]
    pub nudges: Option<YesNo>,
    /// Takes back that convenors may get in touch with you
    #[arg(long, value_enum)]
    pub reach_out: Option<OnlyNo>,
}

/// Joining two accounts: without options it makes a code.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct OwnLink {
    /// A one-time code, as I gave it
    #[arg(long)]
    pub code: Option<String>,
    /// Yes to a request of mine, by its name
    #[arg(long, conflicts_with = "code")]
    pub confirm: Option<String>,
    /// The other account may have my roles too
    #[arg(long)]
    pub roles: bool,
}

/// In which form everything is told.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct OwnExport {
    /// As data instead of a page
    #[arg(long)]
    pub json: bool,
    /// Which part, where it is long
    #[arg(long)]
    pub part: Option<u16>,
}

/// A yes beforehand.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct OwnForget {
    /// Yes, I mean it
    #[arg(long)]
    pub yes: bool,
}

/// A yes or a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// A no; the yes is asked for when it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnlyNo {
    /// No.
    No,
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
