//! Buttons and selects of messages: found wherever they sit, checked as Discord's client checks them, used.

use anyhow::{Context, Result, ensure};
use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Note, Open, Place, Refusal, id};
use crate::World;

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
    let (application, data, words) = used(&open.sandbox.world(), &call)?;
    let seat = call.place.seat(application);
    let task = tokio::spawn(async move {
        let reply = open.sandbox.component(seat, call.message, data).await?;
        Ok(open.answer(seat, &reply, Note::new(words)))
    });
    task.await.map_err(anyhow::Error::from)?
}

const BUTTON: u64 = 2;

/// The bot that is meant, the interaction's data, and what the person does in words.
fn used(world: &World, call: &Component) -> Result<(u64, Value, String)> {
    let message = world.messages.get(&call.message).context("this message is gone")?;
    let part = find(&message.components, &call.custom_id).context("this is no longer on the message")?;
    ensure!(part["disabled"] != true, "this is switched off");
    let kind = part["type"].as_u64().unwrap_or(BUTTON);
    let mut data = json!({ "custom_id": call.custom_id, "component_type": kind });
    let name = part["label"].as_str().or(part["placeholder"].as_str()).or(part["emoji"]["name"].as_str());
    if kind == BUTTON {
        return Ok((message.author, data, format!("pressed “{}”", name.unwrap_or("a button"))));
    }
    let values = call.values.as_deref().context("a select wants values")?;
    check_count(part, values.len())?;
    let labels: Vec<String> =
        values.iter().map(|value| label(world, call.place.guild, part, value)).collect::<Result<_>>()?;
    data["values"] = json!(values);
    let chosen = if labels.is_empty() { "nothing".to_owned() } else { labels.join(", ") };
    Ok((message.author, data, format!("chose {chosen} in “{}”", name.unwrap_or("a select"))))
}

/// The component of that custom_id, in a row, a container, or beside a section.
fn find<'a>(parts: &'a Value, custom_id: &str) -> Option<&'a Value> {
    let one = |part: &'a Value| {
        if part["custom_id"] == custom_id {
            return Some(part);
        }
        let beside = Some(&part["accessory"]).filter(|accessory| accessory["custom_id"] == custom_id);
        beside.or_else(|| find(&part["components"], custom_id))
    };
    parts.as_array()?.iter().find_map(one)
}

fn check_count(select: &Value, count: usize) -> Result<()> {
    let (least, most) = (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
    let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
    ensure!((least..=most).contains(&(count as u64)), "this select takes {wanted}, and {count} were chosen");
    Ok(())
}

/// What a person reads for a value. Of a string select it must be one of the options; ids are looked up on the way out.
fn label(world: &World, guild: u64, select: &Value, value: &str) -> Result<String> {
    if let Some(options) = select["options"].as_array() {
        let option = options.iter().find(|option| option["value"] == value);
        let label = option.with_context(|| format!("this select has no option “{value}”"))?["label"].as_str();
        return Ok(label.unwrap_or(value).to_owned());
    }
    let id: u64 = value.parse().ok().with_context(|| format!("“{value}” is no id"))?;
    let guild = world.guild(guild)?;
    let user = world.users.get(&id).map(|user| format!("@{}", user.username));
    let role = guild.roles.get(&id).map(|role| format!("@{}", role.name));
    let channel = guild.channels.get(&id).map(|channel| format!("#{}", channel.name));
    Ok(user.or(role).or(channel).unwrap_or_else(|| value.to_owned()))
}
