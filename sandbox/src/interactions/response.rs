//! The first response: checked as Discord checks it, then put on record.
//! Source: Discord docs, "Receiving and Responding", Interaction Response Object; "Message Resource"; "Component Reference".

use std::collections::HashSet;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::kind;
use crate::world::{EPHEMERAL, LOADING, Message, World};

/// Takes a response to an interaction on record, or says why Discord would not.
pub(super) fn apply(world: &mut World, interaction: u64, response: &Value) -> Result<()> {
    let pending = world.interactions.get(&interaction).context("nobody knows this interaction")?.clone();
    ensure!(pending.settled_at_ms.is_none(), "the interaction has been answered already");
    let number = response["type"].as_u64().context("the response has no type")?;
    let allowed: &[u64] = match pending.kind {
        kind::PING => &[1],
        kind::COMMAND => &[4, 5, 9],
        kind::COMPONENT => &[4, 5, 6, 7, 9],
        kind::AUTOCOMPLETE => &[8],
        _ if pending.source.is_some() => &[4, 5, 6, 7],
        _ => &[4, 5],
    };
    ensure!(allowed.contains(&number), "type {number} does not answer this kind of interaction");
    let data = &response["data"];
    let original = match number {
        4 => {
            check_message(data)?;
            Some(create_message(world, interaction, data, 0))
        }
        5 => Some(create_message(world, interaction, data, LOADING)),
        6 => pending.source,
        7 => {
            check_message(data)?;
            let source = pending.source.context("there is no message to update")?;
            edit_message(world, source, data);
            Some(source)
        }
        8 => {
            check_choices(data)?;
            None
        }
        9 => {
            check_modal(data)?;
            None
        }
        _ => None,
    };
    let settled = world.now_ms() + u64::try_from(world.settling.as_millis()).unwrap_or(0);
    if let Some(pending) = world.interactions.get_mut(&interaction) {
        pending.settled_at_ms = Some(settled);
        pending.original = original;
    }
    Ok(())
}

/// A message in answer to an interaction. Returns its id.
pub(super) fn create_message(world: &mut World, interaction: u64, data: &Value, extra_flags: u64) -> u64 {
    let id = world.snowflake();
    let Some(pending) = world.interactions.get(&interaction) else { return id };
    let flags = data["flags"].as_u64().unwrap_or(0) | extra_flags;
    let message = Message {
        id,
        channel: pending.channel,
        application: pending.application,
        content: data["content"].as_str().unwrap_or_default().to_owned(),
        embeds: or_empty(&data["embeds"]),
        components: or_empty(&data["components"]),
        flags,
        only_for: (flags & EPHEMERAL != 0).then_some(pending.user),
        interaction: Some(interaction),
        edited: false,
    };
    world.messages.insert(id, message);
    id
}

/// Changes what `data` names and leaves the rest. Who sees the message was fixed when it was made.
pub(super) fn edit_message(world: &mut World, id: u64, data: &Value) {
    let Some(message) = world.messages.get_mut(&id) else { return };
    if let Some(content) = data.get("content") {
        message.content = content.as_str().unwrap_or_default().to_owned();
    }
    if let Some(embeds) = data.get("embeds") {
        message.embeds = or_empty(embeds);
    }
    if let Some(components) = data.get("components") {
        message.components = or_empty(components);
    }
    message.edited = message.flags & LOADING == 0;
    message.flags &= !LOADING;
}

fn or_empty(list: &Value) -> Value {
    if list.is_array() { list.clone() } else { json!([]) }
}

/// A message's limits.
pub(super) fn check_message(data: &Value) -> Result<()> {
    let content = data["content"].as_str().unwrap_or_default();
    ensure!(content.chars().count() <= 2_000, "content: Must be 2000 or fewer in length.");
    let embeds = data["embeds"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = data["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!(!content.is_empty() || !embeds.is_empty() || !rows.is_empty(), "Cannot send an empty message");
    ensure!(embeds.len() <= 10, "embeds: Must be 10 or fewer in length.");
    check_embeds(embeds)?;
    ensure!(rows.len() <= 5, "components: Must be 5 or fewer in length.");
    let mut seen = HashSet::new();
    for row in rows {
        let parts = row["components"].as_array().context("components: a row holds components")?;
        ensure!((1..=5).contains(&parts.len()), "components: a row holds 1 to 5 components");
        for part in parts {
            check_part(part, &mut seen)?;
        }
    }
    Ok(())
}

fn check_embeds(embeds: &[Value]) -> Result<()> {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let mut total = 0;
    for embed in embeds {
        ensure!(count(&embed["title"]) <= 256 && count(&embed["description"]) <= 4_096, "embeds: a text is too long");
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        ensure!(fields.len() <= 25, "embeds: Must be 25 or fewer fields.");
        total += count(&embed["title"])
            + count(&embed["description"])
            + count(&embed["footer"]["text"])
            + count(&embed["author"]["name"]);
        for field in fields {
            let (name, value) = (count(&field["name"]), count(&field["value"]));
            ensure!(
                (1..=256).contains(&name) && (1..=1_024).contains(&value),
                "embeds: a field has a name and a value within their limits"
            );
            total += name + value;
        }
    }
    ensure!(total <= 6_000, "embeds: Embed size exceeds maximum size of 6000");
    Ok(())
}

fn check_part(part: &Value, seen: &mut HashSet<String>) -> Result<()> {
    const LINK: u64 = 5;
    let number = part["type"].as_u64().unwrap_or(0);
    if number == 2 && part["style"] == LINK {
        ensure!(part["url"].is_string(), "components: a link button has a URL");
        return Ok(());
    }
    let custom_id = part["custom_id"].as_str().unwrap_or_default();
    ensure!((1..=100).contains(&custom_id.chars().count()), "components: a custom_id has 1 to 100 characters");
    ensure!(seen.insert(custom_id.to_owned()), "components: Component custom id cannot be duplicated");
    match number {
        2 => ensure!(
            part["label"].as_str().is_none_or(|label| label.chars().count() <= 80),
            "components: a label is too long"
        ),
        3 => ensure!(
            part["options"].as_array().is_some_and(|options| (1..=25).contains(&options.len())),
            "components: a select has 1 to 25 options"
        ),
        5..=8 => {}
        other => bail!("components: type {other} does not belong into a row"),
    }
    Ok(())
}

fn check_modal(data: &Value) -> Result<()> {
    let length = |field: &str| data[field].as_str().map_or(0, |text| text.chars().count());
    ensure!((1..=45).contains(&length("title")), "title: Must be between 1 and 45 in length.");
    ensure!((1..=100).contains(&length("custom_id")), "custom_id: Must be between 1 and 100 in length.");
    let parts = data["components"].as_array().context("components: a modal holds inputs")?;
    ensure!((1..=5).contains(&parts.len()), "components: Must be between 1 and 5 in length.");
    for part in parts {
        let input = match part["type"].as_u64() {
            Some(18) => &part["component"],
            Some(1) => &part["components"][0],
            other => bail!("components: type {other:?} does not belong into a modal"),
        };
        ensure!(input["custom_id"].is_string(), "components: an input has a custom_id");
        if part["type"] == 18 {
            let label = part["label"].as_str().map_or(0, |text| text.chars().count());
            ensure!((1..=45).contains(&label), "components: a label has 1 to 45 characters");
        }
    }
    Ok(())
}

fn check_choices(data: &Value) -> Result<()> {
    let choices = data["choices"].as_array().context("choices: is required")?;
    ensure!(choices.len() <= 25, "choices: Must be 25 or fewer in length.");
    for choice in choices {
        let name = choice["name"].as_str().map_or(0, |name| name.chars().count());
        ensure!((1..=100).contains(&name), "choices: a name has 1 to 100 characters");
    }
    Ok(())
}
