//! The way in and out. The link opens a page with a button: previews fetch links, and fetching one
//! uses nothing up.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::frame::{fault, page, told, tongues};
use super::guard::{Sent, cookie_text, fields, held};
use crate::command::session::{self, Entry};
use crate::web::Web;
use crate::web::assets::STAMP;
use crate::web::tongue::Tongue;

/// The page with the button.
#[derive(Template)]
#[template(path = "curate/enter.html")]
struct Door<'a> {
    t: &'a Tongue,
    stamp: &'static str,
    code: &'a str,
}

impl Door<'_> {
    fn tongues(&self) -> Vec<(String, bool)> {
        tongues(self.t)
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    tongue: Tongue,
    Path(code): Path<String>,
) -> Response {
    match session::peek(&web.house, &code).await {
        Ok(None) => page(StatusCode::OK, &Door { t: &tongue, stamp: &STAMP, code: &code }),
        Ok(Some(entry)) => no_way(&tongue, &entry),
        Err(error) => fault(&tongue, &error),
    }
}

/// Why somebody is not let in, kindly and with the way on.
fn no_way(tongue: &Tongue, entry: &Entry) -> Response {
    let (status, key) = match entry {
        Entry::Used => (StatusCode::GONE, "curate-code-used"),
        Entry::Over => (StatusCode::GONE, "curate-code-over"),
        Entry::NotConvenor => (StatusCode::FORBIDDEN, "curate-code-role"),
        Entry::Unknown | Entry::In(_) => (StatusCode::NOT_FOUND, "curate-code-unknown"),
    };
    told(tongue, status, key, &["curate-code-again"])
}

/// The button was pressed.
pub(super) async fn enter(
    State(web): State<Web>,
    tongue: Tongue,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let fields = match fields(request, &web).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let before = held(&web, &headers);
    match session::enter(&web.house, fields.one("code"), before.as_deref()).await {
        Ok(Entry::In(held)) => {
            let cookie = cookie_text(&web, &held, session::LASTS.num_seconds());
            ([(header::SET_COOKIE, cookie)], Redirect::to("/curate")).into_response()
        }
        Ok(entry) => no_way(&tongue, &entry),
        Err(error) => fault(&tongue, &error),
    }
}

/// Somebody leaves: their session ends here, and the browser forgets it.
pub(super) async fn leave(State(web): State<Web>, sent: Sent) -> Response {
    let Sent { visitor, .. } = sent;
    if let Err(error) = session::leave(&web.house, &visitor.held, &visitor.visit).await {
        return fault(&visitor.tongue, &error.into());
    }
    let gone = cookie_text(&web, "", 0);
    let mut left = told(&visitor.tongue, StatusCode::OK, "curate-left", &[]);
    if let Ok(value) = gone.parse() {
        left.headers_mut().insert(header::SET_COOKIE, value);
    }
    left
}
