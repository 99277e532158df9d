//! What an operator's tools ask: alive, ready, metrics.

use async_trait::async_trait;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use super::Web;

/// Answers whether the house is ready.
#[async_trait]
pub trait Health: Send + Sync {
    /// How it stands at this moment.
    async fn readiness(&self) -> Readiness;
}

/// How the house stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether the store can be written to.
    #[serde(serialize_with = "store_word")]
    pub store: bool,
    /// Why it can't, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Discord.
    pub discord: Link,
    /// Matrix.
    pub matrix: Link,
}

/// How a platform stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// Connected.
    Connected,
    /// Configured, and not connected now.
    Down,
    /// Not configured.
    Off,
}

impl Readiness {
    /// Whether everything that is configured works.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.store && self.discord != Link::Down && self.matrix != Link::Down
    }
}

fn store_word<S: serde::Serializer>(ok: &bool, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(if *ok { "ok" } else { "down" })
}

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

async fn ready(State(web): State<Web>) -> impl IntoResponse {
    let readiness = web.health.readiness().await;
    let status = if readiness.ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness))
}

async fn metrics(State(web): State<Web>) -> impl IntoResponse {
    const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, FORMAT)], (web.metrics)())
}
