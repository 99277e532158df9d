//! Who may come in: this machine's own browsers, or whoever holds the key; and what every answer
//! tells a browser to leave alone.

use askama::Template;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Web;
use super::api::error;
use super::assets::STAMP;
use super::origin::{same_host, text};
use super::tongue::{Tongue, cookie};

/// The most bytes of a request.
const BODY_LIMIT: usize = 64 * 1024;

const COOKIE: &str = "samovar_practice";

const KEY_HEADER: &str = "x-practice-key";

/// No inline script or style, nothing from elsewhere, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/practice") }))
        .route("/practice/key", post(knock))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// The routes, for those who may come in.
pub(super) fn guarded(routes: Router<Web>, web: &Web) -> Router<Web> {
    routes.layer(from_fn_with_state(web.clone(), guard)).layer(DefaultBodyLimit::max(BODY_LIMIT))
}

#[derive(Deserialize)]
struct Asked {
    key: Option<String>,
}

async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let tongue = Tongue::of(&web.words, request.uri(), request.headers());
    if request.method() != Method::GET && !same_origin(request.headers()) {
        return error(StatusCode::FORBIDDEN, &tongue.say("refused-elsewhere"));
    }
    let Some(key) = &web.key else {
        if is_local(request.headers()) {
            return next.run(request).await;
        }
        return error(StatusCode::FORBIDDEN, &tongue.say("refused-not-here"));
    };
    if holds(request.headers(), key) {
        return next.run(request).await;
    }
    let asked = Query::<Asked>::try_from_uri(request.uri()).ok().and_then(|asked| asked.0.key);
    match asked {
        Some(asked) if fits(&asked, key) => let_in(key),
        asked if wants_page(&request) => closed(&tongue, asked.is_some()),
        _ => {
            let words = tongue.fill("refused-no-key", &[("header", KEY_HEADER.into())]);
            error(StatusCode::UNAUTHORIZED, &words)
        }
    }
}

/// Somebody typed the key.
async fn knock(
    State(web): State<Web>,
    tongue: Tongue,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Response {
    let Some(key) = web.key.as_ref().filter(|_| same_origin(&headers)) else {
        return Redirect::to("/practice").into_response();
    };
    match asked.key {
        Some(asked) if fits(&asked, key) => let_in(key),
        _ => closed(&tongue, true),
    }
}

/// The page that asks for the key.
#[derive(Template)]
#[template(path = "door.html")]
struct Door<'a> {
    t: &'a Tongue,
    stamp: &'a str,
    wrong: bool,
}

fn closed(tongue: &Tongue, wrong: bool) -> Response {
    let door = Door { t: tongue, stamp: &STAMP, wrong };
    match door.render() {
        Ok(page) => (StatusCode::UNAUTHORIZED, Html(page)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn wants_page(request: &Request) -> bool {
    let accepts = text(request.headers(), "accept").unwrap_or_default();
    request.method() == Method::GET && accepts.contains("text/html")
}

/// The key leaves the address at once and lives on as a cookie that does not hold it.
fn let_in(key: &SecretString) -> Response {
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", token(key.expose_secret()));
    ([(header::SET_COOKIE, cookie)], Redirect::to("/practice")).into_response()
}

fn holds(headers: &HeaderMap, key: &SecretString) -> bool {
    let by_header = text(headers, KEY_HEADER).is_some_and(|given| fits(given, key));
    // Both sides are digests: how long the comparison takes says nothing of the key.
    let wanted = digest(&token(key.expose_secret()));
    by_header || cookie(headers, COOKIE).is_some_and(|given| digest(given) == wanted)
}

fn fits(given: &str, key: &SecretString) -> bool {
    digest(given.trim()) == digest(key.expose_secret().trim())
}

/// What the cookie holds: from it the key can't be told.
fn token(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&format!("samovar practice cookie {}", key.trim())))
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A page of another site can send a form here; its browser says where it comes from.
fn same_origin(headers: &HeaderMap) -> bool {
    text(headers, "origin").is_none_or(|origin| same_host(origin, headers))
}

/// Whether the address in the browser is this machine. A name that someone else points here is not.
fn is_local(headers: &HeaderMap) -> bool {
    let host = text(headers, "host").unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let ip = name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    ip || name.eq_ignore_ascii_case("localhost")
}

/// Puts on every answer what keeps a browser careful.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &str); 6] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Nothing goes elsewhere. Without any, a browser would not say either from where it sends
        // a form.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// There is nothing at that address.
pub(super) async fn lost(tongue: Tongue) -> Response {
    error(StatusCode::NOT_FOUND, &tongue.say("refused-nothing"))
}
