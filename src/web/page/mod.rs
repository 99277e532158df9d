//! The practice page: rendered here whole, for browsers with and without script. The script only
//! fetches the same page again and keeps what changed.

mod asked;
mod composer;
mod item;
mod view;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde_json::Value;

use super::Web;
use super::api::{Rooms, leap_by, status_of};
use super::tongue::{LANGUAGE_COOKIE, Tongue};
use crate::platform::practice::file::Attached;
use crate::platform::practice::wish::Wish;
use asked::{Asked, Spot};
use view::Page;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/practice", get(show))
        .route("/practice/do", post(act))
        .route("/practice/clock", post(clock))
}

async fn show(
    State(web): State<Web>,
    Rooms(practice): Rooms,
    tongue: Tongue,
    Query(asked): Query<Asked>,
) -> Response {
    let page = practice.read(|state| Page::of(&web, &tongue, state, &asked, None));
    let shown = render(&page, StatusCode::OK);
    match &asked.lang {
        Some(_) => {
            let chosen = format!("{LANGUAGE_COOKIE}={}; Path=/; SameSite=Lax", tongue.language.0);
            ([(header::SET_COOKIE, chosen)], shown).into_response()
        }
        None => shown,
    }
}

fn render(page: &Page<'_>, status: StatusCode) -> Response {
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(why) => {
            tracing::error!(%why, "the practice page can't be shown");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// What a form of the page sent, where no script took it.
async fn act(
    State(web): State<Web>,
    Rooms(practice): Rooms,
    tongue: Tongue,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Response {
    let spot = Spot::of(sent.get("as").map(String::as_str), sent.get("room").map(String::as_str));
    match practice.act(wish_of(&sent)).await {
        Ok(id) => Redirect::to(&format!("{}#{id}", spot.address())).into_response(),
        Err(refused) => {
            let asked = Asked { fill: sent.get("text").cloned(), ..spot.asked() };
            let why = tongue.fill("practice-failed", &[("why", tongue.refused(&refused).into())]);
            let page = practice.read(|state| Page::of(&web, &tongue, state, &asked, Some(why)));
            render(&page, status_of(&refused))
        }
    }
}

/// Fields of the page's forms are named `f.KEY`.
fn wish_of(sent: &BTreeMap<String, String>) -> Wish {
    let get = |name: &str| sent.get(name).filter(|value| !value.is_empty()).cloned();
    let flag = |name: &str| get(name).map(|value| value == "true");
    let fields = sent.iter().filter_map(|(name, value)| {
        Some((name.strip_prefix("f.")?.to_owned(), Value::String(value.clone())))
    });
    Wish {
        by: get("as").unwrap_or_default(),
        room: get("room"),
        kind: get("kind").unwrap_or_default(),
        to: get("to"),
        text: get("text"),
        // Without a script a browser sends a chosen file's name, and nothing else of it.
        files: get("file").map(|name| Attached::named(&name)).into_iter().collect(),
        fields: Some(fields.collect()),
        thread: flag("thread"),
        reply: flag("reply"),
    }
}

async fn clock(
    State(web): State<Web>,
    tongue: Tongue,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Response {
    let seconds = sent.get("seconds").and_then(|one| one.parse().ok()).unwrap_or(0);
    let spot = Spot::of(sent.get("as").map(String::as_str), sent.get("room").map(String::as_str));
    match leap_by(&web, &tongue, seconds).await {
        Ok(_) => Redirect::to(&spot.address()).into_response(),
        Err(why) => why,
    }
}
