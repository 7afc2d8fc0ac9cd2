//! Work that is due, started by whoever may sign for it: the one clock's tick for all of it, the relay's poke for events.
//! Starting it more often, or twice at once, is harmless: work is leased. What a lost poke left, the next one finds, or the
//! tick.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::refuse;
use crate::{
    edge::{Inbound, Response},
    platform::{access, ctx::Ctx, error::Result, gateway, interactions, peer, tasks},
};

/// How long a tick or a poke goes on taking new work. Well within the 30 seconds that a Worker has after a response.
const BUDGET: Duration = Duration::from_secs(20);

/// What is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Everything,
    /// What the relay has heard.
    Events,
}

/// Answers a signed request with what was done.
pub async fn start(ctx: &Ctx, request: Inbound, due: Due) -> Response {
    if let Err(unsigned) = peer::signed_body(request, &ctx.config.tick_public_key).await {
        return refuse(unsigned);
    }
    run(ctx, due).await
}

/// Does what is due and says how much that was.
pub async fn run(ctx: &Ctx, due: Due) -> Response {
    let until = ctx.arrived_at.checked_add(BUDGET).unwrap_or(ctx.arrived_at);
    let done = match due {
        Due::Everything => everything(ctx, until).await,
        Due::Events => gateway::run_due(ctx, until).await.map(|events| json!({ "events": events })),
    };
    match done {
        Ok(done) => Response::json(200, done.to_string()),
        Err(error) => {
            tracing::error!(%error, ?due, "what is due was not finished");
            let body = json!({ "error": "what is due was not finished", "ref": ctx.request_id.to_string() });
            Response::json(503, body.to_string())
        }
    }
}

async fn everything(ctx: &Ctx, until: Timestamp) -> Result<Value> {
    let deferrals = interactions::close_abandoned(ctx).await?;
    let events = gateway::run_due(ctx, until).await?;
    let round = tasks::run_due(ctx, until).await?;
    access::forget(&ctx.db).await?;
    interactions::forget_old(&ctx.db).await?;
    for upkeep in ctx.features.iter().filter_map(|feature| feature.upkeep) {
        upkeep.run(ctx).await?;
    }
    Ok(json!({ "deferrals": deferrals, "events": events, "tasks": round.tasks }))
}
