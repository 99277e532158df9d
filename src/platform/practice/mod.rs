//! Practice rooms: a small chat server inside the house, for trying rituals in a browser.
//!
//! It behaves like a platform out there would: it has a history of its own ([`journal`], written to
//! disk before an act returns its id), hands out ids and cursors, remembers the keys of sends, and
//! after a crash the flow reads its rooms back from the cursors it kept. What happens in it comes
//! from people ([`wish`]) or from the bot ([`bot`]). It never decides what an answer or a command
//! is, never touches the store, and never speaks HTTP: the page is `web`'s.

mod bot;
pub mod cast;
pub mod content;
pub mod file;
mod incoming;
pub mod journal;
mod render;
mod server;
pub mod state;
pub mod view;
pub mod wish;

pub use server::{ABILITIES, Practice, number};

#[cfg(test)]
mod tests;
