//! The server's errors, as the port's.

use std::time::Duration;

use matrix_sdk::ruma::api::error::{ErrorKind, FromHttpResponseError, RetryAfter};
use matrix_sdk::{Error, HttpError};

use crate::platform::Refusal;

/// How long to wait where the server only says "too fast".
const UNTOLD_WAIT: Duration = Duration::from_secs(5);

/// What an error means for the act that met it.
pub(super) fn of(error: &Error) -> Refusal {
    match error {
        Error::Http(error) => of_http(error),
        Error::WrongRoomState(_) => Refusal::NotAllowed("the bot is not in that room".into()),
        Error::Timeout => Refusal::Doubt("no answer in time".into()),
        // A failure on our side of the wire (store, keys): nothing was sent.
        other => Refusal::Down(other.to_string()),
    }
}

/// The same, for the bare error of a request.
pub(super) fn of_http(error: &HttpError) -> Refusal {
    match error {
        HttpError::Reqwest(error) if error.is_connect() => Refusal::Down(without_url(error)),
        HttpError::Reqwest(error) => Refusal::Doubt(without_url(error)),
        // What is cached is asked before the request itself is sent.
        HttpError::Cached(error) => match of_http(error) {
            Refusal::Doubt(why) => Refusal::Down(why),
            other => other,
        },
        HttpError::Api(error) => of_answer(error, || error.to_string()),
        other => Refusal::Down(other.to_string()),
    }
}

/// How the server ended a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionEnd {
    /// The token is over; the device and its keys are still there.
    Token,
    /// The device is gone from the server, and its keys with it.
    Device,
    /// The account is closed.
    Account,
}

/// Whether the server does not know the session any more, and how it ended.
pub(super) fn logged_out(error: &Error) -> Option<SessionEnd> {
    let Error::Http(error) = error else { return None };
    match error.client_api_error_kind()? {
        ErrorKind::UnknownToken(token) if token.soft_logout => Some(SessionEnd::Token),
        ErrorKind::UnknownToken(_) | ErrorKind::MissingToken => Some(SessionEnd::Device),
        ErrorKind::UserDeactivated => Some(SessionEnd::Account),
        _ => None,
    }
}

fn of_answer(
    error: &FromHttpResponseError<matrix_sdk::RumaApiError>,
    words: impl Fn() -> String,
) -> Refusal {
    let FromHttpResponseError::Server(matrix_sdk::RumaApiError::MatrixError(answer)) = error else {
        // An answer that can't be read came from something between us and the server.
        return Refusal::Doubt(words());
    };
    match answer.error_kind() {
        Some(ErrorKind::LimitExceeded(limit)) => Refusal::Later(wait(limit.retry_after.as_ref())),
        Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken) => Refusal::Down(words()),
        Some(ErrorKind::NotFound) => Refusal::Gone(words()),
        Some(ErrorKind::Forbidden | ErrorKind::GuestAccessForbidden) => {
            Refusal::NotAllowed(words())
        }
        _ => of_status(answer.status_code.as_u16(), words()),
    }
}

fn of_status(status: u16, words: String) -> Refusal {
    match status {
        429 => Refusal::Later(UNTOLD_WAIT),
        503 => Refusal::Down(words),
        408 | 500.. => Refusal::Doubt(words),
        401 | 403 => Refusal::NotAllowed(words),
        404 => Refusal::Gone(words),
        _ => Refusal::Never(words),
    }
}

fn wait(after: Option<&RetryAfter>) -> Duration {
    match after {
        Some(RetryAfter::Delay(delay)) => *delay,
        Some(RetryAfter::DateTime(_)) | None => UNTOLD_WAIT,
    }
}

/// The words of a transport error without the address, which may hold a room's or a person's name.
fn without_url(error: &reqwest::Error) -> String {
    let mut words = String::new();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = cause {
        words = error.to_string();
        cause = error.source();
    }
    if words.is_empty() { "no answer".into() } else { words }
}
