//! What a bot may still do with an interaction after its first response, for fifteen minutes.

use serde_json::Value;

use super::{Pending, response};
use crate::{Sandbox, rest::ApiError, world::World};

/// How long an interaction's token works.
const TOKEN_MS: u64 = 15 * 60 * 1_000;

/// The interaction of a token. 404 until its response is on record, 401 once the token has expired.
fn find(world: &World, application: u64, token: &str) -> Result<(u64, Pending), ApiError> {
    let found =
        world.interactions.iter().find(|(_, pending)| pending.application == application && pending.token == token);
    let (id, pending) = found.ok_or(ApiError::INVALID_TOKEN)?;
    let now = world.now_ms();
    if now.saturating_sub(pending.made_at_ms) > TOKEN_MS {
        return Err(ApiError::INVALID_TOKEN);
    }
    match pending.settled_at_ms {
        Some(settled) if settled <= now => Ok((*id, pending.clone())),
        _ => Err(ApiError::UNKNOWN_WEBHOOK),
    }
}

pub(crate) fn original(sandbox: &Sandbox, application: u64, token: &str) -> Result<Value, ApiError> {
    let world = sandbox.world();
    let (_, pending) = find(&world, application, token)?;
    let message = pending.original.and_then(|id| world.messages.get(&id)).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    Ok(world.message_json(message))
}

pub(crate) fn edit_original(sandbox: &Sandbox, application: u64, token: &str, data: &Value) -> Result<Value, ApiError> {
    let mut world = sandbox.world();
    let (_, pending) = find(&world, application, token)?;
    let id = pending.original.filter(|id| world.messages.contains_key(id)).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    response::check_message(data)
        .map_err(|problem| ApiError::form("_data", "BASE_TYPE_BAD_LENGTH", &problem.to_string()))?;
    response::edit_message(&mut world, id, data);
    let message = world.messages.get(&id).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    Ok(world.message_json(message))
}

pub(crate) fn delete_original(sandbox: &Sandbox, application: u64, token: &str) -> Result<(), ApiError> {
    let mut world = sandbox.world();
    let (_, pending) = find(&world, application, token)?;
    let id = pending.original.ok_or(ApiError::UNKNOWN_MESSAGE)?;
    world.messages.remove(&id).map(drop).ok_or(ApiError::UNKNOWN_MESSAGE)
}

pub(crate) fn follow_up(sandbox: &Sandbox, application: u64, token: &str, data: &Value) -> Result<Value, ApiError> {
    let mut world = sandbox.world();
    let (interaction, _) = find(&world, application, token)?;
    response::check_message(data)
        .map_err(|problem| ApiError::form("_data", "BASE_TYPE_BAD_LENGTH", &problem.to_string()))?;
    let id = response::create_message(&mut world, interaction, data, 0);
    let message = world.messages.get(&id).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    Ok(world.message_json(message))
}

/// The other way to respond: by a call instead of the webhook's answer.
pub(crate) fn callback(sandbox: &Sandbox, interaction: u64, token: &str, data: &Value) -> Result<(), ApiError> {
    let mut world = sandbox.world();
    let pending = world
        .interactions
        .get(&interaction)
        .filter(|pending| pending.token == token)
        .ok_or(ApiError::UNKNOWN_INTERACTION)?;
    if pending.settled_at_ms.is_some() {
        return Err(ApiError::ALREADY_ACKNOWLEDGED);
    }
    if pending.failure.is_some() {
        return Err(ApiError::UNKNOWN_INTERACTION);
    }
    response::apply(&mut world, interaction, data)
        .map_err(|problem| ApiError::form("data", "BASE_TYPE_BAD_LENGTH", &problem.to_string()))
}
