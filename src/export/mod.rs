//! The export: reads one snapshot of the database, decides what may leave, and writes the files
//! that changed. It holds a round at a time, however many there are.
//!
//! | File | What it knows |
//! |---|---|
//! | `run` | which communities, into which folders |
//! | `community` | one community: its files, in order |
//! | `round` | one round: its rows and its page |
//! | `people` | who is named, and by which accounts |
//! | `pages` | the pages that lead to rounds |
//! | `leaves` | what of an answer may leave |
//! | `write`, `sorted` | files that are written only when they changed; rows in order |
//!
//! How a row looks is decided in [`knowledge`](crate::knowledge). Never here: changing anything in
//! the database; a page about a person.

mod community;
mod leaves;
mod pages;
mod people;
mod round;
mod run;
mod sorted;
mod write;

pub use run::{Wish, export};
pub use write::Written;
