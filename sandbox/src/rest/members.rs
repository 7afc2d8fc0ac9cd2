//! Members: found, renamed, timed out. Source: Discord docs, "Guild Resource", Modify Guild Member.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::HeaderMap,
    routing::{get, patch},
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::{entered, known_member, require},
    audit::Act,
    form::{self, Fields},
    member_roles, object,
};
use crate::{
    Shared,
    world::{Guild, Permissions, World, audit_event, iso},
};

/// 28 days, in milliseconds.
const LONGEST_TIMEOUT_MS: u64 = 28 * 24 * 3_600 * 1_000;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/guilds/{guild}/members", get(list))
        .route("/guilds/{guild}/members/search", get(search))
        .route("/guilds/{guild}/members/@me", patch(edit_own))
        .route("/guilds/{guild}/members/{user}", get(read).patch(edit))
}

/// By ascending user id, one at a time unless more are asked for.
async fn list(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<Fields>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    if !world.applications.get(&caller.bot).is_some_and(|application| application.lists_members) {
        return Err(ApiError::MISSING_ACCESS);
    }
    let limit = form::limit(&query, 1, 1_000)?;
    let after = form::position(&query, "after")?.map_or(0, |after| after.saturating_add(1));
    let members = guild.members.range(after..).filter_map(|(user, _)| world.member_json(guild, *user));
    Ok(Json(members.take(limit).collect()))
}

/// Those whose name or nickname begins so, whatever its case.
async fn search(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<Fields>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    let wanted = query.get("query").filter(|wanted| !wanted.is_empty()).ok_or_else(|| form::missing("query"))?;
    let limit = form::limit(&query, 1, 1_000)?;
    let found = guild.members.keys().filter(|user| world.is_called(guild, **user, wanted));
    Ok(Json(found.filter_map(|user| world.member_json(guild, *user)).take(limit).collect()))
}

async fn read(caller: Caller, Path((text, user)): Path<(String, String)>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    shown(&world, guild, known_member(&world, guild, &user)?)
}

fn shown(world: &World, guild: &Guild, user: u64) -> Result<Json<Value>, ApiError> {
    world.member_json(guild, user).map(Json).ok_or(ApiError::UNKNOWN_MEMBER)
}

/// Changes the nickname, the roles and the timeout: all that the body names, or nothing.
async fn edit(
    caller: Caller,
    Path((text, user)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    let user = known_member(&world, guild, &user)?;
    // Nobody is in a voice channel here.
    if ["mute", "deaf", "channel_id"].iter().any(|field| body.get(*field).is_some()) {
        return Err(ApiError::NOT_IN_VOICE);
    }
    let nick = body.get("nick").map(nick).transpose()?;
    if nick.is_some() {
        require(&world, guild, caller.bot, Permissions::MANAGE_NICKNAMES)?;
        require_above(guild, caller.bot, user)?;
    }
    let until = body.get("communication_disabled_until").map(|value| timeout(&world, value)).transpose()?;
    if until.is_some() {
        require_timeouts(&world, guild, caller.bot, user)?;
    }
    let roles =
        body.get("roles").map(|value| member_roles::wanted(&world, guild, caller.bot, user, value)).transpose()?;
    let guild = guild.id;
    update(&mut world, &caller, guild, user, nick, until)?;
    if let Some(roles) = roles {
        member_roles::set(&mut world, &caller, guild, user, roles)?;
    }
    shown(&world, world.guilds.get(&guild).ok_or(ApiError::UNKNOWN_GUILD)?, user)
}

/// The bot's own nickname.
async fn edit_own(
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    let nick = body.get("nick").map(nick).transpose()?;
    if nick.is_some() {
        require(&world, guild, caller.bot, Permissions::CHANGE_NICKNAME)?;
    }
    let guild = guild.id;
    update(&mut world, &caller, guild, caller.bot, nick, None)?;
    shown(&world, world.guilds.get(&guild).ok_or(ApiError::UNKNOWN_GUILD)?, caller.bot)
}

/// Nobody is renamed or timed out by one who does not stand above them; a bot is not above itself.
fn require_above(guild: &Guild, bot: u64, user: u64) -> Result<(), ApiError> {
    if guild.is_above(bot, user) { Ok(()) } else { Err(ApiError::MISSING_PERMISSIONS) }
}

/// Administrators are not timed out by anybody.
fn require_timeouts(world: &World, guild: &Guild, by: u64, user: u64) -> Result<(), ApiError> {
    require(world, guild, by, Permissions::MODERATE_MEMBERS)?;
    require_above(guild, by, user)?;
    if guild.is_administrator(user) { Err(ApiError::MISSING_PERMISSIONS) } else { Ok(()) }
}

/// Puts a member in timeout until then, in milliseconds since 1970, or ends it.
pub(super) fn time_out(
    world: &mut World,
    caller: &Caller,
    guild: u64,
    user: u64,
    until: Option<u64>,
) -> Result<(), ApiError> {
    let found = world.guilds.get(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    if !found.members.contains_key(&user) {
        return Err(ApiError::UNKNOWN_MEMBER);
    }
    require_timeouts(world, found, caller.bot, user)?;
    let now = world.now_ms();
    if until.is_some_and(|until| until <= now || until > now + LONGEST_TIMEOUT_MS) {
        return Err(ApiError { message: "A timeout lasts from a minute to 28 days.", ..ApiError::INVALID_JSON });
    }
    update(world, caller, guild, user, None, Some(until))
}

/// No nickname for null and for an empty text.
fn nick(value: &Value) -> Result<Option<String>, ApiError> {
    Ok(form::text(value, "nick", 0..=32)?.filter(|nick| !nick.trim().is_empty()))
}

/// When a timeout ends, in milliseconds since 1970; none for null and for a time that is past.
fn timeout(world: &World, value: &Value) -> Result<Option<u64>, ApiError> {
    const FIELD: &str = "communication_disabled_until";
    let Some(text) = form::text(value, FIELD, 0..=64)? else { return Ok(None) };
    let time: jiff::Timestamp = text.parse().map_err(|_| {
        ApiError::form(FIELD, "DATE_TIME_TYPE_PARSE", &format!("Could not parse {text}. Should be ISO8601."))
    })?;
    let now = world.now_ms();
    let until = u64::try_from(time.as_millisecond()).unwrap_or(0);
    if until > now + LONGEST_TIMEOUT_MS {
        let words = "Invalid communication disabled timestamp";
        return Err(ApiError::form(FIELD, "INVALID_COMMUNICATION_DISABLED_TIMESTAMP", words));
    }
    Ok((until > now).then_some(until))
}

/// Sets what was named, and logs what is otherwise now.
fn update(
    world: &mut World,
    caller: &Caller,
    guild: u64,
    user: u64,
    nick: Option<Option<String>>,
    until: Option<Option<u64>>,
) -> Result<(), ApiError> {
    let found = world.guilds.get(&guild).and_then(|guild| guild.members.get(&user)).ok_or(ApiError::UNKNOWN_MEMBER)?;
    let mut member = found.clone();
    let running = member.communication_disabled_until_ms.filter(|_| world.is_timed_out(found));
    let mut act = Act::new(audit_event::MEMBER_UPDATE, user);
    if let Some(nick) = nick {
        act = act.changing("nick", json!(member.nick), json!(nick));
        member.nick = nick;
    }
    if let Some(until) = until {
        act = act.changing("communication_disabled_until", json!(running.map(iso)), json!(until.map(iso)));
        member.communication_disabled_until_ms = until;
    }
    world.guilds.get_mut(&guild).and_then(|guild| guild.members.insert(user, member));
    if !act.changes_nothing() {
        act.log(world, caller, guild);
    }
    Ok(())
}
