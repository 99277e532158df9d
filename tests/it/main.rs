//! Stories through the whole app.
#![cfg(test)] // so that lints know: a test may unwrap

mod answers;
mod architecture;
mod browser;
mod commands;
mod config;
mod conformance;
mod curate;
mod endure;
mod engine;
mod export;
mod matrix;
mod migrations;
mod process;
mod rounds;
mod schedule;
mod support;
mod year;
