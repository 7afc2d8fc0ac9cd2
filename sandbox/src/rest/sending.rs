//! What becomes of a message that a bot sends or changes. Source: Discord docs, "Message Resource", Create Message.

use serde_json::Value;

use super::{ApiError, access::Place, form};
use crate::{
    interactions::response,
    shape,
    world::{
        Allowed, IS_COMPONENTS_V2, Message, Permissions, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, World, channel_type,
    },
};

/// For how long a nonce is remembered, in milliseconds: the docs say “a few minutes”.
const NONCE_MS: u64 = 5 * 60 * 1_000;
/// The flags that a bot may set; others are passed over.
const FLAGS: u64 = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2;

/// Sends a message, or finds the one that this bot has just sent under the same nonce. Returns its id.
pub(super) fn send(world: &mut World, bot: u64, place: Place, body: &Value) -> Result<u64, ApiError> {
    match place.dm(world) {
        Some(dm) if !world.takes_dms(dm) => return Err(ApiError::TAKES_NO_DMS),
        Some(_) => {}
        None => place.require(permission_to_send(world, place)?)?,
    }
    let nonce = nonce(body)?;
    shape::message::check(body, 0)?;
    if body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
        place.require(Permissions::EMBED_LINKS)?;
    }
    let reference = reference(world, place, body)?;
    if body["enforce_nonce"] == true
        && let Some(earlier) = nonce.as_deref().and_then(|nonce| sent_under(world, bot, nonce))
    {
        return Ok(earlier);
    }
    let id = world.snowflake();
    let flags = body["flags"].as_u64().unwrap_or(0) & FLAGS;
    let mut message = Message { flags, reference, nonce, ..Message::new(id, place.channel, bot) };
    message.fill(body);
    message.mentions = world.mentions(&message, &Allowed::of(body, Allowed::IN_MESSAGES));
    world.messages.insert(id, message);
    Ok(id)
}

/// Changes a message of the bot's own.
pub(super) fn edit(world: &mut World, message: u64, body: &Value) -> Result<(), ApiError> {
    response::check_edit(world, message, body)?;
    response::edit_message(world, message, body);
    suppress(world, message, body);
    Ok(())
}

/// Hides or shows the embeds of a message, if the body says so.
pub(super) fn suppress(world: &mut World, message: u64, body: &Value) {
    if let (Some(message), Some(flags)) = (world.messages.get_mut(&message), body["flags"].as_u64()) {
        message.flags = message.flags & !SUPPRESS_EMBEDS | flags & SUPPRESS_EMBEDS;
    }
}

fn permission_to_send(world: &World, place: Place) -> Result<u64, ApiError> {
    let channel = place.guild(world)?.channels.get(&place.channel).ok_or(ApiError::UNKNOWN_CHANNEL)?;
    let is_thread = channel.kind == channel_type::PUBLIC_THREAD;
    Ok(if is_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES })
}

fn nonce(body: &Value) -> Result<Option<String>, ApiError> {
    form::text(&body["nonce"], "nonce", 0..=25)
}

/// The message that this bot has sent under the nonce lately.
fn sent_under(world: &World, bot: u64, nonce: &str) -> Option<u64> {
    let since = World::first_id_at(world.now_ms().saturating_sub(NONCE_MS));
    let mut recent = world.messages.range(since..).map(|(_, message)| message);
    recent.find(|message| message.author == bot && message.nonce.as_deref() == Some(nonce)).map(|message| message.id)
}

/// The message of this channel that is replied to. Whether one that is gone matters is for the bot to say.
fn reference(world: &World, place: Place, body: &Value) -> Result<Option<u64>, ApiError> {
    let reference = &body["message_reference"];
    if reference.is_null() {
        return Ok(None);
    }
    if !place.may(Permissions::READ_MESSAGE_HISTORY) {
        return Err(ApiError::NO_REPLY_WITHOUT_HISTORY);
    }
    let wanted = reference["message_id"].as_str().and_then(|text| text.parse().ok());
    let is_here = |id: &u64| world.messages.get(id).is_some_and(|one| one.channel == place.channel);
    match wanted.filter(is_here) {
        None if reference["fail_if_not_exists"] != false => {
            Err(ApiError::form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"))
        }
        found => Ok(found),
    }
}
