//! The only place that joins everything: an ordered start and an ordered stop.
//!
//! | File | What it knows |
//! |---|---|
//! | `start`, `opening` | the order: store, lease, clock, platforms, words, flow, listener |
//! | `running` | what stands while the house serves, and the order of the stop |
//! | `platforms`, `standby`, `beside` | which platforms are on; a house beside the one that serves |
//! | `practice_over` | what happens when the first real platform is configured |
//! | `lease` | keeping the lease, and ending when it is lost |
//! | `address` | where people reach the pages |
//! | `travel`, `test_clock` | moving the clock and settling; the same by a socket |
//! | `mine` | what one-time links of members hand out |
//! | `health` | `/readyz`, and the gauges that are read from the database |
//! | `ending` | why the program ends, and with which exit code |
//!
//! Never here: rules, words, SQL.

mod address;
mod beside;
mod ending;
mod health;
mod lease;
mod mine;
mod opening;
mod platforms;
mod practice_over;
mod running;
mod standby;
mod start;
mod test_clock;
mod travel;

pub use beside::{around, attach, clock_of};
pub use ending::Ending;
pub use opening::options;
pub use platforms::{discord_settings, matrix_settings};
pub use running::Running;
pub use start::{Start, start};
pub use travel::{TravelError, Traveller};
