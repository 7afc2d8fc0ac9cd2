//! The headers that every answer of the API has. Source: OWASP ASVS 5.0, 3.4.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

use crate::platform::ctx::Ctx;

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The answer with them, and with its request's id. What an answer says by itself stays.
pub fn harden(mut response: Response, ctx: &Ctx) -> Response {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(&ctx.request_id.to_string()) {
        headers.insert("x-request-id", id);
    }
    response
}
