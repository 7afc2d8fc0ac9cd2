//! The application itself. Source: Discord docs, "Application Resource".

use axum::{Json, Router, body::Bytes, http::HeaderMap, routing::get};
use serde_json::Value;

use super::{ApiError, Caller, object};
use crate::{Shared, interactions};

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/applications/@me", get(me).patch(edit))
}

async fn me(caller: Caller) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    world.applications.get(&caller.bot).map(|application| Json(application.json())).ok_or(ApiError::UNAUTHORIZED)
}

/// Before an endpoint is stored it must answer a PING, and refuse one that is signed wrongly.
async fn edit(caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, ApiError> {
    const FIELD: &str = "interactions_endpoint_url";
    let body = object(&headers, &body)?;
    match body.get(FIELD) {
        Some(Value::Null) => set_endpoint(&caller, None),
        Some(Value::String(url)) if url.is_empty() => set_endpoint(&caller, None),
        Some(Value::String(url)) => {
            interactions::validate_endpoint(&caller.sandbox, caller.bot, url).await.map_err(|problem| {
                // Discord ends after the first sentence; why is worth knowing here.
                let words = format!("The specified interactions endpoint URL could not be verified. {problem}");
                ApiError::form(FIELD, "APPLICATION_INTERACTIONS_ENDPOINT_INVALID", &words)
            })?;
            set_endpoint(&caller, Some(url.clone()));
        }
        Some(_) => {
            return Err(ApiError::form(FIELD, "BASE_TYPE_CONVERT", "Only a string can be an interactions endpoint."));
        }
        None => {}
    }
    me(caller).await
}

fn set_endpoint(caller: &Caller, url: Option<String>) {
    if let Some(application) = caller.sandbox.world().applications.get_mut(&caller.bot) {
        application.interactions_endpoint_url = url;
    }
}
