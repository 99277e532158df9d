//! The files that the pages use, inside the binary.

use std::fmt::Write;
use std::sync::LazyLock;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use super::Web;

const STYLE: &str = include_str!("static/practice.css");
const SCRIPT: &str = include_str!("static/practice.js");
const CURATE: &str = include_str!("static/curate.css");
const PICTURE: &str = include_str!("static/samovar.svg");

/// Changes when a file does; part of their addresses, so that browsers may keep them.
pub(super) static STAMP: LazyLock<String> = LazyLock::new(|| {
    let digest = Sha256::digest([STYLE, SCRIPT, CURATE, PICTURE].concat());
    digest.iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
});

/// What the convenors' page uses.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/curate/assets/curate.css", get(|headers| serve(headers, "text/css", CURATE)))
        .route(
            "/curate/assets/samovar.svg",
            get(|headers| serve(headers, "image/svg+xml", PICTURE)),
        )
}

/// What the practice page uses.
pub(super) fn practice() -> Router<Web> {
    Router::new()
        .route("/practice/assets/practice.css", get(|headers| serve(headers, "text/css", STYLE)))
        .route(
            "/practice/assets/practice.js",
            get(|headers| serve(headers, "text/javascript", SCRIPT)),
        )
        .route(
            "/practice/assets/samovar.svg",
            get(|headers| serve(headers, "image/svg+xml", PICTURE)),
        )
}

async fn serve(headers: HeaderMap, kind: &'static str, text: &'static str) -> Response {
    let tag = format!("\"{}\"", *STAMP);
    let kept =
        headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
    let lasts = [
        (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (header::ETAG, tag),
    ];
    match kept {
        true => (StatusCode::NOT_MODIFIED, lasts).into_response(),
        false => (lasts, text).into_response(),
    }
}
