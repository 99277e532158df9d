//! What is known, as files: pure renderings of rows into Markdown and JSON lines, and those lines
//! read back.
//!
//! Whoever calls has decided what may leave; nothing here reads a database, a clock or a file, and
//! nothing decides who sees what.

pub mod index;
pub mod own;
pub mod place;
pub mod record;
pub mod thread;

#[cfg(test)]
mod tests;
