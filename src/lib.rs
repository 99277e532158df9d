//! Samovar hosts a community of practice where its members already talk.
//!
//! The house has one corridor, the *spine* ([`flow`]): what comes due is prompted, delivered,
//! answered, gathered, curated, published. Everything that varies hangs off it as an *edge*.
//!
//! | Folder | What it is | What it never does |
//! |---|---|---|
//! | [`domain`] | plain data and rules | I/O, async, a clock or chance of its own |
//! | [`store`] | everything that is kept, on SQLite or PostgreSQL | rules, words, other networks |
//! | [`platform`] | the port to chat platforms, and the adapters | policy, storage |

pub mod domain;
pub mod platform;
pub mod store;
