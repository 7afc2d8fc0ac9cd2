//! Answers to interactions after the first response. Source: Discord docs, "Receiving and Responding".

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::Value;

use super::{
    Anyone, ApiError,
    form::{self, Fields},
    id, object,
};
use crate::{
    Shared,
    interactions::late::{self, Webhook},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/webhooks/{application}/{token}", post(follow_up))
        .route("/webhooks/{application}/{token}/messages/{message}", get(read).patch(edit).delete(delete))
        .route("/interactions/{interaction}/{token}/callback", post(callback))
}

type OfMessage = Path<(String, String, String)>;

fn webhook<'a>(application: &str, token: &'a str) -> Result<Webhook<'a>, ApiError> {
    Ok(Webhook { application: id(application)?, token })
}

async fn read(
    Anyone(sandbox): Anyone,
    Path((application, token, message)): OfMessage,
) -> Result<Json<Value>, ApiError> {
    late::read(&sandbox, webhook(&application, &token)?, &message).map(Json)
}

async fn edit(
    Anyone(sandbox): Anyone,
    Path((application, token, message)): OfMessage,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    late::edit(&sandbox, webhook(&application, &token)?, &message, &object(&headers, &body)?).map(Json)
}

async fn delete(
    Anyone(sandbox): Anyone,
    Path((application, token, message)): OfMessage,
) -> Result<StatusCode, ApiError> {
    late::delete(&sandbox, webhook(&application, &token)?, &message).map(|()| StatusCode::NO_CONTENT)
}

async fn follow_up(
    Anyone(sandbox): Anyone,
    Path((application, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    late::follow_up(&sandbox, webhook(&application, &token)?, &object(&headers, &body)?).map(Json)
}

/// 204, or with `with_response=true` the callback object.
async fn callback(
    Anyone(sandbox): Anyone,
    Path((interaction, token)): Path<(String, String)>,
    Query(query): Query<Fields>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let taken = late::callback(&sandbox, id(&interaction)?, &token, &object(&headers, &body)?)?;
    let with_response = form::flag(&query, "with_response");
    Ok(if with_response { Json(taken).into_response() } else { StatusCode::NO_CONTENT.into_response() })
}
