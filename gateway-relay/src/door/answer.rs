//! What the worker is told: Discord's answer, or one of the relay's own. A header says which.

use std::time::Duration;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use guildhall::platform::relay::{ANSWERED_BY, DISCORD, refusal};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::{
    metrics::{METRICS, Went},
    rest::{Answer, RestError},
};

/// What of Discord's headers goes on to the worker.
const PASSED_ON: [&str; 8] = [
    "content-type",
    "retry-after",
    "x-ratelimit-bucket",
    "x-ratelimit-global",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset-after",
    "x-ratelimit-scope",
];

/// Why the relay did not ask Discord, or has no answer of Discord's. Never holds a token.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("The signature is missing, stale, wrong or used already.")]
    Unsigned,
    #[error("This is not carried: {0}.")]
    NotAllowed(&'static str),
    #[error("The relay is busy.")]
    Busy,
    #[error("The relay's database is away.")]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    Rest(#[from] RestError),
}

impl Refusal {
    /// As the worker is told.
    fn name(&self) -> &'static str {
        match self {
            Self::Unsigned => refusal::UNSIGNED,
            Self::NotAllowed(_) | Self::Rest(RestError::NotACall) => refusal::NOT_ALLOWED,
            Self::Busy | Self::Rest(RestError::Late { .. } | RestError::Paused { .. }) => refusal::LATER,
            Self::Rest(RestError::UnknownToken) => refusal::UNKNOWN_TOKEN,
            Self::Database(_) | Self::Rest(_) => refusal::UNREACHABLE,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        METRICS.not_carried.get_or_create(&Went { outcome: self.name() }).inc();
        tracing::warn!(refusal = ?self, "a call was not carried");
        let status = match self.name() {
            refusal::UNSIGNED | refusal::UNKNOWN_TOKEN => StatusCode::UNAUTHORIZED,
            refusal::NOT_ALLOWED => StatusCode::FORBIDDEN,
            refusal::LATER => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_GATEWAY,
        };
        let after = match &self {
            Self::Rest(RestError::Late { after } | RestError::Paused { after }) => Some(*after),
            Self::Busy => Some(Duration::from_secs(1)),
            _ => None,
        };
        let body = json!({ "error": self.to_string(), "retry_after": after.map(|after| after.as_secs_f64()) });
        let mut response = (status, axum::Json(body)).into_response();
        response.headers_mut().insert(ANSWERED_BY, HeaderValue::from_static(self.name()));
        response
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let passed = self.headers.into_iter().filter_map(|(name, value)| Some((name?, value)));
        response.headers_mut().extend(passed.filter(|(name, _)| PASSED_ON.contains(&name.as_str())));
        response.headers_mut().insert(ANSWERED_BY, HeaderValue::from_static(DISCORD));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
