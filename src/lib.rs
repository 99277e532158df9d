//! Samovar hosts a community of practice where its members already talk.
//!
//! The house has one corridor, the *spine* ([`flow`]): what comes due is prompted, delivered,
//! answered, gathered, curated, published. Everything that varies hangs off it as an *edge*.
//!
//! | Folder | What it is | What it never does |
//! |---|---|---|
//! | [`config`] | what an operator sets, typed and checked | opening or reaching anything |
//! | [`domain`] | plain data and rules | I/O, async, a clock or chance of its own |
//! | [`ritual`] | the engine: methods as data, answers as fields, the bot's words | I/O, async, a clock or chance of its own |
//! | [`store`] | everything that is kept, on SQLite or PostgreSQL | rules, words, other networks |
//! | [`command`] | one clap tree, one parser, one handler per command | a platform's name, SQL |
//! | [`platform`] | the port to chat platforms, and the adapters | policy, storage |
//! | [`flow`] | the spine, one file a step | a platform's name, SQL, a clock of its own |
//! | [`knowledge`] | what is known, as pure renderings | reading, deciding who sees what |
//! | [`daemon`] | the only place that joins everything | rules, words, SQL |
//! | [`cli`], [`export`], [`import`], [`backup`] | what is typed at a shell; the files of an export and a backup, written and read | rules, SQL |
//! | [`telemetry`] | logs and metrics | anybody's words, secrets |
//! | [`web`] | the practice page and its API, health, metrics | rules, a store of its own |

pub mod backup;
pub mod cli;
pub mod command;
pub mod config;
pub mod daemon;
pub mod domain;
pub mod export;
pub mod flow;
pub mod import;
pub mod knowledge;
pub mod platform;
pub mod ritual;
pub mod store;
pub mod telemetry;
pub mod web;
