//! What can be asked of the bot, for platforms with native commands to register; and how each
//! command is acknowledged. Plain data: it is made from the one tree of commands.

use std::collections::BTreeMap;

use crate::domain::community::Language;

/// A command, or a group of commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandSpec {
    /// Its name, by which it comes back.
    pub name: String,
    /// What people see instead of the name in other languages.
    pub names: BTreeMap<Language, String>,
    /// What it does.
    pub about: Localised,
    /// The commands below it; a command with some has no options of its own.
    pub below: Vec<CommandSpec>,
    /// Its options, required ones first.
    pub options: Vec<OptionSpec>,
}

/// An option of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name, by which it comes back.
    pub name: String,
    /// What people see instead of the name in other languages.
    pub names: BTreeMap<Language, String>,
    /// What it is.
    pub about: Localised,
    /// What its values are.
    pub kind: Kind,
    /// Whether the command needs it.
    pub required: bool,
    /// What its values can be completed from.
    pub lookup: Option<Lookup>,
}

/// A command that somebody gives by pointing at a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuSpec {
    /// What it is called; in English also by what it comes back.
    pub name: Localised,
    /// The words it stands for, as if they were said in reply to that message.
    pub words: Vec<String>,
}

/// Words in English and in the other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localised {
    /// In English.
    pub text: String,
    /// In other languages.
    pub others: BTreeMap<Language, String>,
}

/// What an option's values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// One of these.
    Choice(Vec<ChoiceSpec>),
    /// There or not.
    Flag,
}

/// One value that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceSpec {
    /// The value, by which it comes back.
    pub value: String,
    /// What it is called.
    pub name: Localised,
}

/// What an option can be completed from while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The communities of the person.
    Community,
    /// The circles of the community.
    Circle,
    /// The rituals of the community.
    Ritual,
    /// The open rounds, and the last closed ones.
    Round,
    /// The methods there are.
    Method,
    /// The time zones.
    Zone,
    /// The languages.
    Language,
    /// The accounts of the community's members.
    Account,
    /// The topics said before.
    Topic,
}

/// How a platform with interactions acknowledges a command before it is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledge {
    /// The answer itself is the first response, since it may be a form, which can't follow a
    /// deferral.
    Form,
    /// "Working on it", seen by one person or by all.
    Deferred {
        /// Whether only the person sees it.
        private: bool,
    },
    /// The answer itself, at once: it needs next to nothing.
    Instant {
        /// Whether only the person sees it.
        private: bool,
    },
}
