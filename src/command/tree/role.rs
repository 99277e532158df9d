//! `role`: the arguments.

use clap::{Args, Subcommand, ValueEnum};

use crate::domain::community::Role as Held;

/// Who looks after the community.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Role {
    /// Who holds which role
    List,
    /// Give a role
    Grant(Change),
    /// Take a role back
    Revoke(Change),
}

/// A role of an account.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct Change {
    /// Whose: a name from this community, or like matrix:@ana:example.org
    #[arg(long)]
    pub account: String,
    /// Which role
    #[arg(long, value_enum)]
    pub role: Grade,
    /// Which round: its ritual's name or its id, when several are possible
    #[arg(long)]
    pub round: Option<String>,
}

/// A role that can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Grade {
    /// Runs one round.
    Facilitator,
    /// Sets the rhythm and looks after the people.
    Convenor,
    /// A convenor who also appoints convenors.
    Steward,
}

impl From<Grade> for Held {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Facilitator => Self::Facilitator,
            Grade::Convenor => Self::Convenor,
            Grade::Steward => Self::Steward,
        }
    }
}
