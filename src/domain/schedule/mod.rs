//! When a ritual runs: wall clock and IANA zone, resolved by our own function.
//!
//! Rituals are daily or rarer, so a schedule is a set of dates and one time of day. Dates are
//! walked in wall-clock time and each is turned into an instant on its own: a time inside a gap
//! goes to the first valid minute after it, a time inside an overlap to its first pass. Nothing
//! is remembered between calls, so a restart can neither lose a slot nor repeat one.
//!
//! Never here: a clock, a zone's rules (those are `chrono-tz`), words for people (faults carry
//! data, and the texts make words of it).

mod expression;
mod fault;
mod parse;
mod pattern;
#[cfg(test)]
mod properties;
mod rule;
mod walk;

pub use fault::{CronField, ParseFault, ScheduleFault};
pub use parse::{parse_date, parse_days, parse_span, parse_time, parse_zone};
pub use pattern::Pattern;
pub use rule::{Schedule, Slot, When};
