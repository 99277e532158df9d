//! The spine.

pub mod clock;
pub mod crash;
