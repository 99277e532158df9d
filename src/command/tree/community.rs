//! `community`: the arguments.

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::{Args, Subcommand};

use crate::command::value;

/// The community.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Community {
    /// Found a community
    Create(NewCommunity),
    /// The charter, zone and language
    Show,
    /// Change the charter, zone, language or how long words are kept
    Edit(Charter),
    /// Days without rituals
    #[command(subcommand)]
    Holiday(Holiday),
}

/// A new community.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct NewCommunity {
    /// What to call it
    #[arg(long)]
    pub name: String,
    /// The time zone, like Europe/Paris
    #[arg(long, value_parser = value::zone)]
    pub zone: Tz,
    /// The language, like en or fr
    #[arg(long)]
    pub language: Option<String>,
}

/// What to change in a community; an empty text takes a part of the charter away.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Charter {
    /// What to call it
    #[arg(long)]
    pub name: Option<String>,
    /// The time zone, like Europe/Paris
    #[arg(long, value_parser = value::zone)]
    pub zone: Option<Tz>,
    /// The language, like en or fr
    #[arg(long)]
    pub language: Option<String>,
    /// What the community is about
    #[arg(long)]
    pub domain: Option<String>,
    /// Who it is for, and how people belong
    #[arg(long)]
    pub people: Option<String>,
    /// What its members do and make together
    #[arg(long)]
    pub practice: Option<String>,
    /// What members agree to
    #[arg(long)]
    pub agreement: Option<String>,
    /// Where someone who has a hard time finds a person
    #[arg(long)]
    pub signposts: Option<String>,
    /// What helps people to take part
    #[arg(long)]
    pub accessibility: Option<String>,
    /// Words that are not met with silence, separated by commas
    #[arg(long)]
    pub care_words: Option<String>,
    /// How many days words that nobody curated are kept
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub keep_days: Option<u16>,
}

/// Days without rituals.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Holiday {
    /// Add a day without rituals
    Add(NewHoliday),
    /// The days without rituals
    List,
    /// Remove a day without rituals
    Remove(HolidayDay),
}

/// A day without rituals.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct NewHoliday {
    /// The day, like 2027-01-01
    #[arg(long, value_parser = value::date)]
    pub date: NaiveDate,
    /// What to call it
    #[arg(long)]
    pub name: Option<String>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct HolidayDay {
    /// The day, like 2027-01-01
    #[arg(long, value_parser = value::date)]
    pub date: NaiveDate,
}
