//! Forgetting: a person's words leave the rows, the rooms, and the files.
//!
//! | File | What it knows |
//! |---|---|
//! | `forget` | everything that goes when a person asks, in one transaction |
//! | `rooms` | the bot's own posts that held their words: said anew, or taken away |
//! | `apply` | what the list outside the database says and the database does not: after a restore |
//! | `sift` | what platforms tell again of somebody's time before: it is not taken in |
//! | `cleanse` | the database's files are written anew without what was erased |
//!
//! Never here: what people wrote themselves in rooms. It is theirs, and theirs to remove there.

mod apply;
mod cleanse;
mod forget;
mod rooms;
mod sift;

pub use apply::{apply, due};
pub use cleanse::{cleanse, pending, wish};
pub use forget::{UNNAMED, forget, moment};
pub use rooms::{over, take_away, told_others};
pub use sift::sift;
