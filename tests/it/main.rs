//! Stories through the whole app.
#![cfg(test)] // so that lints know: a test may unwrap

mod answers;
mod commands;
mod architecture;
mod engine;
mod schedule;
mod conformance;
mod migrations;
mod support;
mod config;
