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

use super::{Web, events};
use crate::domain::clock::iso;
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

    async fn from_request_parts(_: &mut Parts, web: &Web) -> Result<Self, Response> {
        let closed = || error(StatusCode::NOT_FOUND, "practice rooms are closed");
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

fn refuse(refused: &Refused) -> Response {
    error(status_of(refused), &refused.to_string())
}

/// A JSON body, or why it is none.
fn body<T: DeserializeOwned>(bytes: Result<Bytes, BytesRejection>) -> Result<T, Response> {
    let bytes = bytes.map_err(|why| error(why.status(), &why.body_text()))?;
    serde_json::from_slice(&bytes)
        .map_err(|why| error(StatusCode::BAD_REQUEST, &format!("the body can't be read: {why}")))
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

async fn act(Rooms(practice): Rooms, bytes: Result<Bytes, BytesRejection>) -> Response {
    let wish: Wish = match body(bytes) {
        Ok(wish) => wish,
        Err(why) => return why,
    };
    match practice.act(wish).await {
        Ok(id) => Json(json!({ "id": id })).into_response(),
        Err(refused) => refuse(&refused),
    }
}

async fn room_messages(Rooms(practice): Rooms, Path(room): Path<String>) -> Response {
    let Some(found) = cast::room(room.strip_prefix("practice:").unwrap_or(&room)) else {
        return refuse(&Refused::NoRoom(room));
    };
    Json(practice.read(|state| view::messages(state, found.id))).into_response()
}

async fn direct_messages(Rooms(practice): Rooms, Path(persona): Path<String>) -> Response {
    let Some(found) = cast::persona(&persona) else {
        return refuse(&Refused::NoPersona(persona));
    };
    let place = cast::direct_of(found.id);
    Json(practice.read(|state| view::messages(state, &place))).into_response()
}

/// How the clock stands, and whether it may be moved.
pub(super) fn clock_of(web: &Web) -> Option<Value> {
    web.time.as_ref().map(|time| json!({ "now": iso(time.now()) }))
}

async fn clock(State(web): State<Web>) -> Response {
    match clock_of(&web) {
        Some(clock) => Json(clock).into_response(),
        None => no_clock(),
    }
}

fn no_clock() -> Response {
    error(StatusCode::NOT_FOUND, "the clock can't be moved here")
}

#[derive(Deserialize)]
struct Leap {
    seconds: u64,
}

/// The furthest that one request moves the clock: ten weeks.
const FURTHEST: Duration = Duration::from_secs(70 * 24 * 3600);

async fn advance(State(web): State<Web>, bytes: Result<Bytes, BytesRejection>) -> Response {
    let Some(time) = web.time.clone() else { return no_clock() };
    let by = match body::<Leap>(bytes) {
        Ok(leap) => Duration::from_secs(leap.seconds),
        Err(why) => return why,
    };
    if by.is_zero() || by > FURTHEST {
        return error(
            StatusCode::BAD_REQUEST,
            "the clock moves by a second to ten weeks at a time",
        );
    }
    match time.advance(by).await {
        Ok(()) => Json(json!({ "now": iso(time.now()) })).into_response(),
        Err(why) => error(StatusCode::SERVICE_UNAVAILABLE, &format!("{why:#}")),
    }
}
