//! The first response: checked as Discord checks it, then put on record.
//! Source: Discord docs, "Receiving and Responding", Interaction Response Object; "Message Resource".

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{
    components::{self, length},
    kind,
};
use crate::world::{Allowed, EPHEMERAL, IS_COMPONENTS_V2, LOADING, Message, World};

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
            check_message(data, 0)?;
            Some(create_message(world, interaction, data, 0))
        }
        5 => {
            ensure!(data["flags"].as_u64().unwrap_or(0) & !EPHEMERAL == 0, "flags: a deferral may only be ephemeral");
            Some(create_message(world, interaction, data, LOADING))
        }
        6 => pending.source,
        7 => {
            let source = pending.source.context("there is no message to update")?;
            check_edit(world, source, data)?;
            edit_message(world, source, data);
            Some(source)
        }
        8 => {
            check_choices(data)?;
            None
        }
        9 => {
            components::check_modal(data)?;
            None
        }
        _ => None,
    };
    let settled = world.now_ms() + u64::try_from(world.settling.as_millis()).unwrap_or(0);
    if let Some(pending) = world.interactions.get_mut(&interaction) {
        pending.settled_at_ms = Some(settled);
        pending.original = original;
        pending.response = Some(response.clone());
    }
    Ok(())
}

/// A message in answer to an interaction. Returns its id.
pub(super) fn create_message(world: &mut World, interaction: u64, data: &Value, extra_flags: u64) -> u64 {
    let id = world.snowflake();
    let Some(pending) = world.interactions.get(&interaction) else { return id };
    let flags = data["flags"].as_u64().unwrap_or(0) | extra_flags;
    let mut message = Message {
        flags,
        only_for: (flags & EPHEMERAL != 0).then_some(pending.user),
        interaction: Some(interaction),
        // An answer to a component replies to its message, a follow-up to the first answer.
        reference: pending.original.or(pending.source),
        ..Message::new(id, pending.channel, pending.application)
    };
    message.fill(data);
    message.mentions = world.mentions(&message, &Allowed::of(data, Allowed::IN_INTERACTIONS));
    world.messages.insert(id, message);
    id
}

/// Changes what `data` names and leaves the rest. Who sees the message was fixed when it was made.
pub(crate) fn edit_message(world: &mut World, id: u64, data: &Value) {
    let Some(mut message) = world.messages.get(&id).cloned() else { return };
    message.fill(data);
    message.edited = message.flags & LOADING == 0;
    message.flags &= !LOADING;
    message.flags |= data["flags"].as_u64().unwrap_or(0) & IS_COMPONENTS_V2;
    message.changed_at_ms = world.now_ms();
    let usual = if message.interaction.is_some() { Allowed::IN_INTERACTIONS } else { Allowed::IN_MESSAGES };
    message.mentions = world.mentions(&message, &Allowed::of(data, usual));
    world.messages.insert(id, message);
}

/// Whether the message of that id may become what `data` makes of it.
pub(crate) fn check_edit(world: &World, id: u64, data: &Value) -> Result<()> {
    let message = world.messages.get(&id).context("the message is gone")?;
    let mut whole = json!({
        "content": message.content, "embeds": message.embeds, "components": message.components, "flags": data["flags"],
    });
    for field in ["content", "embeds", "components"] {
        if let Some(value) = data.get(field) {
            whole[field] = value.clone();
        }
    }
    check_message(&whole, message.flags)
}

/// A message's limits; `flags` are those that it has already.
pub(crate) fn check_message(data: &Value, flags: u64) -> Result<()> {
    let list = |field: &str| data[field].as_array().map(Vec::as_slice).unwrap_or_default();
    let (embeds, parts) = (list("embeds"), list("components"));
    let flags = flags | data["flags"].as_u64().unwrap_or(0);
    if flags & IS_COMPONENTS_V2 != 0 {
        ensure!(
            length(&data["content"]) == 0 && embeds.is_empty(),
            "content: a message with IS_COMPONENTS_V2 has components alone"
        );
        ensure!(!parts.is_empty(), "Cannot send an empty message");
        return components::check_v2(parts);
    }
    ensure!(length(&data["content"]) <= 2_000, "content: Must be 2000 or fewer in length.");
    ensure!(length(&data["content"]) > 0 || !embeds.is_empty() || !parts.is_empty(), "Cannot send an empty message");
    ensure!(embeds.len() <= 10, "embeds: Must be 10 or fewer in length.");
    check_embeds(embeds)?;
    components::check_rows(parts)
}

fn check_embeds(embeds: &[Value]) -> Result<()> {
    let mut total = 0;
    for embed in embeds {
        let (footer, author) = (length(&embed["footer"]["text"]), length(&embed["author"]["name"]));
        ensure!(length(&embed["title"]) <= 256, "embeds: a title has up to 256 characters");
        ensure!(length(&embed["description"]) <= 4_096, "embeds: a description has up to 4096 characters");
        ensure!(footer <= 2_048 && author <= 256, "embeds: a footer or an author is too long");
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        ensure!(fields.len() <= 25, "embeds: Must be 25 or fewer fields.");
        total += length(&embed["title"]) + length(&embed["description"]) + footer + author;
        for field in fields {
            let (name, value) = (length(&field["name"]), length(&field["value"]));
            ensure!((1..=256).contains(&name), "embeds: a field's name has 1 to 256 characters");
            ensure!((1..=1_024).contains(&value), "embeds: a field's value has 1 to 1024 characters");
            total += name + value;
        }
    }
    ensure!(total <= 6_000, "embeds: Embed size exceeds maximum size of 6000");
    Ok(())
}

fn check_choices(data: &Value) -> Result<()> {
    let choices = data["choices"].as_array().context("choices: is required")?;
    ensure!(choices.len() <= 25, "choices: Must be 25 or fewer in length.");
    for choice in choices {
        ensure!((1..=100).contains(&length(&choice["name"])), "choices: a name has 1 to 100 characters");
        ensure!(length(&choice["value"]) <= 100, "choices: a value has up to 100 characters");
    }
    Ok(())
}
