//! What comes in and what is refused: bodies, ids, and sentences about what is wrong with them.

use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::json;

/// Why something cannot be done, for the person.
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    pub fn new(status: StatusCode, message: &str) -> Self {
        Self { status, message: message.to_owned() }
    }
}

/// What is known and cannot be done, as a sentence.
impl From<anyhow::Error> for Refusal {
    fn from(problem: anyhow::Error) -> Self {
        let words = format!("{problem:#}");
        let mut letters = words.chars();
        let first = letters.next().map(char::to_uppercase);
        let mut message: String = first.into_iter().flatten().chain(letters).collect();
        if !message.ends_with('.') {
            message.push('.');
        }
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, message }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "message": self.message }))).into_response()
    }
}

/// A JSON body; what is wrong with another is said in a refusal.
pub(super) struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(problem) => {
                let problem: JsonRejection = problem;
                Err(Refusal::new(problem.status(), &problem.body_text()))
            }
        }
    }
}

/// An id, which JSON holds as a string.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    parsed(&String::deserialize(deserializer)?)
}

pub(super) fn maybe_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(|text| parsed(&text)).transpose()
}

pub(super) fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    Vec::<String>::deserialize(deserializer)?.iter().map(|text| parsed(text)).collect()
}

pub(super) fn some_ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u64>>, D::Error> {
    ids(deserializer).map(Some)
}

fn parsed<E: serde::de::Error>(text: &str) -> Result<u64, E> {
    text.parse().map_err(|_| E::custom(format!("“{text}” is no id")))
}
