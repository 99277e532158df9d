//! The test clock: a Unix socket on which one line moves the clock and one line answers.

use std::io::ErrorKind;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::domain::clock::{Instant, iso};
use crate::domain::schedule::parse_span;

use super::travel::{REST_LIMIT, TravelError, Traveller};

const FORMS: &str =
    "one of: now, set INSTANT, advance SPAN, jump INSTANT, settle [SECONDS], passings";

/// Listens on a socket that only its owner can reach; one left by a process before is replaced.
pub(super) fn listen(path: &Path) -> anyhow::Result<UnixListener> {
    let words = || format!("the test clock's socket {}", path.display());
    match std::fs::symlink_metadata(path) {
        Ok(there) if there.file_type().is_socket() => {
            std::fs::remove_file(path).with_context(words)?;
        }
        Ok(_) => anyhow::bail!("{} is there and is no socket", path.display()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(words),
    }
    let listener = UnixListener::bind(path).with_context(words)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).with_context(words)?;
    Ok(listener)
}

/// Answers until `stop`.
pub(super) async fn serve(listener: UnixListener, time: Arc<Traveller>, stop: CancellationToken) {
    let mut talks = JoinSet::new();
    while let Some(came) = stop.run_until_cancelled(listener.accept()).await {
        match came {
            Ok((stream, _)) => {
                talks.spawn(talk(stream, time.clone()));
            }
            Err(error) => tracing::warn!(%error, "the test clock's socket"),
        }
        while talks.try_join_next().is_some() {}
    }
}

async fn talk(stream: UnixStream, time: Arc<Traveller>) {
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let said = match answer(&time, &line).await {
            Ok(said) => format!("ok {said}").trim_end().to_owned(),
            Err(why) => format!("error {why}"),
        };
        if to.write_all(format!("{said}\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn answer(time: &Traveller, line: &str) -> Result<String, String> {
    let (verb, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let rest = rest.trim();
    match verb {
        "now" => {}
        "passings" => return Ok(time.passings()),
        "set" => time.go_to(instant(rest)?).await.map_err(words)?,
        "advance" => {
            time.go_to(time.now() + span(rest)?).await.map_err(words)?;
        }
        "jump" => time.jump_to(instant(rest)?).await.map_err(words)?,
        "settle" => {
            time.settle(within(rest)?).await.map_err(words)?;
            return Ok(String::new());
        }
        _ => return Err(FORMS.to_owned()),
    }
    Ok(iso(time.now()))
}

/// A span as commands take it, and in seconds, which only tests need.
fn span(text: &str) -> Result<Duration, String> {
    let seconds = text.strip_suffix('s').and_then(|number| number.parse().ok());
    let span = seconds.map(Duration::from_secs).or_else(|| parse_span(text).ok());
    span.ok_or_else(|| format!("{text:?} is no span such as 7d or 90s"))
}

fn words(error: TravelError) -> String {
    error.to_string().replace('\n', " ")
}

fn instant(text: &str) -> Result<Instant, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| format!("{text:?} is no instant such as 2026-03-02T09:00:00Z"))
}

fn within(text: &str) -> Result<Duration, String> {
    if text.is_empty() {
        return Ok(REST_LIMIT);
    }
    let seconds = text.trim_end_matches('s');
    seconds
        .parse()
        .map(Duration::from_secs)
        .map_err(|_| format!("{text:?} is no number of seconds"))
}
