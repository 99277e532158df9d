//! Who is there: asked of every request, and of every form whether it is one of ours.

use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::frame::{fault, told};
use crate::command::session::{self, Visit};
use crate::web::Web;
use crate::web::tongue::{Tongue, cookie};

/// A convenor who is signed in.
pub(super) struct Visitor {
    /// Who, and of which community.
    pub visit: Visit,
    /// Their words, by the community's zone.
    pub tongue: Tongue,
    /// What their browser holds.
    pub held: String,
    /// What their forms carry.
    pub token: String,
}

/// The name of the cookie. With its prefix browsers take it from an encrypted page of this very
/// host alone.
pub(super) fn cookie_name(web: &Web) -> &'static str {
    if web.site.secure { "__Host-samovar" } else { "samovar_session" }
}

/// What a browser is told to hold, and to send to pages of ours alone.
pub(super) fn cookie_text(web: &Web, held: &str, seconds: i64) -> String {
    let secure = if web.site.secure { "; Secure" } else { "" };
    let name = cookie_name(web);
    format!("{name}={held}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// What a browser holds, if anything.
pub(super) fn held(web: &Web, headers: &HeaderMap) -> Option<String> {
    cookie(headers, cookie_name(web)).filter(|held| !held.is_empty()).map(str::to_owned)
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let tongue = Tongue::of(&web.words, &parts.uri, &parts.headers);
        let Some(held) = held(web, &parts.headers) else {
            return Err(told(&tongue, StatusCode::UNAUTHORIZED, "curate-out", &[]));
        };
        match session::visit(&web.house, &held).await {
            Ok(Some(visit)) => {
                let tongue = tongue.in_zone(visit.community.zone);
                Ok(Self { tongue, token: session::token(&held), held, visit })
            }
            Ok(None) => {
                Err(told(&tongue, StatusCode::UNAUTHORIZED, "curate-out", &["curate-out-why"]))
            }
            Err(error) => Err(fault(&tongue, &error)),
        }
    }
}

/// The fields of a form, in order; a name may come more than once.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of this name; empty where there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of this name that is not empty.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(key, value)| key == name && !value.trim().is_empty());
        values.map(|(_, value)| value.clone()).collect()
    }
}

/// The fields of a form that comes from a page of ours.
pub(super) async fn fields(request: Request, web: &Web) -> Result<Fields, Response> {
    let tongue = Tongue::of(&web.words, request.uri(), request.headers());
    if !web.site.sent(request.headers()) {
        return Err(told(&tongue, StatusCode::FORBIDDEN, "curate-elsewhere", &[]));
    }
    match Form::<Vec<(String, String)>>::from_request(request, web).await {
        Ok(Form(fields)) => Ok(Fields(fields)),
        Err(why) => Err(told(&tongue, why.status(), "curate-unreadable", &[])),
    }
}

/// A form of a convenor who is signed in, with the token of their session.
pub(super) struct Sent {
    pub visitor: Visitor,
    pub fields: Fields,
}

impl FromRequest<Web> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, web).await;
        let fields = fields(Request::from_parts(parts, body), web).await;
        let (visitor, fields) = (visitor?, fields?);
        // Hashes of both sides: how long the comparison takes says nothing of the token.
        if session::token(fields.one("token")) != session::token(&visitor.token) {
            return Err(told(&visitor.tongue, StatusCode::FORBIDDEN, "curate-stale", &[]));
        }
        Ok(Self { visitor, fields })
    }
}
