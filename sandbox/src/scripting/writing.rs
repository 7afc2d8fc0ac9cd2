//! Messages that people write, change and delete.

use anyhow::Context;
use axum::{
    Json,
    extract::{Path, Query},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Open, Place, Refusal};
use crate::line;

#[derive(Deserialize)]
pub(super) struct Draft {
    #[serde(flatten)]
    place: Place,
    content: String,
}

pub(super) async fn write(open: Open, Body(draft): Body<Draft>) -> Result<Json<Value>, Refusal> {
    let content = line::written(&open.sandbox.world(), draft.place.guild, &draft.content);
    let id = open.sandbox.write(draft.place.seat(0), &content)?;
    Ok(Json(json!({ "id": id.to_string() })))
}

pub(super) async fn rewrite(
    open: Open,
    Path(message): Path<String>,
    Body(draft): Body<Draft>,
) -> Result<StatusCode, Refusal> {
    let message = message.parse().ok().context("this message is gone")?;
    let content = line::written(&open.sandbox.world(), draft.place.guild, &draft.content);
    open.sandbox.rewrite(draft.place.seat(0), message, &content)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn delete(
    open: Open,
    Path(message): Path<String>,
    Query(place): Query<Place>,
) -> Result<StatusCode, Refusal> {
    let message = message.parse().ok().context("this message is gone")?;
    open.sandbox.delete(place.seat(0), message)?;
    Ok(StatusCode::NO_CONTENT)
}
