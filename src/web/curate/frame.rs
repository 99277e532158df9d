//! What every page of the convenors has around it, and the page that only says something.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::guard::Visitor;
use crate::web::assets::STAMP;
use crate::web::tongue::Tongue;

/// Which part of the page one is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    Threads,
    Thread,
    Rhythm,
}

/// What stands around a page.
pub(super) struct Frame<'a> {
    pub t: &'a Tongue,
    pub stamp: &'static str,
    pub community: &'a str,
    pub name: &'a str,
    /// What forms carry.
    pub token: &'a str,
    here: Here,
}

impl<'a> Frame<'a> {
    pub(super) fn of(visitor: &'a Visitor, here: Here) -> Self {
        Self {
            t: &visitor.tongue,
            stamp: &STAMP,
            community: &visitor.visit.community.name,
            name: &visitor.visit.account.name,
            token: &visitor.token,
            here,
        }
    }

    pub(super) fn at_threads(&self) -> bool {
        self.here == Here::Threads
    }

    pub(super) fn at_rhythm(&self) -> bool {
        self.here == Here::Rhythm
    }

    pub(super) fn you(&self) -> String {
        self.t.fill("curate-you", &[("name", self.name.into())])
    }

    /// The languages one can change to, and which is spoken.
    pub(super) fn tongues(&self) -> Vec<(String, bool)> {
        tongues(self.t)
    }
}

/// The languages there are, and which is spoken.
pub(super) fn tongues(t: &Tongue) -> Vec<(String, bool)> {
    let now = t.language.as_str();
    t.languages().into_iter().map(|code| (code.clone(), code == now)).collect()
}

/// A page as an answer.
pub(super) fn page(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(why) => {
            tracing::error!(%why, "a page of the convenors can't be shown");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that says one thing.
#[derive(Template)]
#[template(path = "curate/told.html")]
struct Told<'a> {
    t: &'a Tongue,
    stamp: &'static str,
    title: String,
    lines: Vec<String>,
    /// Whether the threads are a way on.
    back: bool,
}

impl Told<'_> {
    fn tongues(&self) -> Vec<(String, bool)> {
        tongues(self.t)
    }
}

/// A page that says what its key says, with its title and further lines.
pub(super) fn told(t: &Tongue, status: StatusCode, key: &str, more: &[&str]) -> Response {
    let lines = std::iter::once(&key).chain(more).map(|key| t.say(key)).collect();
    let title = t.say(&format!("{key}-title"));
    let back = status == StatusCode::NOT_FOUND;
    page(status, &Told { t, stamp: &STAMP, title, lines, back })
}

/// There is no such thing, or not for this visitor.
pub(super) fn nothing(t: &Tongue) -> Response {
    told(t, StatusCode::NOT_FOUND, "curate-nothing", &[])
}

/// Something failed; the log says what.
pub(super) fn fault(t: &Tongue, error: &anyhow::Error) -> Response {
    tracing::error!(error = format!("{error:#}"), "a page of the convenors failed");
    told(t, StatusCode::SERVICE_UNAVAILABLE, "curate-fault", &[])
}
