//! Overwrites: what is different in a channel for a role or member. Source: Discord docs, "Channel Resource", Edit Channel
//! Permissions.

use axum::{
    Router,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
    routing::put,
};
use serde_json::{Value, json};

use super::{ApiError, Caller, access::Place, audit::Act, channels::found, form, id, object};
use crate::{
    Shared,
    world::{Guild, Overwrite, Permissions, World, audit_event},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/channels/{channel}/permissions/{overwrite}", put(set).delete(remove))
}

/// Sets what a role or member may here, in place of what was set for them before.
async fn set(
    caller: Caller,
    Path((text, target)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let body = object(&headers, &body)?;
    let kind = form::integer(&body["type"], "type", 0..=1)?.ok_or_else(|| form::missing("type"))?;
    let wanted = Overwrite {
        id: id(&target)?,
        allow: form::permissions(&body["allow"], "allow")? & Permissions::ALL,
        deny: form::permissions(&body["deny"], "deny")? & Permissions::ALL,
    };
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    place.require(Permissions::MANAGE_ROLES)?;
    let guild = place.guild(&world)?;
    let is_there = match kind {
        0 => guild.roles.contains_key(&wanted.id),
        _ => world.users.contains_key(&wanted.id) && !guild.roles.contains_key(&wanted.id),
    };
    if !is_there {
        return Err(ApiError::UNKNOWN_OVERWRITE);
    }
    let old = guild.channels.get(&place.channel).and_then(|channel| channel.overwrite(wanted.id)).copied();
    let changed = old.map_or(wanted.allow | wanted.deny, |old| (old.allow ^ wanted.allow) | (old.deny ^ wanted.deny));
    if changed & !changeable(&world, guild, caller.bot, place.channel) != 0 {
        return Err(ApiError::MISSING_PERMISSIONS);
    }
    let act = told(guild, place.channel, wanted.id, old, Some(wanted));
    let channel = found(&mut world, place)?;
    channel.overwrites.retain(|overwrite| overwrite.id != wanted.id);
    channel.overwrites.push(wanted);
    if !act.changes_nothing() {
        act.log(&mut world, &caller, place.guild_id()?);
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(caller: Caller, Path((text, target)): Path<(String, String)>) -> Result<StatusCode, ApiError> {
    let target = id(&target)?;
    let mut world = caller.sandbox.world();
    let place = Place::find(&world, caller.bot, &text)?;
    place.require(Permissions::MANAGE_ROLES)?;
    let guild = place.guild(&world)?;
    let old = guild.channels.get(&place.channel).and_then(|channel| channel.overwrite(target)).copied();
    let old = old.ok_or(ApiError::UNKNOWN_OVERWRITE)?;
    let act = told(guild, place.channel, target, Some(old), None);
    found(&mut world, place)?.overwrites.retain(|overwrite| overwrite.id != target);
    act.log(&mut world, &caller, place.guild_id()?);
    Ok(StatusCode::NO_CONTENT)
}

/// The bits that the bot may allow or deny: those that it has in the guild, or all if an overwrite of this channel
/// grants it MANAGE_ROLES.
fn changeable(world: &World, guild: &Guild, bot: u64, channel: u64) -> u64 {
    let roles = guild.members.get(&bot).map(|member| member.roles.as_slice()).unwrap_or_default();
    let is_granted = |id: &u64| {
        let overwrite = guild.channels.get(&channel).and_then(|channel| channel.overwrite(*id));
        overwrite.is_some_and(|overwrite| overwrite.allow & Permissions::MANAGE_ROLES != 0)
    };
    let is_free = roles.iter().chain([&bot]).any(is_granted);
    if is_free { Permissions::ALL } else { world.permissions(guild, bot) }
}

/// How the audit log tells of an overwrite that was made, changed or removed.
fn told(guild: &Guild, channel: u64, target: u64, old: Option<Overwrite>, new: Option<Overwrite>) -> Act {
    let action = match (old, new) {
        (None, _) => audit_event::CHANNEL_OVERWRITE_CREATE,
        (Some(_), Some(_)) => audit_event::CHANNEL_OVERWRITE_UPDATE,
        (Some(_), None) => audit_event::CHANNEL_OVERWRITE_DELETE,
    };
    let role = guild.roles.get(&target);
    let kind = u64::from(role.is_none());
    let mut options = json!({ "id": target.to_string(), "type": kind.to_string() });
    if let Some(role) = role {
        options["role_name"] = json!(role.name);
    }
    let field = |of: fn(&Overwrite) -> Value| (json!(old.as_ref().map(of)), json!(new.as_ref().map(of)));
    let id = field(|overwrite| json!(overwrite.id.to_string()));
    let allow = field(|overwrite| json!(overwrite.allow.to_string()));
    let deny = field(|overwrite| json!(overwrite.deny.to_string()));
    let kind = (json!(old.map(|_| kind)), json!(new.map(|_| kind)));
    Act::new(action, channel)
        .with(options)
        .changing("id", id.0, id.1)
        .changing("type", kind.0, kind.1)
        .changing("allow", allow.0, allow.1)
        .changing("deny", deny.0, deny.1)
}
