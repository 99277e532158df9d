//! What an operator sets: one file per section, typed, with its defaults in its doc comments.
//!
//! A section's keys, their doc comments and their examples are written once, in `section!`; the
//! sample file (`config/samovar.example.toml`) and the environment's reading come from there.
//! Never here: opening a database, reaching a server, or logging.

#[macro_use]
mod section;

mod access;
mod data;
mod database;
mod discord;
mod environment;
mod error;
mod load;
mod log;
mod matrix;
mod methods;
mod practice;
mod sample;
mod secret;
mod web;

pub use access::Access;
pub use data::Data;
pub use database::Database;
pub use discord::{Discord, DiscordAt};
pub use error::ConfigError;
pub use load::{Config, DEFAULT_FILE, load};
pub use log::{Log, LogFormat};
pub use matrix::{Matrix, MatrixLogin};
pub use methods::Methods;
pub use practice::Practice;
pub use sample::sample;
pub use secret::Secret;
pub use web::Web;
