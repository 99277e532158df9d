//! Logs: one line an event on standard error, as text or as JSON.

use anyhow::Context;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use super::redact::Redacted;

/// The filter as it was set. serenity notes every request with its body as a span: unless it is
/// asked for by name, what members say must not come into a log that way.
fn unquoted(filter: &str) -> anyhow::Result<EnvFilter> {
    let named = filter.contains("serenity");
    let filter = EnvFilter::try_new(filter).context("log.filter")?;
    Ok(if named { filter } else { filter.add_directive("serenity=off".parse()?) })
}

/// Begins to log, without these secrets. A second call in one process changes nothing.
///
/// # Errors
/// When the filter does not read.
pub fn start(json: bool, filter: &str, secrets: &[SecretString]) -> anyhow::Result<()> {
    let filter = unquoted(filter)?;
    let lines = fmt().with_env_filter(filter).with_writer(Redacted::of(secrets));
    // The other outcome is that a subscriber is already there: tests start several houses.
    let _ = if json {
        lines.json().flatten_event(true).try_init()
    } else {
        lines.with_ansi(false).try_init()
    };
    Ok(())
}
