//! The Discord adapter, and the whole program, against a fake Discord that is held to what Discord
//! documents (`tests/fake_discord`): every story ends with no rule broken and no limit met.

mod away;
mod check;
mod direct;
mod epoch;
pub mod hands;
pub mod home;
mod interactions;
mod sends;
mod session;
mod stories;
mod unruly;
mod world;
