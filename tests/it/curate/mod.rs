//! The convenors' page by plain requests: who comes in, what is shown, what is changed.

mod entry;
mod routes;
mod talk;
pub mod visitor;
