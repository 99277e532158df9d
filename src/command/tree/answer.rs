//! `answer` (also `checkin`) and `withdraw`: the arguments.

use clap::Args;

/// An answer to an open round.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Answer {
    /// Your words
    #[arg(long)]
    pub text: Option<String>,
    /// Which round: its ritual's name or its id, when several are possible
    #[arg(long)]
    pub round: Option<String>,
    /// Your mood from 1 (low) to 5 (high); only in private, shown only as an aggregate
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=5))]
    pub mood: Option<u8>,
    /// One word
    #[arg(long)]
    pub word: Option<String>,
    /// Show it only to convenors, and in counts
    #[arg(long)]
    pub private: bool,
    /// Pass: a full answer without words
    #[arg(long, conflicts_with_all = ["text", "mood", "word", "set"])]
    pub pass: bool,
    /// A field of your community's own method, like key=value
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

impl Answer {
    /// Whether it says nothing yet: a form or a question is the reply.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_none()
            && self.mood.is_none()
            && self.word.is_none()
            && self.set.is_empty()
            && !self.pass
    }
}

/// Which answer to take back.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Withdraw {
    /// Which round: its ritual's name or its id, when several are possible
    #[arg(long)]
    pub round: Option<String>,
}
