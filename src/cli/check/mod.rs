//! `check`: what is well and what is missing, each fault with its mend, in the operator's language.
//!
//! It runs beside `serve` and changes nothing.

mod database;
mod discord;
mod findings;
mod homeserver;
mod house;
mod method;
mod place;

pub(super) use house::all;
pub(super) use method::method;
