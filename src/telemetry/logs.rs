//! Logs: one line an event on standard error, as text or as JSON.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use super::redact::Redacted;
use crate::config::{ConfigError, Log, LogFormat, Secret};

/// Begins to log. A second call in one process changes nothing.
///
/// # Errors
/// When the filter does not read.
pub fn start(log: &Log, secrets: &[Secret]) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|why| ConfigError::Wrong { key: "log.filter".to_owned(), why: why.to_string() })?;
    let lines = fmt().with_env_filter(filter).with_writer(Redacted::of(secrets));
    // The other outcome is that a subscriber is already there: tests start several houses.
    let _ = match log.format {
        LogFormat::Text => lines.with_ansi(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}
