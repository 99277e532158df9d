//! Who may come in: this machine's own browsers, or whoever holds the key; and what every answer
//! tells a browser to leave alone.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Web;
use super::api::error;

/// The most bytes of a request.
const BODY_LIMIT: usize = 64 * 1024;

const COOKIE: &str = "samovar_practice";

const KEY_HEADER: &str = "x-practice-key";

/// No inline script or style, nothing from elsewhere, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The routes, for those who may come in.
pub(super) fn guarded(routes: Router<Web>, web: &Web) -> Router<Web> {
    routes.layer(from_fn_with_state(web.clone(), guard)).layer(DefaultBodyLimit::max(BODY_LIMIT))
}

#[derive(Deserialize)]
struct Asked {
    key: Option<String>,
}

async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET && !same_origin(request.headers()) {
        return error(StatusCode::FORBIDDEN, "this came from another site");
    }
    let Some(key) = &web.key else {
        if !is_local(request.headers()) {
            return error(
                StatusCode::FORBIDDEN,
                "practice rooms without a key are open to this machine only: use http://127.0.0.1",
            );
        }
        return next.run(request).await;
    };
    if holds(request.headers(), key) {
        return next.run(request).await;
    }
    let asked = Query::<Asked>::try_from_uri(request.uri()).ok().and_then(|asked| asked.0.key);
    match asked {
        Some(asked) if token(&asked) == token(key.expose_secret()) => let_in(key),
        _ => error(StatusCode::UNAUTHORIZED, "practice rooms need their key: open /practice?key=…"),
    }
}

/// The key leaves the address at once and lives on as a cookie that does not hold it.
fn let_in(key: &SecretString) -> Response {
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", token(key.expose_secret()));
    ([(header::SET_COOKIE, cookie)], Redirect::to("/practice")).into_response()
}

fn holds(headers: &HeaderMap, key: &SecretString) -> bool {
    let wanted = token(key.expose_secret());
    let by_header = text(headers, KEY_HEADER).is_some_and(|given| token(given) == wanted);
    let by_cookie = text(headers, "cookie").is_some_and(|cookies| {
        let mut cookies = cookies.split(';').filter_map(|one| one.trim().split_once('='));
        // Both sides are digests: how long the comparison takes says nothing of the key.
        cookies.any(|(name, value)| name == COOKIE && digest(value) == digest(&wanted))
    });
    by_header || by_cookie
}

/// What the cookie holds: from it the key can't be told.
fn token(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&format!("samovar practice cookie {key}")))
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A page of another site can send a form here; its browser says where it comes from.
fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = text(headers, "origin") else { return true };
    let host = text(headers, "host").unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
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

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Puts on every answer what keeps a browser careful.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &str); 6] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
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
pub(super) async fn lost() -> Response {
    error(StatusCode::NOT_FOUND, "there is nothing at this address")
}
