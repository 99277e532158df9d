//! The program: parses its arguments and calls the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    samovar::cli::main(std::env::args_os())
}
