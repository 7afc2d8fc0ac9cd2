//! Bans and kicks. Source: Discord docs, "Guild Resource".

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    routing::{delete, get, post},
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::{entered, require},
    audit::Act,
    form::{self, Fields},
    id, object,
};
use crate::{
    Shared,
    world::{Ban, Message, Permissions, World, audit_event},
};

/// A week, in seconds.
const LONGEST_DELETION: i64 = 604_800;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/guilds/{guild}/bans", get(bans))
        .route("/guilds/{guild}/bans/{user}", get(ban).put(create_ban).delete(remove_ban))
        .route("/guilds/{guild}/bulk-ban", post(bulk_ban))
        .route("/guilds/{guild}/members/{user}", delete(kick))
}

/// By ascending user id. Of `before` and `after` only `before` counts when both are given.
async fn bans(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<Fields>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(&world, guild, caller.bot, Permissions::BAN_MEMBERS)?;
    let limit = form::limit(&query, 1_000, 1_000)?;
    let page: Vec<_> = if let Some(before) = form::bound(&query, "before")? {
        let mut page: Vec<_> = guild.bans.range(..before).rev().take(limit).collect();
        page.reverse();
        page
    } else {
        let after = form::bound(&query, "after")?.map_or(0, |after| after.saturating_add(1));
        guild.bans.range(after..).take(limit).collect()
    };
    Ok(Json(page.into_iter().map(|(user, ban)| world.ban_json(*user, ban)).collect()))
}

async fn ban(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(&world, guild, caller.bot, Permissions::BAN_MEMBERS)?;
    let user = id(&user)?;
    guild.bans.get(&user).map(|ban| Json(world.ban_json(user, ban))).ok_or(ApiError::UNKNOWN_BAN)
}

async fn create_ban(
    caller: Caller,
    Path((text, user)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let seconds = delete_seconds(&object(&headers, &body)?)?;
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?.id;
    put_ban(&mut world, &caller, guild, id(&user)?, seconds)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_ban(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<StatusCode, ApiError> {
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?.id;
    lift_ban(&mut world, &caller, guild, id(&user)?)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn kick(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<StatusCode, ApiError> {
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?.id;
    remove_member(&mut world, &caller, guild, id(&user)?)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn bulk_ban(
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let seconds = delete_seconds(&body)?;
    let users = form::snowflakes(body.get("user_ids").ok_or_else(|| form::missing("user_ids"))?, "user_ids")?;
    if !(1..=200).contains(&users.len()) {
        return Err(ApiError::form("user_ids", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 200 in length."));
    }
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    // The docs ask for both permissions here, unlike for a single ban.
    require(&world, guild, caller.bot, Permissions::BAN_MEMBERS)?;
    require(&world, guild, caller.bot, Permissions::MANAGE_GUILD)?;
    let guild = guild.id;
    // Who was banned before counts as failed.
    let (banned, failed): (Vec<u64>, Vec<u64>) = users.into_iter().partition(|user| {
        let is_banned = world.guilds.get(&guild).is_some_and(|guild| guild.bans.contains_key(user));
        !is_banned && put_ban(&mut world, &caller, guild, *user, seconds).is_ok()
    });
    if banned.is_empty() {
        return Err(ApiError::FAILED_TO_BAN);
    }
    let text = |users: &[u64]| users.iter().map(u64::to_string).collect::<Vec<_>>();
    Ok(Json(json!({ "banned_users": text(&banned), "failed_users": text(&failed) })))
}

fn delete_seconds(body: &Value) -> Result<u64, ApiError> {
    const FIELD: &str = "delete_message_seconds";
    Ok(form::integer(&body[FIELD], FIELD, 0..=LONGEST_DELETION)?.unwrap_or(0))
}

pub(super) fn lift_ban(world: &mut World, caller: &Caller, guild: u64, user: u64) -> Result<(), ApiError> {
    let found = world.guilds.get(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    require(world, found, caller.bot, Permissions::BAN_MEMBERS)?;
    let found = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    found.bans.remove(&user).ok_or(ApiError::UNKNOWN_BAN)?;
    Act::new(audit_event::MEMBER_BAN_REMOVE, user).log(world, caller, guild);
    Ok(())
}

/// Removes a member who is below the caller.
pub(super) fn remove_member(world: &mut World, caller: &Caller, guild: u64, user: u64) -> Result<(), ApiError> {
    let found = world.guilds.get(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    require(world, found, caller.bot, Permissions::KICK_MEMBERS)?;
    if !found.members.contains_key(&user) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    if user == caller.bot || !found.is_above(caller.bot, user) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?.members.remove(&user);
    Act::new(audit_event::MEMBER_KICK, user).log(world, caller, guild);
    Ok(())
}

/// Bans who is below the caller, member or not, and deletes what they wrote lately. Banning the banned changes nothing, not
/// even the reason.
pub(super) fn put_ban(
    world: &mut World,
    caller: &Caller,
    guild: u64,
    user: u64,
    delete_seconds: u64,
) -> Result<(), ApiError> {
    if !world.users.contains_key(&user) {
        return Err(ApiError::UNKNOWN_USER);
    }
    let found = world.guilds.get(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    require(world, found, caller.bot, Permissions::BAN_MEMBERS)?;
    if user == caller.bot || !found.is_above(caller.bot, user) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    let found = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    if found.bans.contains_key(&user) {
        return Ok(());
    }
    found.members.remove(&user);
    found.bans.insert(user, Ban { reason: caller.reason.clone(), delete_message_seconds: delete_seconds });
    let channels: Vec<u64> = found.channels.keys().copied().collect();
    let since = World::first_id_at(world.now_ms().saturating_sub(delete_seconds * 1_000));
    let is_deleted =
        |message: &Message| message.author == user && message.id >= since && channels.contains(&message.channel);
    if delete_seconds > 0 {
        world.messages.retain(|_, message| !is_deleted(message));
    }
    Act::new(audit_event::MEMBER_BAN_ADD, user).log(world, caller, guild);
    Ok(())
}
