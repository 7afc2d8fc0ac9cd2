//! The relay's poke: there are events to hand out. It carries none itself, so a lost poke costs time and nothing else:
//! the next one, or the tick, finds what it left.

use std::time::Duration;

use serde_json::json;

use super::refuse;
use crate::{
    edge::{Inbound, Response},
    platform::{ctx::Ctx, gateway, peer},
};

/// How long one poke goes on taking events. Well within the 30 seconds that a Worker has after a response.
const BUDGET: Duration = Duration::from_secs(20);

/// Answers a signed poke, once nothing is due any more, with how many events were handed out.
pub async fn poke(ctx: &Ctx, request: Inbound) -> Response {
    if let Err(unsigned) = peer::signed_body(request, &ctx.config.tick_public_key).await {
        return refuse(unsigned);
    }
    let until = ctx.arrived_at.checked_add(BUDGET).unwrap_or(ctx.arrived_at);
    match gateway::run_due(ctx, until).await {
        Ok(events) => Response::json(200, json!({ "events": events }).to_string()),
        Err(error) => {
            tracing::error!(%error, "not all events were handed out");
            let body = json!({ "error": "not all events were handed out", "ref": ctx.request_id.to_string() });
            Response::json(503, body.to_string())
        }
    }
}
