//! Whether the worker is up, and how its work is going. Never a tenant's data.

use futures_util::try_join;
use serde_json::{Value, json};

use crate::{
    edge::Response,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        gateway, tasks,
    },
};

/// The worker runs. Touches nothing else, so that a probe costs nothing.
pub fn health() -> Response {
    Response::json(200, r#"{"status":"ok"}"#)
}

/// The database and the queue. 503 while the database cannot be reached.
pub async fn status(ctx: &Ctx) -> Response {
    match counts(ctx).await {
        Ok(body) => Response::json(200, body.to_string()),
        Err(error) => {
            tracing::error!(%error, "status without a database");
            let body = json!({ "status": "degraded", "database": "unreachable", "ref": ctx.request_id.to_string() });
            Response::json(503, body.to_string())
        }
    }
}

async fn counts(ctx: &Ctx) -> Result<Value> {
    let (queue, gateway) = try_join!(tasks::queue_status(&ctx.db), gateway::status(&ctx.db)).map_err(Error::from)?;
    Ok(json!({ "status": "ok", "database": "ok", "queue": queue, "gateway": gateway }))
}
