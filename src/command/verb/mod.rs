//! What each command does: one file per verb, handlers only. Arguments are in [`super::tree`].

pub mod help;
