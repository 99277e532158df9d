//! Stories through the whole app.
#![cfg(test)] // so that lints know: a test may unwrap

mod answers;
mod architecture;
mod both;
mod browser;
mod commands;
mod config;
mod conformance;
mod curate;
mod discord;
mod endure;
mod engine;
mod export;
mod files;
mod gathering;
mod import;
mod keeping;
mod matrix;
mod migrations;
mod on_postgres;
mod operator;
mod own;
mod own_methods;
mod platforms;
mod process;
mod rounds;
mod schedule;
mod standing;
mod support;
mod world;
mod year;
