//! `challenge`: the arguments.

use clap::{Args, Subcommand};

/// Challenges that members put forward.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Challenge {
    /// Share a challenge; convenors see it
    Share(Share),
    /// The challenges that are waiting, as far as you may see them
    List,
    /// Take a challenge back
    Withdraw(TakeBack),
}

/// A challenge.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Share {
    /// Your words
    #[arg(long)]
    pub text: Option<String>,
    /// Without your name, for convenors too; only in private
    #[arg(long)]
    pub anonymous: bool,
    /// Let the whole circle see it in the list
    #[arg(long)]
    pub list: bool,
}

/// Which challenge to take back.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct TakeBack {
    /// Which challenge: its number in the list
    #[arg(long)]
    pub number: Option<u16>,
}
