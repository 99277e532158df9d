//! What the process says of itself: logs on standard error, and metrics.
//!
//! Never here: anybody's words, and never a secret: what is configured as one is taken out of
//! every line, whichever library wrote it.

mod logs;
mod meters;
mod redact;
mod requests;

pub use logs::start;
pub use meters::Meters;
pub use requests::{Requests, Spans};
