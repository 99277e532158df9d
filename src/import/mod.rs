//! The import: reads what an export wrote into an empty database, on either engine, so that the
//! next export says the same again. All of it or nothing: one transaction.
//!
//! | File | What it knows |
//! |---|---|
//! | `run` | which folders, in which order; that the database has to be empty |
//! | `read` | lines of files, and what is wrong with them: `FILE:LINE: reason` |
//! | `community` | the community, its places and rituals, its people |
//! | `round` | rounds, and answers as the acts that add up to them |
//! | `said` | messages and posts |
//! | `waiting` | challenges, suggestions, who may be reached |
//!
//! Never here: sending anything. Posts stand as they stood; what changes later changes them.

mod community;
mod read;
mod round;
mod run;
mod said;
mod waiting;

pub use run::{Imported, find, import};
