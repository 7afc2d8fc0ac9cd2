//! Where the gateway is. Source: Discord docs, "Gateway", Get Gateway, Get Gateway Bot.

use axum::{Json, Router, routing::get};
use serde_json::{Value, json};

use super::{Anyone, Caller};
use crate::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/gateway", get(address)).route("/gateway/bot", get(limits))
}

async fn address(Anyone(sandbox): Anyone) -> Json<Value> {
    Json(json!({ "url": sandbox.gateway() }))
}

/// The address, and how often the bot may still begin a session.
async fn limits(caller: Caller) -> Json<Value> {
    let world = caller.sandbox.world();
    let limit = world.gateway.session_start_limit(caller.bot, world.now_ms());
    Json(json!({ "url": caller.sandbox.gateway(), "shards": world.gateway.shards, "session_start_limit": limit }))
}
