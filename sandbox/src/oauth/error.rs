//! What the token endpoint refuses, and how. Source: RFC 6749, 5.2; the words are Discord's.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// A refusal of the token endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TokenError {
    status: StatusCode,
    error: &'static str,
    description: Option<String>,
}

impl TokenError {
    /// A client that is not known by its secret.
    pub const CLIENT: Self = Self { status: StatusCode::UNAUTHORIZED, error: "invalid_client", description: None };
    /// A refresh token that gives nothing: unknown, used, revoked, or another client's.
    pub const REFRESH: Self = Self { status: StatusCode::BAD_REQUEST, error: "invalid_grant", description: None };
    /// A client that has nobody to act for.
    pub const NOBODY: Self = Self { status: StatusCode::BAD_REQUEST, error: "unauthorized_client", description: None };

    pub fn request(description: &str) -> Self {
        Self::bad("invalid_request", description)
    }

    pub fn grant(description: &str) -> Self {
        Self::bad("invalid_grant", description)
    }

    pub fn scope() -> Self {
        Self::bad("invalid_scope", INVALID_SCOPE)
    }

    pub fn grant_type(grant_type: Option<&str>) -> Self {
        let grant_type = grant_type.unwrap_or("None");
        Self::bad("unsupported_grant_type", &format!("Grant type {grant_type} is not supported"))
    }

    fn bad(error: &'static str, description: &str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description: Some(description.to_owned()) }
    }
}

/// Of scopes, at both endpoints.
pub(super) const INVALID_SCOPE: &str = "The requested scope is invalid, unknown, or malformed.";

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let body = match self.description {
            Some(description) => json!({ "error": self.error, "error_description": description }),
            None => json!({ "error": self.error }),
        };
        let mut response = (self.status, UNCACHED, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
        }
        response
    }
}

/// Nothing that a token stands in may be kept on its way.
pub(super) const UNCACHED: [(header::HeaderName, &str); 2] =
    [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
