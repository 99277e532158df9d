//! The Matrix adapter against a real homeserver, with members whose client nobody here wrote.
//!
//! The tests' names begin with `synapse`, so that only one homeserver runs at a time.

mod away;
mod bot;
mod gaps;
mod limits;
mod rooms;
mod words;
