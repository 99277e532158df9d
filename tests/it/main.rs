//! Stories through the whole app.
