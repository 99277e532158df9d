//! Everything that can be asked of the bot, for every platform: one clap tree, one parser, one
//! handler per command.
//!
//! A platform hands over a line of text or split words; [`parse`] reads them, [`needs`] says who
//! may ask and how to acknowledge, the handlers in [`verb`] act within one write transaction, and
//! [`spec`] describes all of it to platforms that register commands. Never here: a platform's
//! name, SQL, a decision about what an answer or a round is.

mod authority;
pub mod clerk;
mod code;
mod complete;
pub mod ctx;
pub mod desk;
pub mod exec;
mod near;
pub mod needs;
pub mod parse;
mod picked;
mod place;
pub mod reply;
pub mod session;
pub mod spec;
pub mod tokens;
pub mod tree;
pub mod value;
pub mod verb;
pub mod voice;
mod voucher;
mod whereabouts;
pub mod wrong;

#[cfg(test)]
mod tests;
