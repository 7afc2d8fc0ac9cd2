//! The gateway: who is connected, what it allows, and what is ordered of it.

use axum::{Json, http::StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Body, Open, Refusal};
use crate::{GatewayOrder, Load, Loaded, SessionStanding};

/// As many events as one call makes.
const MOST_EVENTS: u64 = 1_000_000;

pub(super) async fn read(open: Open) -> Result<Json<Value>, Refusal> {
    let world = open.sandbox.world();
    let limits = serde_json::to_value(&world.gateway).map_err(anyhow::Error::from)?;
    let session = |session: SessionStanding| {
        json!({
            "id": session.id, "application": session.application.to_string(),
            "shard": [session.shard.0, session.shard.1], "intents": session.intents, "sequence": session.sequence,
            "connected": session.is_connected,
        })
    };
    let sessions: Vec<Value> = world.gateway.sessions().into_iter().map(session).collect();
    Ok(Json(json!({ "url": open.sandbox.gateway(), "limits": limits, "sessions": sessions })))
}

/// Changes the limits that are named.
pub(super) async fn change(open: Open, Body(named): Body<Map<String, Value>>) -> Result<StatusCode, Refusal> {
    open.sandbox.world().gateway.change(named)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct Ordered {
    /// Without one, all are meant.
    session: Option<String>,
    order: GatewayOrder,
}

pub(super) async fn order(open: Open, Body(Ordered { session, order }): Body<Ordered>) -> Json<Value> {
    let connections = open.sandbox.world().gateway.order(session.as_deref(), order);
    Json(json!({ "connections": connections }))
}

pub(super) async fn forget(open: Open) -> StatusCode {
    open.sandbox.world().gateway.forget_sessions();
    StatusCode::NO_CONTENT
}

/// Answers when the stream has ended.
pub(super) async fn load(open: Open, Body(load): Body<Load>) -> Result<Json<Loaded>, Refusal> {
    if load.events > MOST_EVENTS {
        let words = format!("One stream has up to {MOST_EVENTS} events.");
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &words));
    }
    let loaded = open.sandbox.load(load).await?;
    open.sandbox.announce();
    Ok(Json(loaded))
}
