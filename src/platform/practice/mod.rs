//! Practice rooms.
