//! Plain data and rules: what a community, a ritual, a round, an answer and a schedule *are*.
//!
//! Never here: I/O, async, a clock of its own, randomness of its own, SQL, a platform's name.
//! Time and chance arrive as parameters, so every rule can be tested without either.

pub mod body;
pub mod clock;
pub mod community;
pub mod contribution;
pub mod erasure;
pub mod file;
pub mod ids;
pub mod lateness;
pub mod member;
pub mod message;
pub mod post;
pub mod ritual;
pub mod round;
pub mod schedule;
