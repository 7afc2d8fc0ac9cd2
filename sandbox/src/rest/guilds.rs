//! Guilds, their members and bans. Source: Discord docs, "Guild Resource", "Audit Log Resource".

use std::collections::HashMap;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{ApiError, Caller, id, parse};
use crate::{
    Shared,
    world::{AuditEntry, Ban, Guild, Permissions, World},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/guilds/{guild}", get(guild))
        .route("/guilds/{guild}/roles", get(roles))
        .route("/guilds/{guild}/channels", get(channels))
        .route("/guilds/{guild}/members/{user}", get(member))
        .route("/guilds/{guild}/bans", get(bans))
        .route("/guilds/{guild}/bans/{user}", get(ban).put(create_ban).delete(remove_ban))
        .route("/guilds/{guild}/bulk-ban", post(bulk_ban))
        .route("/guilds/{guild}/audit-logs", get(audit_log))
}

/// A guild that the calling bot is in.
fn entered<'a>(world: &'a World, bot: u64, text: &str) -> Result<&'a Guild, ApiError> {
    let guild = world.guilds.get(&id(text)?).ok_or(ApiError::UNKNOWN_GUILD)?;
    if guild.members.contains_key(&bot) { Ok(guild) } else { Err(ApiError::MISSING_ACCESS) }
}

fn require(guild: &Guild, bot: u64, permission: u64) -> Result<(), ApiError> {
    if guild.permissions(bot) & permission == 0 { Err(ApiError::MISSING_PERMISSIONS) } else { Ok(()) }
}

async fn guild(caller: Caller, Path(text): Path<String>) -> Result<Json<Value>, ApiError> {
    Ok(Json(entered(&caller.sandbox.world(), caller.bot, &text)?.json()))
}

async fn roles(caller: Caller, Path(text): Path<String>) -> Result<Json<Vec<Value>>, ApiError> {
    Ok(Json(entered(&caller.sandbox.world(), caller.bot, &text)?.roles_json()))
}

async fn channels(caller: Caller, Path(text): Path<String>) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    Ok(Json(guild.channels.values().map(|channel| channel.json(guild.id)).collect()))
}

async fn member(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    let user = id(&user)?;
    if !world.users.contains_key(&user) {
        return Err(ApiError::UNKNOWN_USER);
    }
    world.member_json(guild, user).map(Json).ok_or(ApiError::UNKNOWN_MEMBER)
}

async fn bans(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::BAN_MEMBERS)?;
    let bound = |name: &str| query.get(name).map(|text| id(text)).transpose();
    let (after, before) = (bound("after")?.unwrap_or(0), bound("before")?.unwrap_or(u64::MAX));
    let limit =
        query.get("limit").map_or(Ok(1_000), |text| text.parse()).ok().filter(|limit| (1..=1_000).contains(limit));
    let limit =
        limit.ok_or_else(|| ApiError::form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 1000."))?;
    let page = guild.bans.iter().filter(|(user, _)| (after + 1..before).contains(user)).take(limit);
    Ok(Json(page.map(|(user, ban)| world.ban_json(*user, ban)).collect()))
}

async fn ban(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::BAN_MEMBERS)?;
    let user = id(&user)?;
    guild.bans.get(&user).map(|ban| Json(world.ban_json(user, ban))).ok_or(ApiError::UNKNOWN_BAN)
}

async fn create_ban(
    caller: Caller,
    Path((text, user)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let seconds = delete_seconds(&parse(&headers, &body)?)?;
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?.id;
    put_ban(&mut world, &caller, guild, id(&user)?, seconds)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_ban(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<StatusCode, ApiError> {
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::BAN_MEMBERS)?;
    let (guild, user, entry) = (guild.id, id(&user)?, world.snowflake());
    let guild = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    guild.bans.remove(&user).ok_or(ApiError::UNKNOWN_BAN)?;
    guild.audit_log.push(AuditEntry {
        id: entry,
        action: 23,
        by: caller.bot,
        target: user,
        reason: caller.reason.clone(),
    });
    Ok(StatusCode::NO_CONTENT)
}

async fn bulk_ban(
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = parse(&headers, &body)?;
    let seconds = delete_seconds(&body)?;
    let users: Vec<u64> =
        body["user_ids"].as_array().into_iter().flatten().filter_map(|user| user.as_str()?.parse().ok()).collect();
    if !(1..=200).contains(&users.len()) {
        return Err(ApiError::form("user_ids", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 200 in length."));
    }
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?.id;
    let (banned, failed): (Vec<u64>, Vec<u64>) =
        users.into_iter().partition(|user| put_ban(&mut world, &caller, guild, *user, seconds).is_ok());
    if banned.is_empty() {
        return Err(ApiError { status: 400, code: 500_000, message: "Failed to ban users", errors: None });
    }
    let text = |users: &[u64]| users.iter().map(u64::to_string).collect::<Vec<_>>();
    Ok(Json(json!({ "banned_users": text(&banned), "failed_users": text(&failed) })))
}

fn delete_seconds(body: &Value) -> Result<u64, ApiError> {
    match &body["delete_message_seconds"] {
        Value::Null => Ok(0),
        value => value.as_u64().filter(|seconds| *seconds <= 604_800).ok_or_else(|| {
            ApiError::form(
                "delete_message_seconds",
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 604800.",
            )
        }),
    }
}

fn put_ban(
    world: &mut World,
    caller: &Caller,
    guild: u64,
    user: u64,
    delete_message_seconds: u64,
) -> Result<(), ApiError> {
    if !world.users.contains_key(&user) {
        return Err(ApiError::UNKNOWN_USER);
    }
    let entry = world.snowflake();
    let guild = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    require(guild, caller.bot, Permissions::BAN_MEMBERS)?;
    if user == caller.bot || !guild.is_above(caller.bot, user) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    guild.members.remove(&user);
    // Banning the banned changes nothing, not even the reason.
    if guild.bans.contains_key(&user) {
        return Ok(());
    }
    guild.bans.insert(user, Ban { reason: caller.reason.clone(), delete_message_seconds });
    guild.audit_log.push(AuditEntry {
        id: entry,
        action: 22,
        by: caller.bot,
        target: user,
        reason: caller.reason.clone(),
    });
    Ok(())
}

async fn audit_log(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::VIEW_AUDIT_LOG)?;
    let wanted = |name: &str| query.get(name).and_then(|text| text.parse::<u64>().ok());
    let (user, action) = (wanted("user_id"), wanted("action_type"));
    let limit = wanted("limit").unwrap_or(50).clamp(1, 100) as usize;
    let newest_first = guild.audit_log.iter().rev();
    let entries = newest_first
        .filter(|entry| user.is_none_or(|user| entry.by == user) && action.is_none_or(|action| entry.action == action))
        .filter(|entry| {
            wanted("before").is_none_or(|before| entry.id < before)
                && wanted("after").is_none_or(|after| entry.id > after)
        });
    let entries: Vec<_> = entries.take(limit).collect();
    let users: Vec<Value> = entries.iter().map(|entry| world.user_json(entry.target)).collect();
    Ok(Json(json!({
        "audit_log_entries": entries.iter().map(|entry| entry.json()).collect::<Vec<_>>(), "users": users,
        "webhooks": [], "integrations": [], "threads": [], "application_commands": [], "auto_moderation_rules": [],
        "guild_scheduled_events": [],
    })))
}
