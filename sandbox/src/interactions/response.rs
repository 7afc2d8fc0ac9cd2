//! The first response: checked as Discord checks it, then put on record.
//! Source: Discord docs, "Receiving and Responding", Interaction Response Object; "Message Resource".

use serde_json::Value;

use super::kind;
use crate::{
    shape::{self, Checked, Problem},
    world::{Allowed, EPHEMERAL, IS_COMPONENTS_V2, LOADING, Message, World},
};

/// Takes a response to an interaction on record that has none yet, or says why Discord would not.
pub(super) fn apply(world: &mut World, interaction: u64, response: &Value) -> Checked {
    let pending = world.interactions.get(&interaction);
    let pending = pending.ok_or_else(|| Problem::new("id", "UNKNOWN", "nobody knows this interaction"))?.clone();
    let number = response["type"].as_u64().ok_or_else(|| Problem::missing("type"))?;
    let allowed: &[u64] = match pending.kind {
        kind::PING => &[1],
        kind::COMMAND => &[4, 5, 9],
        kind::COMPONENT => &[4, 5, 6, 7, 9],
        kind::AUTOCOMPLETE => &[8],
        _ if pending.source.is_some() => &[4, 5, 6, 7],
        _ => &[4, 5],
    };
    if !allowed.contains(&number) {
        let words = format!("type {number} does not answer this kind of interaction");
        return Err(Problem::new("type", "BASE_TYPE_CHOICES", words));
    }
    let data = &response["data"];
    let mut taken = response.clone();
    let original = match number {
        4 => {
            shape::message::check(data, 0).map_err(in_data)?;
            Some(create_message(world, interaction, data, 0))
        }
        5 => {
            if data["flags"].as_u64().unwrap_or(0) & !EPHEMERAL != 0 {
                let words = "a deferral may only be ephemeral";
                return Err(Problem::new("data.flags", "MESSAGE_FLAGS_INVALID", words));
            }
            Some(create_message(world, interaction, data, LOADING))
        }
        6 => pending.source,
        7 => {
            check_edit(world, pending.source.unwrap_or(0), data).map_err(in_data)?;
            edit_message(world, pending.source.unwrap_or(0), data);
            pending.source
        }
        8 => {
            shape::choices::check(data).map_err(in_data)?;
            None
        }
        9 => {
            shape::modal::check(data).map_err(in_data)?;
            taken["data"]["components"] = shape::numbered(data["components"].clone());
            None
        }
        _ => None,
    };
    let settled = world.now_ms() + u64::try_from(world.settling.as_millis()).unwrap_or(0);
    if let Some(pending) = world.interactions.get_mut(&interaction) {
        pending.settled_at_ms = Some(settled);
        pending.original = original;
        pending.response = Some(taken);
    }
    Ok(())
}

fn in_data(problem: Problem) -> Problem {
    problem.under("data")
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
    // Discord counts microseconds, and no two edits of a message have the same time.
    message.changed_at_ms = world.now_ms().max(message.changed_at_ms + 1);
    let usual = if message.interaction.is_some() { Allowed::IN_INTERACTIONS } else { Allowed::IN_MESSAGES };
    message.mentions = world.mentions(&message, &Allowed::of(data, usual));
    world.messages.insert(id, message);
}

/// Whether the message of that id may become what `data` makes of it.
pub(crate) fn check_edit(world: &World, id: u64, data: &Value) -> Checked {
    let message = world.messages.get(&id);
    let message = message.ok_or_else(|| Problem::new("message_id", "UNKNOWN_MESSAGE", "the message is gone"))?;
    shape::message::check_edit(message, data)
}
