//! Requests that answer an interaction. They have limits of their own, and each can be said again
//! where that can't be seen twice.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value;
use serenity::http::{Http, LightMethod, Request, Route};
use serenity_reqwest::header::HeaderMap;
use tokio::time::{Instant, timeout, timeout_at};

use super::counted;
use super::refusal::{self, Fault, code};
use crate::platform::Refusal;

/// How long one try of a first response may take: two fit into what Discord gives.
const TRY: Duration = Duration::from_millis(1_200);

/// How long one try of anything later may take.
const LATER_TRY: Duration = Duration::from_secs(10);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(250);

/// Why an answer did not arrive.
#[derive(Debug)]
pub(super) enum Missed {
    /// Discord does not take answers to this any more.
    Over,
    /// It may have arrived, and saying it again could be seen twice.
    Unsure(String),
    /// Discord will never take it.
    Never(String),
}

/// What is sent, and whether it may be sent again in doubt.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub method: LightMethod,
    pub route: Route<'a>,
    pub body: &'a Value,
    /// Doing it twice is doing it once.
    pub again: bool,
    /// It is a first response, which Discord counts itself.
    pub first: bool,
}

/// Asks until it is done, it can't be done, or the time is over. Says how long to wait before the
/// next, where Discord wants that.
pub(super) fn ask<'a>(
    http: &'a Http,
    ask: Ask<'a>,
    until: Instant,
) -> BoxFuture<'a, Result<Option<Duration>, Missed>> {
    async move {
        let mut last = String::new();
        while Instant::now() < until {
            let fault = match once(http, ask).await {
                Ok(wait) => return Ok(wait),
                Err(fault) => fault,
            };
            match fault.code {
                // An earlier try arrived whose answer was lost.
                code::ANSWERED if ask.first => return Ok(None),
                code::NO_INTERACTION | code::NO_WEBHOOK | code::OLD_TOKEN => {
                    return Err(Missed::Over);
                }
                _ => {}
            }
            let wait = match fault.refusal {
                Refusal::Later(wait) => wait,
                Refusal::Down(why) => noted(&mut last, why),
                Refusal::Doubt(why) if ask.again => noted(&mut last, why),
                Refusal::Doubt(why) => return Err(Missed::Unsure(why)),
                Refusal::Gone(_) => return Err(Missed::Over),
                other => return Err(Missed::Never(other.to_string())),
            };
            // Nothing signals that Discord is well again.
            let _ = timeout_at(until, timeout(wait, std::future::pending::<()>())).await;
        }
        Err(if last.is_empty() { Missed::Over } else { Missed::Unsure(last) })
    }
    .boxed()
}

fn noted(last: &mut String, why: String) -> Duration {
    *last = why;
    PAUSE
}

async fn once(http: &Http, ask: Ask<'_>) -> Result<Option<Duration>, Fault> {
    let body = (!ask.body.is_null()).then(|| ask.body.to_string().into_bytes());
    let request = Request::new(ask.route, ask.method).body(body);
    let limit = if ask.first { TRY } else { LATER_TRY };
    let Ok(answer) = timeout(limit, http.request(request).boxed()).await else {
        counted::ended(None);
        return Err(Fault::plain(Refusal::Doubt("no answer in time".into())));
    };
    counted::answered(&answer);
    answer.map(|answer| spent(answer.headers())).map_err(|error| refusal::of(&error))
}

/// How long to wait where that was the last request for now.
fn spent(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.parse::<f64>().ok();
    let wait = number("x-ratelimit-reset-after").filter(|wait| (0.0..900.0).contains(wait))?;
    (number("x-ratelimit-remaining") == Some(0.0)).then(|| Duration::from_secs_f64(wait))
}
