//! Opening a conversation with a person. Source: Discord docs, "User Resource", Create DM.

use axum::{Json, Router, body::Bytes, http::HeaderMap, routing::post};
use serde_json::Value;

use super::{ApiError, Caller, form, object};
use crate::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/users/@me/channels", post(open))
}

/// It can be opened with anybody. Whether they can be written to shows when a message is sent.
async fn open(caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let recipient =
        form::snowflake(body.get("recipient_id").ok_or_else(|| form::missing("recipient_id"))?, "recipient_id")?;
    let mut world = caller.sandbox.world();
    if !world.users.contains_key(&recipient) {
        return Err(ApiError::UNKNOWN_USER);
    }
    let opened = world.open_dm(caller.bot, recipient);
    world.dms.get(&opened).map(|dm| Json(world.dm_json(dm))).ok_or(ApiError::UNKNOWN_CHANNEL)
}
