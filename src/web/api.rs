//! The practice API: what outside programs, and the page itself, read and do.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::tongue::Tongue;
use super::{Web, events};
use crate::domain::clock::{Instant, iso};
use crate::platform::practice::wish::{Refused, Wish};
use crate::platform::practice::{Practice, cast, view};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/practice/api", get(overview))
        .route("/practice/api/act", post(act))
        .route("/practice/api/rooms/{room}/messages", get(room_messages))
        .route("/practice/api/direct/{persona}/messages", get(direct_messages))
        .route("/practice/api/events", get(events::stream))
        .route("/practice/api/clock", get(clock).post(advance))
}

/// The practice rooms of a request; a route that needs them is only there while they are open.
pub(super) struct Rooms(pub Arc<Practice>);

impl FromRequestParts<Web> for Rooms {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let words = || Tongue::of(&web.words, &parts.uri, &parts.headers).say("refused-nothing");
        let closed = || error(StatusCode::NOT_FOUND, &words());
        web.practice.clone().map(Self).ok_or_else(closed)
    }
}

/// An answer that says in words what went wrong.
pub(super) fn error(status: StatusCode, words: &str) -> Response {
    (status, Json(json!({ "error": words }))).into_response()
}

/// The status that goes with a refused act.
pub(super) fn status_of(refused: &Refused) -> StatusCode {
    match refused {
        Refused::NoPersona(_) | Refused::NoRoom(_) | Refused::NoMessage(_) => StatusCode::NOT_FOUND,
        Refused::NotYours(_) => StatusCode::FORBIDDEN,
        Refused::Deleted(_) => StatusCode::GONE,
        Refused::Disk(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn refuse(tongue: &Tongue, refused: &Refused) -> Response {
    error(status_of(refused), &tongue.refused(refused))
}

/// A JSON body, or why it is none.
fn body<T: DeserializeOwned>(
    tongue: &Tongue,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<T, Response> {
    let unreadable = |status: StatusCode, why: String| {
        error(status, &tongue.fill("refused-unreadable", &[("why", why.into())]))
    };
    let bytes = bytes.map_err(|why| unreadable(why.status(), why.body_text()))?;
    serde_json::from_slice(&bytes)
        .map_err(|why| unreadable(StatusCode::BAD_REQUEST, why.to_string()))
}

async fn overview(State(web): State<Web>) -> Json<Value> {
    let rooms: Vec<Value> =
        cast::ROOMS.iter().map(|room| json!({ "id": room.id, "name": room.name })).collect();
    let personas: Vec<Value> = cast::PERSONAS
        .iter()
        .map(|one| {
            let role = if one.convenor { "convenor" } else { "member" };
            json!({ "name": one.id, "role": role, "label": one.name })
        })
        .collect();
    let prefix = web.practice.as_ref().map(|practice| practice.prefix());
    Json(json!({ "rooms": rooms, "personas": personas, "prefix": prefix }))
}

async fn act(
    Rooms(practice): Rooms,
    tongue: Tongue,
    bytes: Result<Bytes, BytesRejection>,
) -> Response {
    let wish: Wish = match body(&tongue, bytes) {
        Ok(wish) => wish,
        Err(why) => return why,
    };
    match practice.act(wish).await {
        Ok(id) => Json(json!({ "id": id })).into_response(),
        Err(refused) => refuse(&tongue, &refused),
    }
}

async fn room_messages(
    Rooms(practice): Rooms,
    tongue: Tongue,
    Path(room): Path<String>,
) -> Response {
    let Some(found) = cast::room(room.strip_prefix("practice:").unwrap_or(&room)) else {
        return refuse(&tongue, &Refused::NoRoom(room));
    };
    Json(practice.read(|state| view::messages(state, found.id))).into_response()
}

async fn direct_messages(
    Rooms(practice): Rooms,
    tongue: Tongue,
    Path(persona): Path<String>,
) -> Response {
    let Some(found) = cast::persona(&persona) else {
        return refuse(&tongue, &Refused::NoPersona(persona));
    };
    let place = cast::direct_of(found.id);
    Json(practice.read(|state| view::messages(state, &place))).into_response()
}

/// How the clock stands, and whether it may be moved.
pub(super) fn clock_of(web: &Web) -> Option<Value> {
    web.time.as_ref().map(|time| json!({ "now": iso(time.now()) }))
}

async fn clock(State(web): State<Web>, tongue: Tongue) -> Response {
    match clock_of(&web) {
        Some(clock) => Json(clock).into_response(),
        None => no_clock(&tongue),
    }
}

fn no_clock(tongue: &Tongue) -> Response {
    error(StatusCode::NOT_FOUND, &tongue.say("refused-clock"))
}

#[derive(Deserialize)]
struct Leap {
    seconds: u64,
}

/// The furthest that one request moves the clock: ten weeks.
const FURTHEST: Duration = Duration::from_secs(70 * 24 * 3600);

async fn advance(
    State(web): State<Web>,
    tongue: Tongue,
    bytes: Result<Bytes, BytesRejection>,
) -> Response {
    let leap: Leap = match body(&tongue, bytes) {
        Ok(leap) => leap,
        Err(why) => return why,
    };
    match leap_by(&web, &tongue, leap.seconds).await {
        Ok(now) => Json(json!({ "now": iso(now) })).into_response(),
        Err(why) => why,
    }
}

/// Moves the clock, and tells what time it is then.
pub(super) async fn leap_by(web: &Web, tongue: &Tongue, seconds: u64) -> Result<Instant, Response> {
    let time = web.time.clone().ok_or_else(|| no_clock(tongue))?;
    let by = Duration::from_secs(seconds);
    if by.is_zero() || by > FURTHEST {
        return Err(error(StatusCode::BAD_REQUEST, &tongue.say("refused-leap")));
    }
    let moved = time.advance(by).await;
    moved.map_err(|why| error(StatusCode::SERVICE_UNAVAILABLE, &format!("{why:#}")))?;
    Ok(time.now())
}
