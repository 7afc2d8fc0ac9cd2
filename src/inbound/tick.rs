//! The one clock: whoever may sign for it starts the work that is due. Ticking more often, or twice at once, is
//! harmless: work is leased.

use std::time::Duration;

use serde_json::{Value, json};

use super::refuse;
use crate::{
    edge::{Inbound, Response},
    platform::{ctx::Ctx, error::Result, gateway, interactions, peer, tasks},
};

/// How long one tick goes on taking new work. Well within the 30 seconds that a Worker has after a response.
const BUDGET: Duration = Duration::from_secs(20);

/// Answers a signed tick with what it did.
pub async fn tick(ctx: &Ctx, request: Inbound) -> Response {
    if let Err(unsigned) = peer::signed_body(request, &ctx.config.tick_public_key).await {
        return refuse(unsigned);
    }
    run(ctx).await
}

/// Does what is due and says how much that was.
pub async fn run(ctx: &Ctx) -> Response {
    match work(ctx).await {
        Ok(done) => Response::json(200, done.to_string()),
        Err(error) => {
            tracing::error!(%error, "the tick did not finish its work");
            let body = json!({ "error": "the tick did not finish its work", "ref": ctx.request_id.to_string() });
            Response::json(503, body.to_string())
        }
    }
}

async fn work(ctx: &Ctx) -> Result<Value> {
    let deferrals = interactions::close_abandoned(ctx).await?;
    let until = ctx.arrived_at.checked_add(BUDGET).unwrap_or(ctx.arrived_at);
    let events = gateway::run_due(ctx, until).await?;
    let round = tasks::run_due(ctx, until).await?;
    interactions::forget_old_claims(&ctx.db).await?;
    for upkeep in ctx.features.iter().filter_map(|feature| feature.upkeep) {
        upkeep.run(ctx).await?;
    }
    Ok(json!({ "deferrals": deferrals, "events": events, "tasks": round.tasks }))
}
