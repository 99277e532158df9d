//! What several tests need: databases, sample data.

pub mod browser;
pub mod discord;
pub mod process;
pub mod sample;
pub mod store;
pub mod story;
pub mod synapse;
pub mod web_client;
