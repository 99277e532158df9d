//! Logs: one line an event on standard error, as text or as JSON.

use anyhow::Context;
use secrecy::SecretString;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use super::redact::Redacted;
use super::requests::{Requests, Spans};

/// The filter as it was set. serenity notes every request with its body as a span: unless it is
/// asked for by name, what members say must not come into a log that way.
fn unquoted(filter: &str) -> anyhow::Result<EnvFilter> {
    let named = filter.contains("serenity");
    let filter = EnvFilter::try_new(filter).context("log.filter")?;
    Ok(if named { filter } else { filter.add_directive("serenity=off".parse()?) })
}

/// Begins to log, without these secrets, and to count the requests that these spans are. A second
/// call in one process changes nothing.
///
/// # Errors
/// When the filter does not read.
pub fn start(
    json: bool,
    filter: &str,
    secrets: &[SecretString],
    spans: &'static [Spans],
) -> anyhow::Result<Requests> {
    let requests = Requests::new()?;
    let filter = unquoted(filter)?;
    let lines = fmt::layer().with_writer(Redacted::of(secrets));
    let lines = if json {
        lines.json().flatten_event(true).boxed()
    } else {
        lines.with_ansi(false).boxed()
    };
    let all = tracing_subscriber::registry().with(lines.with_filter(filter));
    // The other outcome is that a subscriber is already there: tests start several houses.
    let _ = all.with(requests.of_spans(spans)).try_init();
    Ok(requests)
}
