//! What a person does with commands and forms.

use std::collections::HashMap;

use axum::Json;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Body, Note, Open, Place, Refusal, refusal};
use crate::{Seat, World, line};

#[derive(Deserialize)]
pub(super) struct Line {
    #[serde(flatten)]
    place: Place,
    line: String,
}

pub(super) async fn run_line(open: Open, Body(Line { place, line }): Body<Line>) -> Result<Json<Value>, Refusal> {
    let (typed, body) = line::line_payload(&mut open.sandbox.world(), place.seat(0), &line)?;
    let note =
        Note { words: format!("used {}", line.trim()), brief: format!("used /{}", typed.name), elapsed_ms: None };
    let interaction = body["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    open.notes().insert(interaction, note.clone());
    open.sandbox.announce();
    // In a task of its own: a page that is closed meanwhile does not stop the delivery.
    let task = tokio::spawn(async move {
        let reply = open.sandbox.deliver(body).await;
        if let Err(problem) = &reply
            && let Some(pending) = open.sandbox.world().interactions.get_mut(&interaction)
        {
            pending.failure = Some(format!("{problem:#}"));
        }
        Ok(open.answer(place.seat(typed.application), &reply?, note))
    });
    task.await.map_err(anyhow::Error::from)?
}

#[derive(Deserialize)]
pub(super) struct Typing {
    #[serde(flatten)]
    place: Place,
    /// Up to the caret.
    line: String,
    /// Behind the caret.
    #[serde(default)]
    after: String,
}

pub(super) async fn suggestions(open: Open, Body(typing): Body<Typing>) -> Json<Value> {
    let Typing { place, line, after } = typing;
    let typing = line::Typing { before: &line, after: &after };
    let mut suggestions = line::suggest(&open.sandbox.world(), place.seat(0), typing);
    if let Some(ask) = suggestions.ask.take() {
        let seat = place.seat(ask.application);
        match open.sandbox.autocomplete(seat, &ask.name, ask.options.clone(), &ask.focused).await {
            Ok(choices) => suggestions.list = ask.answered(&choices),
            Err(problem) => suggestions.hint = format!("The bot suggests nothing: {problem:#}."),
        }
    }
    Json(json!(suggestions))
}

#[derive(Deserialize)]
pub(super) struct Modal {
    #[serde(flatten)]
    place: Place,
    #[serde(deserialize_with = "refusal::id")]
    application: u64,
    custom_id: String,
    /// Texts by the custom_ids of their inputs.
    #[serde(default)]
    fields: HashMap<String, String>,
    /// What was chosen, by custom_id: a list for selects and groups of boxes, one of them for radio buttons, true or
    /// false for a single box.
    #[serde(default)]
    values: Map<String, Value>,
    /// The message whose component opened the modal.
    #[serde(default, deserialize_with = "refusal::maybe_id")]
    message: Option<u64>,
}

pub(super) async fn modal(open: Open, Body(call): Body<Modal>) -> Result<Json<Value>, Refusal> {
    let seat = call.place.seat(call.application);
    let inputs = inputs(&open.sandbox.world(), seat, &call);
    let task = tokio::spawn(async move {
        let reply = open.sandbox.submit_inputs(seat, &call.custom_id, inputs, call.message).await?;
        Ok(open.answer(seat, &reply, Note::new("sent a form")))
    });
    task.await.map_err(anyhow::Error::from)?
}

const STRING_SELECT: u64 = 3;
const TEXT_INPUT: u64 = 4;

/// The inputs as the interaction holds them, in the order of the form that this person was last shown.
fn inputs(world: &World, seat: Seat, call: &Modal) -> Vec<Value> {
    let form = shown_form(world, seat, &call.custom_id).unwrap_or_default();
    let position = |id: &str| form.iter().position(|input| input["custom_id"] == id).unwrap_or(usize::MAX);
    let kind = |id: &str| form.iter().find(|input| input["custom_id"] == id).and_then(|input| input["type"].as_u64());
    let texts = call.fields.iter().map(|(id, text)| {
        (position(id), json!({ "type": kind(id).unwrap_or(TEXT_INPUT), "custom_id": id, "value": text }))
    });
    let chosen = call.values.iter().map(|(id, value)| {
        let field = if value.is_array() { "values" } else { "value" };
        (position(id), json!({ "type": kind(id).unwrap_or(STRING_SELECT), "custom_id": id, field: value }))
    });
    let mut inputs: Vec<_> = texts.chain(chosen).collect();
    inputs.sort_by_key(|(position, _)| *position);
    inputs.into_iter().map(|(_, input)| input).collect()
}

/// The inputs of the newest form of this custom_id that the bot has opened for the person.
fn shown_form(world: &World, seat: Seat, custom_id: &str) -> Option<Vec<Value>> {
    let opened = world.interactions.iter().filter_map(|(id, pending)| {
        let data = &pending.response.as_ref()?["data"];
        let is_meant = pending.user == seat.user && pending.application == seat.application;
        (is_meant && data["custom_id"] == custom_id).then_some((id, data))
    });
    let (_, form) = opened.max_by_key(|(id, _)| **id)?;
    let input =
        |part: &Value| if part["component"].is_object() { &part["component"] } else { &part["components"][0] }.clone();
    Some(form["components"].as_array()?.iter().map(input).collect())
}
