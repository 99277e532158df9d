//! The Matrix adapter, and the whole program, against a real homeserver, with members whose client
//! nobody here wrote.
//!
//! The tests' names begin with `synapse`, so that only one homeserver runs at a time.

mod away;
pub mod bot;
mod commands;
mod encrypted;
mod gaps;
pub mod home;
mod keeping;
mod keys;
mod limits;
mod rooms;
mod scene;
mod session;
mod stories;
mod words;
