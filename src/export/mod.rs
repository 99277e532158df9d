//! The export: reads one snapshot of the database, decides what may leave, and writes the files
//! that changed.
//!
//! How a row looks is decided in [`knowledge`](crate::knowledge). Never here: changing anything in
//! the database.

mod community;
mod leaves;
mod run;
mod write;

pub use run::{Wish, export};
pub use write::Written;
