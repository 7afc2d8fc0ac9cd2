//! Bodies of requests: JSON that fits, or a problem that says where it does not.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query as AxumQuery, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;

use super::Problem;

/// A body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send the body as application/json.",
            )),
            Err(JsonRejection::JsonSyntaxError(error)) => Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "unreadable",
                format!("The body is no JSON: {}", why(&error)),
            )),
            // The words name fields and kinds of values, and of what was sent no more than a value that is not taken.
            Err(JsonRejection::JsonDataError(error)) => Err(Problem::invalid("body", why(&error))),
            Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "unreadable", "The body cannot be read.")),
        }
    }
}

/// What a query says.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match AxumQuery::<T>::from_request_parts(parts, state).await {
            Ok(AxumQuery(query)) => Ok(Self(query)),
            Err(error) => Err(Problem::invalid("query", why(&error))),
        }
    }
}

/// What stands in the path, by the names of its fields or alone.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let found = Path::<T>::from_request_parts(parts, state).await;
        let unknown = |_| Problem::not_found("There is nothing at this address: an id in it is none.");
        found.map(|Path(found)| Self(found)).map_err(unknown)
    }
}

/// A line of text: trimmed, neither empty nor too long, without what Postgres does not store.
pub fn line(field: &'static str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most || text.contains(char::is_control) {
        return Err(Problem::invalid(field, format!("Write one line of 1 to {most} characters.")));
    }
    Ok(text.to_owned())
}

fn why(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
