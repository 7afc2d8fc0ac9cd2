//! Whether the worker is up, and how its work is going: for machines as JSON, for people as a page. Never a tenant's data.

mod page;

use futures_util::try_join;
use serde_json::{Map, Value, json};

use super::pages;
use crate::{
    edge::{Answer, Inbound, Response},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        gateway,
        locale::Locale,
        status::{self, Path, State},
        tasks,
    },
};

/// The worker runs. Touches nothing else, so that a probe costs nothing.
pub fn health() -> Response {
    Response::json(200, r#"{"status":"ok"}"#)
}

/// The paths, the queue and the events. 503 while the database cannot be reached.
pub async fn status(ctx: &Ctx, request: Inbound) -> Answer {
    if let Some(locale) = pages::reader(ctx, &request) {
        return shown(ctx, locale).await;
    }
    match counts(ctx).await {
        Ok(body) => Response::json(200, body.to_string()),
        Err(error) => {
            tracing::error!(%error, "status without a database");
            let paths = by_name(&status::without_database(Locale::ENGLISH));
            let reference = ctx.request_id.to_string();
            let body = json!({ "status": "degraded", "database": "unreachable", "paths": paths, "ref": reference });
            Response::json(503, body.to_string())
        }
    }
    .into()
}

async fn counts(ctx: &Ctx) -> Result<Value> {
    let (queue, gateway, looked) =
        try_join!(tasks::queue_status(&ctx.db), gateway::status(&ctx.db), status::look(ctx)).map_err(Error::from)?;
    let (counts, took) = looked;
    let paths = status::paths(Locale::ENGLISH, &counts, took);
    let status = if worst(&paths) == State::Ok { "ok" } else { "degraded" };
    Ok(json!({ "status": status, "database": "ok", "paths": by_name(&paths), "queue": queue, "gateway": gateway }))
}

fn by_name(paths: &[Path]) -> Map<String, Value> {
    paths.iter().map(|path| (path.name.to_owned(), json!(path))).collect()
}

fn worst(paths: &[Path]) -> State {
    paths.iter().map(|path| path.state).max().unwrap_or(State::Ok)
}

async fn shown(ctx: &Ctx, locale: Locale) -> Answer {
    let (code, paths) = match status::look(ctx).await {
        Ok((counts, took)) => (200, status::paths(locale, &counts, took)),
        Err(error) => {
            tracing::error!(%error, "status without a database");
            (503, status::without_database(locale))
        }
    };
    let html = page::page(locale, &paths, worst(&paths), ctx.arrived_at);
    pages::page(ctx, code, &[("vary", "accept, accept-language")], html)
}
