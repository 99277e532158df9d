//! From the arguments to a verb, and from its outcome to an exit code.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::config::{self, Config, LogFormat};
use crate::daemon::Ending;
use crate::platform::{discord, matrix};
use crate::telemetry::{self, Requests, Spans};

use super::args::{Serve, Typed, Verb};
use super::{backup, check, exec, export, import, init, migrate, out, restore, serve};

/// What a verb that failed while it was used wants to log: its one line says the rest.
const QUIET: &str = "warn";

/// How requests to a platform are told of.
const REQUESTS: &[Spans] = &[
    Spans { target: matrix::REQUESTS, platform: matrix::NAME },
    Spans { target: discord::REQUESTS, platform: discord::NAME },
];

/// Runs what was typed and says with which code the program ends.
pub fn main(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed = match Typed::try_parse_from(typed) {
        Ok(typed) => typed,
        Err(other) => {
            // Help and version come this way too, with code 0 and on standard output.
            let _ = other.print();
            return ExitCode::from(u8::try_from(other.exit_code()).unwrap_or(2));
        }
    };
    match run(typed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(ending) => {
            out::complain(&ending);
            ExitCode::from(ending.code())
        }
    }
}

fn run(typed: Typed) -> Result<(), Ending> {
    let file = typed.config.as_deref();
    match typed.verb.unwrap_or(Verb::Serve(Serve::default())) {
        Verb::Init => init::init(file),
        Verb::Check(args) if args.method.is_some() => check::method(args.method.as_deref()),
        Verb::Serve(args) => {
            let (config, requests) = watched(file, None)?;
            within(serve::serve(config, args, requests))
        }
        Verb::Check(_) => within(check::all(configured(file, Some(QUIET))?)),
        Verb::Migrate => within(migrate::migrate(configured(file, Some(QUIET))?)),
        Verb::Backup(args) => within(backup::backup(configured(file, Some(QUIET))?, args)),
        Verb::Restore(args) => within(restore::restore(configured(file, Some(QUIET))?, args)),
        Verb::Export(args) => within(export::export(configured(file, Some(QUIET))?, args)),
        Verb::Import(args) => within(import::import(configured(file, Some(QUIET))?, args)),
        Verb::Exec(args) => within(exec::exec(configured(file, Some(QUIET))?, args)),
    }
}

/// Reads the configuration and begins to log by it.
fn configured(file: Option<&Path>, filter: Option<&str>) -> Result<Config, Ending> {
    watched(file, filter).map(|(config, _)| config)
}

/// The same, with where requests are counted.
fn watched(file: Option<&Path>, filter: Option<&str>) -> Result<(Config, Requests), Ending> {
    let config = config::load(file, std::env::vars())?;
    let filter = filter.unwrap_or(&config.log.filter);
    let json = config.log.format == LogFormat::Json;
    let requests = telemetry::start(json, filter, &config.secrets(), REQUESTS)
        .map_err(|why| Ending::Usage(format!("{why:#}")))?;
    Ok((config, requests))
}

/// Runs a verb to its end.
fn within(verb: impl Future<Output = Result<(), Ending>>) -> Result<(), Ending> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Ending::Failed(format!("no runtime: {why}")))?;
    let ended = runtime.block_on(Box::pin(verb));
    // What hangs in a blocking call must not hold up the end.
    runtime.shutdown_background();
    ended
}
