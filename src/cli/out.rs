//! What leaves the program by its own mouth: standard output is a contract, standard error one
//! line why.

use std::io::{self, Write};

use crate::daemon::Ending;

/// A line on standard output; one that nobody reads is no failure.
pub(super) fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// The one line why.
pub(super) fn complain(ending: &Ending) {
    let why: Vec<String> = ending.to_string().lines().map(|line| line.trim().to_owned()).collect();
    let _ = writeln!(io::stderr().lock(), "samovar: {}", why.join(" "));
}
