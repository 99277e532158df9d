//! Stories through the whole app.
#![cfg(test)] // so that lints know: a test may unwrap

mod answers;
mod architecture;
mod config;
mod conformance;
mod engine;
mod matrix;
mod export;
mod migrations;
mod process;
mod schedule;
mod support;
