//! The command line: one file per verb, and one line on standard error for every failure.
//!
//! Never here: rules. A verb reads the configuration, opens what it needs, and calls the library.

mod args;
mod backup;
mod check;
mod exec;
mod export;
mod import;
mod init;
mod migrate;
mod out;
mod restore;
mod run;
mod serve;
mod tongue;

pub use run::main;
