//! Answers to interactions after the first response. Source: Discord docs, "Receiving and Responding".

use axum::{
    Json, Router,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use serde_json::Value;

use super::{Anyone, ApiError, id, parse};
use crate::{Shared, interactions::late};

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/webhooks/{application}/{token}", post(follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/@original",
            get(original).patch(edit_original).delete(delete_original),
        )
        .route("/interactions/{interaction}/{token}/callback", post(callback))
}

async fn original(
    Anyone(sandbox): Anyone,
    Path((application, token)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    late::original(&sandbox, id(&application)?, &token).map(Json)
}

async fn edit_original(
    Anyone(sandbox): Anyone,
    Path((application, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    late::edit_original(&sandbox, id(&application)?, &token, &parse(&headers, &body)?).map(Json)
}

async fn delete_original(
    Anyone(sandbox): Anyone,
    Path((application, token)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    late::delete_original(&sandbox, id(&application)?, &token).map(|()| StatusCode::NO_CONTENT)
}

async fn follow_up(
    Anyone(sandbox): Anyone,
    Path((application, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    late::follow_up(&sandbox, id(&application)?, &token, &parse(&headers, &body)?).map(Json)
}

async fn callback(
    Anyone(sandbox): Anyone,
    Path((interaction, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    late::callback(&sandbox, id(&interaction)?, &token, &parse(&headers, &body)?).map(|()| StatusCode::NO_CONTENT)
}
