//! `round`: the arguments.

use clap::{Args, Subcommand};

/// One run of a ritual.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Round {
    /// In private: counts, what will be posted, who may be reached out to
    Show(WhichRound),
    /// Close it now; undo works for ten minutes
    Close(WhichRound),
    /// Post again what somebody took away
    Repost(WhichRound),
    /// The topics of what was said
    #[command(subcommand)]
    Topic(RoundTopic),
    /// A note on what was said
    Note(Note),
}

/// The topics of a round.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum RoundTopic {
    /// Add a topic to a round
    Add(Topic),
    /// Remove a topic from a round
    Remove(Topic),
}

/// Which round.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct WhichRound {
    /// Which round: its ritual's name or its id, when several are possible
    #[arg(long)]
    pub round: Option<String>,
}

/// A topic of a round.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Topic {
    /// What was talked about, like housing
    #[arg(long)]
    pub topic: String,
    /// Which round: its ritual's name or its id, when several are possible
    #[arg(long)]
    pub round: Option<String>,
}

/// A note on a round.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Note {
    /// Your words
    #[arg(long)]
    pub text: Option<String>,
    /// Which round: its ritual's name or its id, when several are possible
    #[arg(long)]
    pub round: Option<String>,
}
