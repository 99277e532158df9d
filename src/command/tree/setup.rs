//! `setup`: the arguments.

use std::time::Duration;

use chrono::NaiveTime;
use chrono_tz::Tz;
use clap::Args;

use crate::command::value::{self, Days, When};

/// A community with its first ritual, in one go. What is missing has a good default or is asked
/// for by showing the complete command.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Setup {
    /// What to call the community
    #[arg(long)]
    pub name: Option<String>,
    /// The time zone, like Europe/Paris
    #[arg(long, value_parser = value::zone)]
    pub zone: Option<Tz>,
    /// The language, like en or fr
    #[arg(long)]
    pub language: Option<String>,
    /// What to call the circle of this room
    #[arg(long)]
    pub circle: Option<String>,
    /// What to call the first ritual
    #[arg(long)]
    pub ritual: Option<String>,
    /// Which method, like check-in; "ritual methods" lists them
    #[arg(long)]
    pub method: Option<String>,
    /// Your own question instead of the method's
    #[arg(long)]
    pub ask: Option<String>,
    /// On which days, like mon,thu or daily
    #[arg(long, value_parser = value::days)]
    pub days: Option<Days>,
    /// At what time of day, like 09:00
    #[arg(long, value_parser = value::time)]
    pub at: Option<NaiveTime>,
    /// Days and time in one, like mon,thu 09:00
    #[arg(long, value_parser = value::when, conflicts_with_all = ["days", "at"])]
    pub when: Option<When>,
    /// How long answers are taken, like 24h or 2d
    #[arg(long, value_parser = value::span)]
    pub open_for: Option<Duration>,
}

impl Setup {
    /// Whether nothing was said yet: a form is the reply, where there are forms.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
