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
use crate::{
    Sandbox, Shared,
    connection::Cut,
    faults::{self, Fault, Kind},
};

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

/// 400 for an encoding or a compression that is not here. An ordered fault hits the connection before it is one.
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
    let taken = shared.upgrade().map(Sandbox).map(|sandbox| {
        let mut world = sandbox.world();
        (faults::take(&mut world.faults, Fault::GATEWAY), world.gateway.queued_payloads)
    });
    let Some((fault, queued)) = taken else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    // No handle is held while waiting: a client that waits must not keep the sandbox alive.
    tokio::time::sleep(fault.map(Kind::delay).unwrap_or_default()).await;
    let wrong_version = (wanted.v.as_deref() != Some("10")).then_some(close_code::INVALID_API_VERSION);
    let refusal = match fault {
        None | Some(Kind::Slow(_)) => wrong_version,
        Some(Kind::Status(code @ 4000..)) => Some(code),
        Some(Kind::Status(status)) => {
            return StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        }
        Some(Kind::RateLimited(_)) => return StatusCode::TOO_MANY_REQUESTS.into_response(),
        Some(Kind::Reset | Kind::ResetAfter) => {
            cut.order();
            return StatusCode::BAD_GATEWAY.into_response();
        }
        Some(Kind::Hang) => std::future::pending().await,
    };
    upgrade.max_message_size(LARGEST).on_upgrade(move |socket| async move {
        Connection::new(shared, socket, cut, encoder, queued).run(refusal).await;
    })
}
