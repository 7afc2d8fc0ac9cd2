//! Channels of a guild. Source: Discord docs, "Channel Resource".

use axum::{Json, Router, body::Bytes, extract::Path, http::HeaderMap, routing::get};
use serde_json::{Value, json};

use super::{ApiError, Caller, access::Place, audit::Act, form, object};
use crate::{
    Shared,
    world::{Channel, Permissions, World, audit_event, channel_type},
};

/// Slowmode of at most six hours, in seconds.
const LONGEST_SLOWMODE: i64 = 21_600;

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/channels/{channel}", get(read).patch(edit))
}

async fn read(caller: Caller, Path(text): Path<String>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    shown(&world, Place::find(&world, caller.bot, &text)?)
}

fn shown(world: &World, place: Place) -> Result<Json<Value>, ApiError> {
    if let Some(dm) = place.dm(world) {
        return Ok(Json(world.dm_json(dm)));
    }
    let guild = place.guild(world)?;
    let mut shown = guild.channels.get(&place.channel).ok_or(ApiError::UNKNOWN_CHANNEL)?.json(guild);
    shown["last_message_id"] = json!(world.newest_messages().get(&place.channel).map(u64::to_string));
    Ok(Json(shown))
}

pub(super) fn found(world: &mut World, place: Place) -> Result<&mut Channel, ApiError> {
    let guild = world.guilds.get_mut(&place.guild_id()?).ok_or(ApiError::UNKNOWN_GUILD)?;
    guild.channels.get_mut(&place.channel).ok_or(ApiError::UNKNOWN_CHANNEL)
}

/// Changes the name, the topic and the slowmode; what the body leaves out stays.
async fn edit(
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    place.require(Permissions::MANAGE_CHANNELS)?;
    let before = found(&mut world, place)?.clone();
    let mut after = before.clone();
    if let Some(value) = body.get("name") {
        let name = form::text(value, "name", 1..=100)?.ok_or_else(|| form::missing("name"))?;
        after.name = spelled(&name, before.kind);
    }
    if let Some(value) = body.get("topic") {
        after.topic = form::text(value, "topic", 0..=1_024)?.filter(|topic| !topic.is_empty());
    }
    if let Some(value) = body.get("rate_limit_per_user") {
        let seconds = form::integer(value, "rate_limit_per_user", 0..=LONGEST_SLOWMODE)?;
        after.rate_limit_per_user = seconds.unwrap_or(0);
    }
    let act = Act::new(audit_event::CHANNEL_UPDATE, place.channel)
        .changing("name", json!(before.name), json!(after.name))
        .changing("topic", json!(before.topic), json!(after.topic))
        .changing("rate_limit_per_user", json!(before.rate_limit_per_user), json!(after.rate_limit_per_user));
    *found(&mut world, place)? = after;
    if !act.changes_nothing() {
        act.log(&mut world, &caller, place.guild_id()?);
    }
    shown(&world, place)
}

/// A text channel is written small and without spaces, whatever was asked for.
fn spelled(name: &str, kind: u64) -> String {
    match kind {
        channel_type::GUILD_TEXT | channel_type::GUILD_ANNOUNCEMENT => {
            name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase()
        }
        _ => name.to_owned(),
    }
}
