//! The engine: methods as data, what members type as fields, and the words the bot says.
//!
//! Everything here is a pure function of its arguments. Never here: I/O, async, a clock or chance
//! of its own, storage, a platform's name.

pub mod facts;
pub mod fold;
pub mod form;
pub mod parse;
pub mod round;
pub mod script;
pub mod telling;
pub mod words;
