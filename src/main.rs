//! The program: parses its arguments and calls the library.

fn main() {}
