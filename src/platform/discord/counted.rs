//! Each request that ended is told of by a span with its status, for whoever counts them. A wait
//! for a turn is no request, and neither is the gateway.

use serenity::Error;
use serenity::http::HttpError;
use serenity_reqwest::{Response, StatusCode};
use tracing::field::Empty;

/// The target of those spans.
pub const REQUESTS: &str = "samovar::discord::request";

/// A request ended with this status, or without an answer.
pub(super) fn ended(status: Option<StatusCode>) {
    let request = tracing::info_span!(target: REQUESTS, "request", status = Empty);
    if let Some(status) = status {
        request.record("status", status.as_u16());
    }
}

/// A request of serenity's ended so.
pub(super) fn answered(answer: &Result<Response, Error>) {
    ended(match answer {
        Ok(answer) => Some(answer.status()),
        Err(Error::Http(HttpError::UnsuccessfulRequest(answer))) => Some(answer.status_code),
        Err(_) => None,
    });
}
