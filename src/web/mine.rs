//! A member fetches what is kept of them, by a one-time link. The page has a button that posts, so
//! that a preview which fetches the link uses nothing up; the file comes from the post.

use askama::Template;
use async_trait::async_trait;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::Web;
use super::tongue::Tongue;

/// Knows what one-time links are for.
#[async_trait]
pub trait Mine: Send + Sync {
    /// Whether a link can still be used.
    async fn stands(&self, code: &str) -> anyhow::Result<bool>;

    /// What it is for; it is used up by this.
    async fn fetch(&self, code: &str) -> anyhow::Result<Option<Download>>;
}

/// A file for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name.
    pub name: &'static str,
    /// What kind of text it is.
    pub kind: &'static str,
    /// What it holds.
    pub text: String,
}

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/me/{code}", get(door).post(fetch)).layer(DefaultBodyLimit::max(1024))
}

/// The page with the button, or the words that the link is over.
#[derive(Template)]
#[template(path = "mine.html")]
struct Door<'a> {
    t: &'a Tongue,
    stands: bool,
}

async fn door(State(web): State<Web>, tongue: Tongue, Path(code): Path<String>) -> Response {
    match web.mine.stands(&code).await {
        Ok(stands) => page(&tongue, stands),
        Err(error) => failed(&error),
    }
}

async fn fetch(State(web): State<Web>, tongue: Tongue, Path(code): Path<String>) -> Response {
    match web.mine.fetch(&code).await {
        Ok(Some(file)) => {
            let kind = format!("{}; charset=utf-8", file.kind);
            let name = format!("attachment; filename=\"{}\"", file.name);
            let lasts = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
            (lasts, file.text).into_response()
        }
        Ok(None) => page(&tongue, false),
        Err(error) => failed(&error),
    }
}

fn page(tongue: &Tongue, stands: bool) -> Response {
    let status = if stands { StatusCode::OK } else { StatusCode::NOT_FOUND };
    match (Door { t: tongue, stands }).render() {
        Ok(page) => (status, Html(page)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn failed(error: &anyhow::Error) -> Response {
    tracing::error!(error = format!("{error:#}"), "a member's file could not be made");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
