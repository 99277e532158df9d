//! The one clap tree: every command of every platform, by what people can say.
//!
//! Doc comments are the English help; the other languages have the same texts by key. Nothing here
//! acts: a parsed [`Command`] is plain data. Every argument is a long option, and the same option
//! reads alike in every command; which one takes bare words is said in [`super::parse`].

mod answer;
mod challenge;
mod circle;
mod community;
mod help;
mod me;
mod name;
mod ritual;
mod role;
mod round;
mod setup;

use clap::{Parser, Subcommand};

pub use answer::{Answer, Withdraw};
pub use challenge::{Challenge, Share, TakeBack};
pub use circle::{Bind, Circle, Follow, Invite, NewCircle, Unbind};
pub use community::{Charter, Community, Holiday, HolidayDay, NewCommunity, NewHoliday};
pub use help::Help;
pub use me::{
    Consent, Me, Nudges, OnlyNo, OwnExport, OwnForget, OwnLanguage, OwnLink, OwnZone, Word, YesNo,
};
pub use ritual::{Add, Edit, Preview, Ritual, Suggest, Timing, Which};
pub use role::{Change, Grade, Role};
pub use round::{Note, Round, RoundTopic, Topic, WhichRound};
pub use setup::Setup;

/// One line that somebody said to the bot.
#[derive(Debug, Clone, PartialEq, Parser)]
#[command(
    name = "samovar",
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Line {
    /// What is asked.
    #[command(subcommand)]
    pub command: Command,
    /// Which community, when it is not this room's
    #[arg(long, global = true)]
    pub community: Option<String>,
}

/// Everything that can be asked of the bot.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Command {
    /// Help on one screen, or about one command
    Help(Help),
    /// Why I did, or did not do, something here
    Why,
    /// The next rituals, how late anything is, and whether all is well
    Status,
    /// Give, change or pass your answer to the open round
    #[command(visible_alias = "checkin")]
    Answer(Answer),
    /// Take your answer back
    Withdraw(Withdraw),
    /// Put a challenge forward for a round
    #[command(subcommand)]
    Challenge(Challenge),
    /// The rhythm of this community
    #[command(subcommand)]
    Ritual(Ritual),
    /// One run of a ritual, for its facilitator and the convenors
    #[command(subcommand)]
    Round(Round),
    /// Set up a community with its first check-in, in one go
    Setup(Setup),
    /// The community and its charter
    #[command(subcommand)]
    Community(Community),
    /// Circles and the rooms that are bound to them
    #[command(subcommand)]
    Circle(Circle),
    /// A private one-time link to the convenors' page
    Curate,
    /// Who looks after this community
    #[command(subcommand)]
    Role(Role),
    /// Your own profile and choices
    #[command(subcommand)]
    Me(Me),
    /// Take back the last close or removal of the past ten minutes
    Undo,
}
