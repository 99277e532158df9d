//! Stories through the whole app.

mod schedule;
