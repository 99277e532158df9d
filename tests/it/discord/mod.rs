//! The Discord adapter, and the whole program, against a fake Discord that is held to what Discord
//! documents (`tests/fake_discord`): every story ends with no rule broken and no limit met.

mod away;
mod home;
mod session;
mod stories;
