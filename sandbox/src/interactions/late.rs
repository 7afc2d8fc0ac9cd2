//! What a bot may still do with an interaction after its first response, for fifteen minutes.

use serde_json::{Value, json};

use super::{Pending, response};
use crate::{
    Sandbox,
    rest::{ApiError, id},
    shape,
    world::{EPHEMERAL, LOADING, World},
};

/// How long an interaction's token works.
const TOKEN_MS: u64 = 15 * 60 * 1_000;
/// How long it waits for its first response.
const FIRST_RESPONSE_MS: u64 = 3_000;

/// An interaction's webhook, as a path names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Webhook<'a> {
    pub application: u64,
    pub token: &'a str,
}

impl Webhook<'_> {
    /// 404 until the interaction's response is on record, 401 once the token has expired.
    fn open(self, world: &World) -> Result<(u64, Pending), ApiError> {
        let mut all = world.interactions.iter();
        let found = all.find(|(_, pending)| pending.token == self.token);
        let (id, pending) = found.ok_or(ApiError::INVALID_TOKEN)?;
        if pending.application != self.application {
            return Err(ApiError::UNKNOWN_WEBHOOK);
        }
        let now = world.now_ms();
        if now.saturating_sub(pending.made_at_ms) > TOKEN_MS {
            return Err(ApiError::INVALID_TOKEN);
        }
        match pending.settled_at_ms {
            Some(settled) if settled <= now => Ok((*id, pending.clone())),
            _ => Err(ApiError::UNKNOWN_WEBHOOK),
        }
    }

    /// The message that `@original` or an id means. An id reaches only what this interaction led to.
    fn message(self, world: &World, name: &str) -> Result<u64, ApiError> {
        let (interaction, pending) = self.open(world)?;
        let wanted = if name == "@original" { pending.original } else { Some(id(name)?) };
        let reached = |message: &u64| {
            let message = world.messages.get(message);
            message
                .is_some_and(|message| message.interaction == Some(interaction) || Some(message.id) == pending.original)
        };
        wanted.filter(reached).ok_or(ApiError::UNKNOWN_MESSAGE)
    }
}

pub(crate) fn read(sandbox: &Sandbox, webhook: Webhook<'_>, name: &str) -> Result<Value, ApiError> {
    let world = sandbox.world();
    let message = webhook.message(&world, name)?;
    shown(&world, message)
}

pub(crate) fn edit(sandbox: &Sandbox, webhook: Webhook<'_>, name: &str, data: &Value) -> Result<Value, ApiError> {
    let mut world = sandbox.world();
    let message = webhook.message(&world, name)?;
    change(&mut world, message, data)
}

pub(crate) fn delete(sandbox: &Sandbox, webhook: Webhook<'_>, name: &str) -> Result<(), ApiError> {
    let mut world = sandbox.world();
    let message = webhook.message(&world, name)?;
    world.messages.remove(&message).map(drop).ok_or(ApiError::UNKNOWN_MESSAGE)
}

/// A further message. The first one after a deferral fills that in instead, as it always has.
pub(crate) fn follow_up(sandbox: &Sandbox, webhook: Webhook<'_>, data: &Value) -> Result<Value, ApiError> {
    let mut world = sandbox.world();
    let (interaction, pending) = webhook.open(&world)?;
    let is_waiting = |id: &u64| world.messages.get(id).is_some_and(|message| message.flags & LOADING != 0);
    if let Some(waiting) = pending.original.filter(is_waiting) {
        return change(&mut world, waiting, data);
    }
    shape::message::check(data, 0)?;
    let id = response::create_message(&mut world, interaction, data, 0);
    shown(&world, id)
}

/// The other way to respond: by a call instead of the webhook's answer. Returns the callback object.
pub(crate) fn callback(sandbox: &Sandbox, interaction: u64, token: &str, data: &Value) -> Result<Value, ApiError> {
    let mut world = sandbox.world();
    let found = world.interactions.get(&interaction);
    let pending = found.filter(|pending| pending.token == token).ok_or(ApiError::UNKNOWN_INTERACTION)?;
    if pending.settled_at_ms.is_some() {
        return Err(ApiError::ALREADY_ACKNOWLEDGED);
    }
    // Discord forgets an interaction that nobody has answered in time.
    let is_late = world.now_ms().saturating_sub(pending.made_at_ms) > FIRST_RESPONSE_MS;
    if is_late || pending.failure.is_some() {
        return Err(ApiError::UNKNOWN_INTERACTION);
    }
    let kind = pending.kind;
    response::apply(&mut world, interaction, data)?;
    let mut taken = json!({ "interaction": { "id": interaction.to_string(), "type": kind } });
    let original = world.interactions.get(&interaction).and_then(|pending| pending.original);
    if let Some(message) = original.and_then(|id| world.messages.get(&id)) {
        taken["interaction"]["response_message_id"] = json!(message.id.to_string());
        taken["interaction"]["response_message_loading"] = json!(message.flags & LOADING != 0);
        taken["interaction"]["response_message_ephemeral"] = json!(message.flags & EPHEMERAL != 0);
        taken["resource"] = json!({ "type": data["type"], "message": world.message_json(message) });
    }
    Ok(taken)
}

fn change(world: &mut World, message: u64, data: &Value) -> Result<Value, ApiError> {
    response::check_edit(world, message, data)?;
    response::edit_message(world, message, data);
    shown(world, message)
}

fn shown(world: &World, message: u64) -> Result<Value, ApiError> {
    world.messages.get(&message).map(|message| world.message_json(message)).ok_or(ApiError::UNKNOWN_MESSAGE)
}
