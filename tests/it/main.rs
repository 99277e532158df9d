//! Stories through the whole app.

mod conformance;
mod migrations;
mod support;
