//! The convenors' page: threads as they were said, their topics and notes, the rhythm.
//!
//! Rendered here whole, without a script. Every route asks anew who is there and whether they are a
//! convenor of the community at this moment ([`guard`]); every form carries its session's token and
//! comes from a page of ours. What changes, changes by the same functions as a command's.
//!
//! Never here: words of members as anything but text, a mood of one person, the name behind an
//! anonymous answer, words that their author withheld or took back.

mod address;
mod change;
mod enter;
mod file;
mod frame;
mod guard;
mod list;
mod rhythm;
mod talk;
mod thread;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};

use super::Web;
use super::tongue::LANGUAGE_COOKIE;

/// The most bytes of a form.
const BODY_LIMIT: usize = 64 * 1024;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/curate", get(list::show))
        .route("/curate/enter", post(enter::enter))
        .route("/curate/enter/{code}", get(enter::show))
        .route("/curate/leave", post(enter::leave))
        .route("/curate/rhythm", get(rhythm::show))
        .route("/curate/threads/{round}", get(thread::show))
        .route("/curate/threads/{round}/files/{file}", get(file::open))
        .route("/curate/threads/{round}/topics", post(change::topics))
        .route("/curate/threads/{round}/note", post(change::note))
        .route("/curate/threads/{round}/state", post(change::state))
        .layer(from_fn(remember))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// Where somebody arrives who asks for no page, while there are no practice rooms.
pub(super) fn home() -> Router<Web> {
    Router::new().route("/", get(|| async { Redirect::to("/curate") }))
}

/// Remembers a language that was chosen by its link.
async fn remember(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let chosen = query.split('&').find_map(|one| one.strip_prefix("lang=")).map(str::to_owned);
    let mut response = next.run(request).await;
    let plain = |code: &String| code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if let Some(code) = chosen.filter(plain) {
        let cookie = format!("{LANGUAGE_COOKIE}={code}; Path=/; SameSite=Lax; Max-Age=31536000");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
