//! The address of the gateway, where HTTP becomes a WebSocket. Source: Discord docs, "Gateway", Connecting.

use axum::{
    Router,
    extract::{ConnectInfo, Query, State, WebSocketUpgrade},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::any,
};
use serde::Deserialize;

use super::{close_code, encoding::Encoder, socket::Connection};
use crate::{Sandbox, Shared, connection::Cut};

/// Larger messages are not even read to their end; what Discord allows is far less.
const LARGEST: usize = 1 << 20;

/// Clients join path and query with a slash, or without one.
pub(crate) fn router(shared: Shared) -> Router {
    Router::new().route("/gateway", any(connect)).route("/gateway/", any(connect)).with_state(shared)
}

#[derive(Deserialize)]
struct Wanted {
    v: Option<String>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// 400 for an encoding or a compression that is not here.
async fn connect(
    State(shared): State<Shared>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    Query(wanted): Query<Wanted>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let is_json = wanted.encoding.is_none_or(|encoding| encoding == "json");
    let Some(encoder) = Encoder::new(wanted.compress.as_deref()).filter(|_| is_json) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Some(queued) = shared.upgrade().map(|inner| Sandbox(inner).world().gateway.queued_payloads) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let refusal = (wanted.v.as_deref() != Some("10")).then_some(close_code::INVALID_API_VERSION);
    upgrade.max_message_size(LARGEST).on_upgrade(move |socket| async move {
        Connection::new(shared, socket, cut, encoder, queued).run(refusal).await;
    })
}
