//! What a person may choose and fill in: Discord's client holds them to what the component says.
//! Source: Discord docs, "Component Reference".

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};

use super::Seat;
use crate::{
    shape::{Bounds, component_type::*},
    world::World,
};

/// Whether these values can be chosen of a select or a group of checkboxes.
pub(super) fn check_values(world: &World, seat: Seat, part: &Value, values: &[&str], is_in_modal: bool) -> Result<()> {
    let name = part["custom_id"].as_str().unwrap_or_default();
    let bounds = Bounds::of(part, is_in_modal);
    let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
    ensure!(bounds.contains(count), "{name} takes {} to {} values, not {count}", bounds.least, bounds.most);
    for (position, value) in values.iter().enumerate() {
        ensure!(!values.iter().take(position).any(|other| other == value), "{name} has {value} twice");
        check_value(world, seat, part, value)?;
    }
    Ok(())
}

fn check_value(world: &World, seat: Seat, part: &Value, value: &str) -> Result<()> {
    let name = part["custom_id"].as_str().unwrap_or_default();
    match part["type"].as_u64() {
        Some(STRING_SELECT | RADIO_GROUP | CHECKBOX_GROUP) => {
            let options = part["options"].as_array().map(Vec::as_slice).unwrap_or_default();
            ensure!(options.iter().any(|option| option["value"] == value), "{name} has no option {value}");
        }
        Some(CHANNEL_SELECT) => {
            let channel = value.parse().ok().and_then(|id: u64| world.guilds.get(&seat.guild)?.channels.get(&id));
            let types = part["channel_types"].as_array().filter(|types| !types.is_empty());
            let is_offered = |kind: u64| types.is_none_or(|types| types.iter().any(|wanted| *wanted == kind));
            ensure!(channel.is_none_or(|channel| is_offered(channel.kind)), "{name} offers no channel of that type");
        }
        _ => {}
    }
    Ok(())
}

/// One input of a modal as it is submitted: with what the person answered, or what stood there from the beginning.
pub(super) fn answer(world: &World, seat: Seat, input: &Value, given: Option<&Value>) -> Result<Value> {
    let name = input["custom_id"].as_str().unwrap_or_default();
    let kind = input["type"].as_u64().unwrap_or(0);
    let mut answer = json!({ "type": kind, "id": input["id"], "custom_id": name });
    let is_required = input["required"] != false;
    match kind {
        TEXT_INPUT => {
            let text = given.or(input.get("value")).and_then(Value::as_str).unwrap_or_default();
            check_text(input, text)?;
            answer["value"] = json!(text);
        }
        CHECKBOX => {
            let value = given.or(input.get("default")).unwrap_or(&Value::Bool(false));
            ensure!(value.is_boolean(), "{name} is true or false");
            answer["value"] = value.clone();
        }
        RADIO_GROUP => {
            let value = given.and_then(Value::as_str).or_else(|| defaults(input).first().copied());
            ensure!(value.is_some() || !is_required, "{name} is required");
            if let Some(value) = value {
                check_value(world, seat, input, value)?;
            }
            answer["value"] = json!(value);
        }
        FILE_UPLOAD => {
            ensure!(!is_required && given.is_none(), "files cannot be uploaded here");
            answer["values"] = json!([]);
        }
        _ => {
            let values = match given {
                Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
                Some(_) => bail!("{name} takes a list of values"),
                None => defaults(input),
            };
            check_values(world, seat, input, &values, true)?;
            answer["values"] = json!(values);
        }
    }
    Ok(answer)
}

/// What is chosen before the person has done anything.
fn defaults(input: &Value) -> Vec<&str> {
    let options = input["options"].as_array().into_iter().flatten();
    let of_options = options.filter(|option| option["default"] == true).filter_map(|option| option["value"].as_str());
    let others = input["default_values"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
    of_options.chain(others).collect()
}

fn check_text(input: &Value, text: &str) -> Result<()> {
    let name = input["custom_id"].as_str().unwrap_or_default();
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    ensure!(length > 0 || input["required"] == false, "{name} is required");
    let (least, most) = (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4_000));
    ensure!(length == 0 || (least..=most).contains(&length), "{name} has {least} to {most} characters, not {length}");
    Ok(())
}
