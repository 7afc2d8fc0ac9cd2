//! Messages that people write.

use axum::Json;
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
