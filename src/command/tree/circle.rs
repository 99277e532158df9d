//! `circle`: the arguments.

use clap::{Args, Subcommand};

/// Circles and their rooms.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Circle {
    /// Create a circle
    Create(NewCircle),
    /// The circles and their rooms
    List,
    /// Bind this room to a circle
    Bind(Bind),
    /// A one-time code that binds a room elsewhere
    Invite(Invite),
    /// Let this room go; asks first
    Unbind(Unbind),
    /// Go along with a room that was replaced by another
    Follow(Follow),
}

/// A new circle.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct NewCircle {
    /// What to call it
    #[arg(long)]
    pub name: String,
}

/// Which circle to bind this room to.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Bind {
    /// Which circle, by its name; not needed while there is only one
    #[arg(long)]
    pub circle: Option<String>,
    /// The language, like en or fr
    #[arg(long)]
    pub language: Option<String>,
    /// A one-time code, as I gave it
    #[arg(long, conflicts_with = "circle")]
    pub code: Option<String>,
    /// Yes to a request of mine, by its name
    #[arg(long, conflicts_with_all = ["circle", "code"])]
    pub confirm: Option<String>,
    /// Yes, I mean it
    #[arg(long)]
    pub yes: bool,
}

/// Which circle the code is for.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Invite {
    /// Which circle, by its name; not needed while there is only one
    #[arg(long)]
    pub circle: Option<String>,
}

/// Letting a room go.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Unbind {
    /// Yes, I mean it
    #[arg(long)]
    pub yes: bool,
}

/// Going along with a room that was replaced.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub struct Follow {
    /// Which room, by its name; not needed while there is only one
    #[arg(long)]
    pub room: Option<String>,
    /// Yes, I mean it
    #[arg(long)]
    pub yes: bool,
}
