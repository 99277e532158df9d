//! What each command does: one file per verb, handlers only. Arguments are in [`super::tree`].
//!
//! A handler reads and writes in the transaction it is given and returns what is said; every
//! lasting effect on rooms goes through the flow.

mod answer;
mod challenge;
mod circle;
mod community;
mod curate;
pub mod help;
mod me;
mod ritual;
mod role;
mod round;
mod run;
mod setup;
mod signposts;
mod status;
pub(in crate::command) mod times;
mod undo;
mod why;

pub(super) use circle::{Entered, enter};
pub use run::run;
