//! Where everything is kept: one storage layer on two databases, SQLite (the default, a file in
//! the data folder) and PostgreSQL (by URL).
//!
//! There is one SQL text for both. A method has one body, which `run!` expands once per database;
//! what isn't the same on both (connecting, copying the whole) is in [`open`], [`migrate`],
//! [`backup`], [`copy`] and [`restore`]. One file per aggregate; each knows the columns of its tables and
//! nothing else does.
//!
//! - [`Reader`] reads a snapshot, beside the writer, and never blocks it.
//! - [`Tx`] writes, and reads what it wrote. There is one writer at a time on both databases, so
//!   a transaction never has to be tried again because of another.
//! - A store that serves holds a [`Lease`]; every transaction it begins checks its fence.
//!
//! Structured values are JSON in TEXT, instants are UTC milliseconds in BIGINT, and a text that
//! the database can't hold (a NUL) loses that character on both.
//!
//! Never here: rules (what an answer is, who may do what), words for people, a clock or chance of
//! its own, a network call other than to the database. `sqlx` is used here and nowhere else.

#[macro_use]
mod tx;

mod audit;
mod backup;
mod challenge;
mod circle;
mod cleanse;
mod code;
mod community;
mod contribution;
mod copy;
mod cursor;
mod epoch;
mod erasure;
mod error;
mod instance;
mod keeping;
mod lane;
mod link;
mod message;
mod migrate;
mod moved;
mod open;
mod own;
mod part;
mod person;
mod post;
mod question;
mod restore;
mod ritual;
mod role;
mod round;
mod row;
mod script;
mod seen;
mod session;
mod speaker;
mod thread;
mod timer;
mod topic;
mod undo;
mod unreadable;

pub use audit::Deed;
pub use backup::{Manifest, stamp};
pub use challenge::{By, Challenge, Suggestion};
pub use code::Code;
pub use cursor::Cursor;
pub use epoch::Epoch;
pub use error::{DriverFault, Result, StoreError, Trouble};
pub use instance::Lease;
pub use keeping::Ages;
pub use migrate::Migrated;
pub use moved::Move;
pub use open::Options;
pub use own::Reached;
pub use question::Question;
pub use role::Grant;
pub use script::KeptScript;
pub use session::Session;
pub use speaker::Speaker;
pub use thread::{Listed, Place, Spoken, Wanted};
pub use timer::Timer;
pub use tx::{Reader, Store, Tx};
pub use undo::Undo;
pub use unreadable::Unreadable;
