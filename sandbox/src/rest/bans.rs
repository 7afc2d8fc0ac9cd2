//! Bans and kicks, and the audit log that tells of them. Source: Discord docs, "Guild Resource", "Audit Log Resource".

use std::collections::{BTreeSet, HashMap};

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
    guilds::{entered, require},
    id, parse,
};
use crate::{
    Shared,
    world::{AuditEntry, Ban, Permissions, World},
};

const MEMBER_KICK: u64 = 20;
const MEMBER_BAN_ADD: u64 = 22;
const MEMBER_BAN_REMOVE: u64 = 23;
const WEEK: u64 = 604_800;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/guilds/{guild}/bans", get(bans))
        .route("/guilds/{guild}/bans/{user}", get(ban).put(create_ban).delete(remove_ban))
        .route("/guilds/{guild}/bulk-ban", post(bulk_ban))
        .route("/guilds/{guild}/members/{user}", delete(kick))
        .route("/guilds/{guild}/audit-logs", get(audit_log))
}

/// By ascending user id. Of `before` and `after` only `before` counts when both are given.
async fn bans(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::BAN_MEMBERS)?;
    let limit = limit(&query, 1_000, 1_000)?;
    let page: Vec<_> = if let Some(before) = bound(&query, "before")? {
        let mut page: Vec<_> = guild.bans.range(..before).rev().take(limit).collect();
        page.reverse();
        page
    } else {
        let after = bound(&query, "after")?.map_or(0, |after| after.saturating_add(1));
        guild.bans.range(after..).take(limit).collect()
    };
    Ok(Json(page.into_iter().map(|(user, ban)| world.ban_json(*user, ban)).collect()))
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
    let (guild, user) = (guild.id, id(&user)?);
    let guild_now = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    guild_now.bans.remove(&user).ok_or(ApiError::UNKNOWN_BAN)?;
    note(&mut world, &caller, guild, MEMBER_BAN_REMOVE, user);
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a member who is below the bot.
async fn kick(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<StatusCode, ApiError> {
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::KICK_MEMBERS)?;
    let user = id(&user)?;
    if !guild.members.contains_key(&user) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    if user == caller.bot || !guild.is_above(caller.bot, user) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    let guild = guild.id;
    world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?.members.remove(&user);
    note(&mut world, &caller, guild, MEMBER_KICK, user);
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
    let users = body["user_ids"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !(1..=200).contains(&users.len()) {
        return Err(ApiError::form("user_ids", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 200 in length."));
    }
    let users = users.iter().map(|user| id(user.as_str().unwrap_or_default())).collect::<Result<Vec<u64>, _>>()?;
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    // The docs ask for both permissions here, unlike for a single ban.
    require(guild, caller.bot, Permissions::BAN_MEMBERS)?;
    require(guild, caller.bot, Permissions::MANAGE_GUILD)?;
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
    match &body[FIELD] {
        Value::Null => Ok(0),
        value => value
            .as_u64()
            .filter(|seconds| *seconds <= WEEK)
            .ok_or_else(|| ApiError::form(FIELD, "NUMBER_TYPE_MAX", "int value should be between 0 and 604800.")),
    }
}

/// Bans who is below the bot, member or not. Banning the banned changes nothing, not even the reason.
fn put_ban(world: &mut World, caller: &Caller, guild: u64, user: u64, delete_seconds: u64) -> Result<(), ApiError> {
    if !world.users.contains_key(&user) {
        return Err(ApiError::UNKNOWN_USER);
    }
    let found = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    require(found, caller.bot, Permissions::BAN_MEMBERS)?;
    if user == caller.bot || !found.is_above(caller.bot, user) {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    if found.bans.contains_key(&user) {
        return Ok(());
    }
    found.members.remove(&user);
    found.bans.insert(user, Ban { reason: caller.reason.clone(), delete_message_seconds: delete_seconds });
    note(world, caller, guild, MEMBER_BAN_ADD, user);
    Ok(())
}

fn note(world: &mut World, caller: &Caller, guild: u64, action: u64, target: u64) {
    let entry = AuditEntry { id: world.snowflake(), action, by: caller.bot, target, reason: caller.reason.clone() };
    if let Some(guild) = world.guilds.get_mut(&guild) {
        guild.audit_log.push(entry);
    }
}

/// Newest first; with `after`, oldest first.
async fn audit_log(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(guild, caller.bot, Permissions::VIEW_AUDIT_LOG)?;
    let (before, after) = (bound(&query, "before")?, bound(&query, "after")?);
    let (user, action) = (bound(&query, "user_id")?, bound(&query, "action_type")?);
    let limit = limit(&query, 50, 100)?;
    let fits = |entry: &&AuditEntry| {
        user.is_none_or(|user| entry.by == user)
            && action.is_none_or(|action| entry.action == action)
            && before.is_none_or(|before| entry.id < before)
            && after.is_none_or(|after| entry.id > after)
    };
    let entries: Vec<&AuditEntry> = if after.is_some() {
        guild.audit_log.iter().filter(fits).take(limit).collect()
    } else {
        guild.audit_log.iter().rev().filter(fits).take(limit).collect()
    };
    let users: BTreeSet<u64> = entries.iter().flat_map(|entry| [entry.by, entry.target]).collect();
    Ok(Json(json!({
        "audit_log_entries": entries.iter().map(|entry| entry.json()).collect::<Vec<_>>(),
        "users": users.into_iter().map(|user| world.user_json(user)).collect::<Vec<_>>(),
        "webhooks": [], "integrations": [], "threads": [], "application_commands": [], "auto_moderation_rules": [],
        "guild_scheduled_events": [],
    })))
}

fn bound(query: &HashMap<String, String>, name: &str) -> Result<Option<u64>, ApiError> {
    query.get(name).map(|text| id(text)).transpose()
}

fn limit(query: &HashMap<String, String>, usual: usize, most: usize) -> Result<usize, ApiError> {
    let Some(text) = query.get("limit") else { return Ok(usual) };
    text.parse().ok().filter(|limit| (1..=most).contains(limit)).ok_or_else(|| {
        let words = format!("int value should be between 1 and {most}.");
        ApiError::form("limit", "NUMBER_TYPE_MAX", &words)
    })
}
