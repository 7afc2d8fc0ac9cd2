//! How the relay is doing: for probes, and for Prometheus. Whoever reaches the listener may ask, so it is not for the
//! public.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use serde_json::json;

use super::Door;
use crate::{metrics::METRICS, record::health};

/// How long the database may take to answer.
const WITHIN: Duration = Duration::from_secs(3);

/// 200 while the database can be reached, else 503. How many shards there are, and how many somebody holds.
pub async fn health(State(door): State<Arc<Door>>) -> (StatusCode, Json<serde_json::Value>) {
    match tokio::time::timeout(WITHIN, health::shards(&door.pool)).await {
        Ok(Ok((wanted, connected))) => {
            let shards = json!({ "wanted": wanted, "connected": connected });
            (StatusCode::OK, Json(json!({ "status": "ok", "database": "ok", "shards": shards })))
        }
        failed => {
            tracing::warn!(?failed, "health without a database");
            let body = json!({ "status": "degraded", "database": "unreachable" });
            (StatusCode::SERVICE_UNAVAILABLE, Json(body))
        }
    }
}

/// The counts.
pub async fn metrics() -> Response {
    const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match METRICS.text() {
        Ok(text) => ([(header::CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
