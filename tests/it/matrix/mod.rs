//! The Matrix adapter, and the whole program, against a real homeserver, with members whose client
//! nobody here wrote.
//!
//! The tests' names begin with `synapse`, so that only one homeserver runs at a time.

mod away;
mod bot;
mod commands;
mod gaps;
mod home;
mod keeping;
mod limits;
mod rooms;
mod session;
mod stories;
mod words;
