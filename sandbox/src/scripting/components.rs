//! Buttons and selects of messages, used as Discord's client lets a person use them.

use anyhow::{Context, Result};
use axum::Json;
use serde::Deserialize;
use serde_json::Value;

use super::{Body, Note, Open, Place, Refusal, id};
use crate::{World, shape};

#[derive(Deserialize)]
pub(super) struct Component {
    #[serde(flatten)]
    place: Place,
    #[serde(deserialize_with = "id")]
    message: u64,
    custom_id: String,
    /// Of a select: the values of its options, or ids.
    values: Option<Vec<String>>,
}

pub(super) async fn component(open: Open, Body(call): Body<Component>) -> Result<Json<Value>, Refusal> {
    let (application, words) = used(&open.sandbox.world(), &call)?;
    let seat = call.place.seat(application);
    // In a task of its own: a page that is closed meanwhile does not stop the delivery.
    let task = tokio::spawn(async move {
        let (sandbox, message, custom_id) = (&open.sandbox, call.message, &call.custom_id);
        let reply = match &call.values {
            None => sandbox.click(seat, message, custom_id).await?,
            Some(values) => {
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                sandbox.select(seat, message, custom_id, &values).await?
            }
        };
        Ok(open.answer(seat, &reply, Note::new(words)))
    });
    task.await.map_err(anyhow::Error::from)?
}

/// The bot that is meant, and what the person does in words.
fn used(world: &World, call: &Component) -> Result<(u64, String)> {
    let message = world.messages.get(&call.message).context("this message is gone")?;
    let part = shape::find(&message.components, &call.custom_id).context("this is no longer on the message")?;
    let name = part["label"].as_str().or(part["placeholder"].as_str()).or(part["emoji"]["name"].as_str());
    let Some(values) = &call.values else {
        return Ok((message.author, format!("pressed “{}”", name.unwrap_or("a button"))));
    };
    let labels: Vec<String> = values.iter().map(|value| label(world, call.place.guild, part, value)).collect();
    let chosen = if labels.is_empty() { "nothing".to_owned() } else { labels.join(", ") };
    Ok((message.author, format!("chose {chosen} in “{}”", name.unwrap_or("a select"))))
}

/// What a person reads for a value of a select.
fn label(world: &World, guild: u64, select: &Value, value: &str) -> String {
    let options = select["options"].as_array().into_iter().flatten();
    let option = options.clone().find(|option| option["value"] == value);
    let of_option = option.and_then(|option| option["label"].as_str()).map(str::to_owned);
    let id: u64 = value.parse().unwrap_or(0);
    of_option.or_else(|| world.name_of(guild, id)).unwrap_or_else(|| value.to_owned())
}
