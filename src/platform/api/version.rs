//! Versions: whoever changes something says what they saw of it. RFC 9110, sections 8.8.3 and 13.1.1.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::Problem;

/// The version that a change is made to, from `If-Match: "3"`.
#[derive(Debug, Clone, Copy)]
pub struct Seen(pub i32);

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(given) = parts.headers.get(header::IF_MATCH) else {
            return Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "version_required",
                "Say with If-Match which version you have seen: the ETag of what you got.",
            ));
        };
        let version = given.to_str().ok().and_then(|given| given.trim().trim_matches('"').parse().ok());
        version.map(Self).ok_or_else(|| Problem::changed("If-Match names no version of this: get it anew."))
    }
}

/// The answer, with its version as its tag.
pub fn tagged<T: Serialize>(version: i32, body: T) -> Response {
    let mut response = Json(body).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
