//! `ritual`: the arguments.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use clap::{Args, Subcommand};

use crate::command::value::{self, Days};
use crate::domain::ritual::Late;

/// The rhythm.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Ritual {
    /// The methods that a ritual can follow
    Methods,
    /// Add a ritual: a method on a rhythm
    Add(Add),
    /// The rituals and when each comes next
    List,
    /// One ritual: its question, rhythm and last rounds
    Show(Which),
    /// Change a ritual; only future times move
    Edit(Edit),
    /// See the prompt as it will look
    Preview(Preview),
    /// Start a ritual now, outside its rhythm
    Start(Which),
    /// Skip its next time
    Skip(Which),
    /// Pause a ritual until you resume it
    Pause(Which),
    /// Resume a paused ritual
    Resume(Which),
    /// Remove a ritual; undo works for ten minutes
    Remove(Which),
    /// Suggest something for the rhythm or the next question, to the convenors
    Suggest(Suggest),
}

/// Which ritual.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Which {
    /// Which ritual, by its name; not needed while there is only one
    #[arg(long)]
    pub ritual: Option<String>,
}

/// What to look at before it is posted.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Preview {
    /// Which ritual, by its name; not needed while there is only one
    #[arg(long)]
    pub ritual: Option<String>,
    /// Which method, like check-in; "ritual methods" lists them
    #[arg(long, conflicts_with = "ritual")]
    pub method: Option<String>,
    /// Your own question instead of the method's
    #[arg(long)]
    pub ask: Option<String>,
}

/// When a ritual runs, and for how long a round stays open.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Timing {
    /// On which days, like mon,thu or daily
    #[arg(long, value_parser = value::days)]
    pub days: Option<Days>,
    /// At what time of day, like 09:00
    #[arg(long, value_parser = value::time)]
    pub at: Option<NaiveTime>,
    /// A cron expression with five fields, instead of days and time
    #[arg(long, conflicts_with_all = ["days", "at"])]
    pub cron: Option<String>,
    /// The time zone, like Europe/Paris
    #[arg(long, value_parser = value::zone)]
    pub zone: Option<Tz>,
    /// Every how many weeks; 1 is every week
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=52))]
    pub every: Option<u16>,
    /// A date in a week when it runs, like 2027-01-04, when it is not every week
    #[arg(long, value_parser = value::date)]
    pub anchor: Option<NaiveDate>,
    /// How long answers are taken, like 24h or 2d
    #[arg(long, value_parser = value::span)]
    pub open_for: Option<Duration>,
    /// What happens to times missed while I was away
    #[arg(long, value_enum)]
    pub late: Option<Late>,
    /// After how much lateness "skip" skips, like 2h
    #[arg(long, value_parser = value::span)]
    pub grace: Option<Duration>,
}

/// A new ritual.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Add {
    /// What to call it
    #[arg(long)]
    pub name: String,
    /// Which method, like check-in; "ritual methods" lists them
    #[arg(long)]
    pub method: String,
    /// Your own question instead of the method's
    #[arg(long)]
    pub ask: Option<String>,
    /// Which circle, by its name; not needed while there is only one
    #[arg(long)]
    pub circle: Option<String>,
    /// When it runs.
    #[command(flatten)]
    pub timing: Timing,
}

/// What to change in a ritual.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Edit {
    /// Which ritual, by its name; not needed while there is only one
    #[arg(long)]
    pub ritual: Option<String>,
    /// What to call it
    #[arg(long)]
    pub name: Option<String>,
    /// Which method, like check-in; "ritual methods" lists them
    #[arg(long)]
    pub method: Option<String>,
    /// Your own question instead of the method's
    #[arg(long)]
    pub ask: Option<String>,
    /// Which circle, by its name; not needed while there is only one
    #[arg(long)]
    pub circle: Option<String>,
    /// When it runs.
    #[command(flatten)]
    pub timing: Timing,
}

/// A member's idea.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Suggest {
    /// Your words
    #[arg(long)]
    pub text: Option<String>,
}
