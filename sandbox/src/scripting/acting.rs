//! What a person does with commands and forms.

use anyhow::Context;
use axum::Json;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Body, Note, Open, Place, Refusal, refusal};
use crate::{interactions::Pending, line};

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
    /// The interaction that was answered with the form.
    #[serde(deserialize_with = "refusal::id")]
    interaction: u64,
    /// Texts by the custom_ids of their inputs.
    #[serde(default)]
    fields: Map<String, Value>,
    /// What was chosen, by custom_id: a list for selects and groups of boxes, one of them for radio buttons, true or
    /// false for a single box.
    #[serde(default)]
    values: Map<String, Value>,
}

pub(super) async fn modal(open: Open, Body(call): Body<Modal>) -> Result<Json<Value>, Refusal> {
    let seat = open.sandbox.world().interactions.get(&call.interaction).map(Pending::seat);
    let seat = seat.context("this form is no longer open")?;
    let answers: Map<String, Value> = call.fields.into_iter().chain(call.values).collect();
    let task = tokio::spawn(async move {
        let reply = open.sandbox.fill_in(call.interaction, Value::Object(answers)).await?;
        Ok(open.answer(seat, &reply, Note::new("sent a form")))
    });
    task.await.map_err(anyhow::Error::from)?
}
