//! `help`: the arguments.

use clap::Args;

/// What to explain.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Help {
    /// About which command, like "ritual add"
    #[arg(long)]
    pub topic: Option<String>,
}
