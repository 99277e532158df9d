//! A copy of an install while it is used, and the way back to a fresh machine (ADR 10).
//!
//! Inside are the database and what was said in practice rooms. Not inside are keys and secrets:
//! the Matrix session and its store, pass phrases, tokens, the configuration. A house that was
//! restored begins a new life: it reads its rooms back before it says anything there.
//!
//! Never here: SQL, words for people, a decision about what may be said.

mod made;
mod place;
mod restored;

pub use made::{Made, make};
pub use restored::{Restored, restore};
