//! Messages of a channel. Source: Discord docs, "Message Resource".

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::Place,
    audit::Act,
    form::{self, Fields},
    id, object, sending,
};
use crate::{
    Shared,
    world::{Message, Permissions, World, audit_event, veil},
};

/// Two weeks, in milliseconds.
const OLDEST_FOR_BULK: u64 = 14 * 24 * 3_600 * 1_000;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/channels/{channel}/messages", get(list).post(create))
        .route("/channels/{channel}/messages/{message}", get(read).patch(edit).delete(delete))
        .route("/channels/{channel}/messages/bulk-delete", post(bulk_delete))
}

/// A message that everybody sees who sees the channel. An ephemeral one is none that a bot could name.
fn find<'a>(world: &'a World, place: Place, text: &str) -> Result<&'a Message, ApiError> {
    let message = world.messages.get(&id(text)?).filter(|message| is_public(message, place));
    message.ok_or(ApiError::UNKNOWN_MESSAGE)
}

fn is_public(message: &Message, place: Place) -> bool {
    message.channel == place.channel && message.only_for.is_none()
}

/// A message as the bot reads it. Without the intent for it, what others wrote is empty, unless they mention the bot or
/// write to it alone.
fn read_by(world: &World, bot: u64, message: &Message) -> Value {
    let mut shown = world.message_json(message);
    let is_meant = message.author == bot || message.mentions.users.contains(&bot);
    let is_read = world.applications.get(&bot).is_some_and(|application| application.reads_content);
    if !is_read && !is_meant && !world.dms.contains_key(&message.channel) {
        veil(&mut shown);
    }
    shown
}

/// Newest first. Of `around`, `before` and `after` one counts, in this order.
async fn list(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<Fields>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    let limit = form::limit(&query, 50, 100)?;
    let bounds = ["around", "before", "after"].map(|name| form::bound(&query, name));
    let [around, before, after] = bounds;
    if !place.may(Permissions::READ_MESSAGE_HISTORY) {
        return Ok(Json(Vec::new()));
    }
    let older = |than: u64, count: usize| {
        world.messages.range(..than).rev().map(|(_, one)| one).filter(|one| is_public(one, place)).take(count)
    };
    let newer = |than: u64, count: usize| {
        world.messages.range(than..).map(|(_, one)| one).filter(|one| is_public(one, place)).take(count)
    };
    let mut page: Vec<&Message> = match (around?, before?, after?) {
        (Some(middle), _, _) => older(middle, limit / 2).chain(newer(middle, limit - limit / 2)).collect(),
        (None, Some(before), _) => older(before, limit).collect(),
        (None, None, Some(after)) => newer(after.saturating_add(1), limit).collect(),
        (None, None, None) => older(u64::MAX, limit).collect(),
    };
    page.sort_by_key(|message| std::cmp::Reverse(message.id));
    Ok(Json(page.into_iter().map(|message| read_by(&world, caller.bot, message)).collect()))
}

async fn read(caller: Caller, Path((text, message)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    place.require(Permissions::READ_MESSAGE_HISTORY)?;
    find(&world, place, &message).map(|message| Json(read_by(&world, caller.bot, message)))
}

async fn create(
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    let message = sending::send(&mut world, caller.bot, place, &body)?;
    let sent = world.messages.get(&message).ok_or(ApiError::UNKNOWN_MESSAGE)?;
    let mut shown = world.message_json(sent);
    if let Some(nonce) = body.get("nonce").filter(|nonce| !nonce.is_null()) {
        shown["nonce"] = nonce.clone();
    }
    Ok(Json(shown))
}

/// Its author changes everything; who manages messages may hide another's embeds.
async fn edit(
    caller: Caller,
    Path((text, message)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    let found = find(&world, place, &message)?;
    let (message, author) = (found.id, found.author);
    if author == caller.bot {
        sending::edit(&mut world, message, &body)?;
    } else {
        let names_flags_alone = body.as_object().is_some_and(|fields| fields.keys().eq(["flags"]));
        if !names_flags_alone || !place.may(Permissions::MANAGE_MESSAGES) {
            return Err(ApiError::NOT_THE_AUTHOR);
        }
        sending::suppress(&mut world, message, &body);
    }
    world.messages.get(&message).map(|message| Json(world.message_json(message))).ok_or(ApiError::UNKNOWN_MESSAGE)
}

async fn delete(caller: Caller, Path((text, message)): Path<(String, String)>) -> Result<StatusCode, ApiError> {
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    let found = find(&world, place, &message)?;
    let message = found.id;
    if found.author != caller.bot {
        place.require(Permissions::MANAGE_MESSAGES)?;
    }
    // The audit log tells of people who delete what others wrote, not of bots.
    world.messages.remove(&message);
    Ok(StatusCode::NO_CONTENT)
}

/// All or none: one that is too old, by its id alone, spares the others. What is not there counts and is passed over.
async fn bulk_delete(
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let body = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    place.require(Permissions::MANAGE_MESSAGES)?;
    let messages = form::snowflakes(body.get("messages").ok_or_else(|| form::missing("messages"))?, "messages")?;
    if !(2..=100).contains(&messages.len()) {
        return Err(ApiError::TOO_FEW_OR_MANY);
    }
    form::distinct(&messages, "messages")?;
    let oldest = World::first_id_at(world.now_ms().saturating_sub(OLDEST_FOR_BULK));
    if messages.iter().any(|message| *message < oldest) {
        return Err(ApiError::TOO_OLD);
    }
    let before = world.messages.len();
    world.messages.retain(|id, message| !(is_public(message, place) && messages.contains(id)));
    let count = before - world.messages.len();
    if count > 0 {
        Act::new(audit_event::MESSAGE_BULK_DELETE, place.channel).with(json!({ "count": count.to_string() })).log(
            &mut world,
            &caller,
            place.guild_id()?,
        );
    }
    Ok(StatusCode::NO_CONTENT)
}
