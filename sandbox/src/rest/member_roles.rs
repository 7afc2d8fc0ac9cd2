//! The roles of a member. Source: Discord docs, "Guild Resource", Add and Remove Guild Member Role.

use axum::{Router, extract::Path, http::StatusCode, routing::put};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::{entered, known_member, require},
    audit::Act,
    form, id,
};
use crate::{
    Shared,
    world::{Guild, Permissions, World, audit_event},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/guilds/{guild}/members/{user}/roles/{role}", put(give).delete(take))
}

type OfRole = Path<(String, String, String)>;

async fn give(caller: Caller, path: OfRole) -> Result<StatusCode, ApiError> {
    change(&caller, path, |roles, role| roles.push(role))
}

async fn take(caller: Caller, path: OfRole) -> Result<StatusCode, ApiError> {
    change(&caller, path, |roles, role| roles.retain(|held| *held != role))
}

/// A role that is there already, or is not, is no mistake.
fn change(
    caller: &Caller,
    Path((guild, user, role)): OfRole,
    change: impl Fn(&mut Vec<u64>, u64),
) -> Result<StatusCode, ApiError> {
    let mut world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &guild)?;
    require(&world, guild, caller.bot, Permissions::MANAGE_ROLES)?;
    let (user, role) = (known_member(&world, guild, &user)?, id(&role)?);
    check(guild, caller.bot, role)?;
    let mut roles = guild.members.get(&user).map(|member| member.roles.clone()).unwrap_or_default();
    change(&mut roles, role);
    let guild = guild.id;
    set(&mut world, caller, guild, user, roles)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The whole list of a member's roles, of which only those that change matter to the hierarchy.
pub(super) fn wanted(world: &World, guild: &Guild, bot: u64, user: u64, value: &Value) -> Result<Vec<u64>, ApiError> {
    require(world, guild, bot, Permissions::MANAGE_ROLES)?;
    let wanted = if value.is_null() { Vec::new() } else { form::snowflakes(value, "roles")? };
    form::distinct(&wanted, "roles")?;
    let held = guild.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
    let given = wanted.iter().filter(|role| !held.contains(role));
    let taken = held.iter().filter(|role| !wanted.contains(role));
    for role in given.chain(taken) {
        check(guild, bot, *role)?;
    }
    Ok(wanted)
}

/// A role can be given and taken if it belongs to no bot and stands below the highest of whoever does it. To Discord
/// @everyone is no role that a member could have.
fn check(guild: &Guild, bot: u64, role: u64) -> Result<(), ApiError> {
    let role = guild.roles.get(&role).filter(|role| role.id != guild.id).ok_or(ApiError::UNKNOWN_ROLE)?;
    let is_below = guild.owner == bot || guild.rank(bot) > role.rank();
    if is_below && !role.managed { Ok(()) } else { Err(ApiError::MISSING_PERMISSIONS) }
}

/// Sets them, each once, and logs what was added and removed.
pub(super) fn set(
    world: &mut World,
    caller: &Caller,
    guild: u64,
    user: u64,
    mut roles: Vec<u64>,
) -> Result<(), ApiError> {
    roles.sort_unstable();
    roles.dedup();
    let found = world.guilds.get_mut(&guild).ok_or(ApiError::UNKNOWN_GUILD)?;
    let names: Vec<(u64, String)> = found.roles.values().map(|role| (role.id, role.name.clone())).collect();
    let member = found.members.get_mut(&user).ok_or(ApiError::UNKNOWN_MEMBER)?;
    let before = std::mem::replace(&mut member.roles, roles.clone());
    let told = |of: &[u64], without: &[u64]| {
        let ids = of.iter().filter(|role| !without.contains(role));
        let named = ids.filter_map(|id| names.iter().find(|(known, _)| known == id));
        let list: Vec<Value> = named.map(|(id, name)| json!({ "id": id.to_string(), "name": name })).collect();
        if list.is_empty() { Value::Null } else { json!(list) }
    };
    let act = Act::new(audit_event::MEMBER_ROLE_UPDATE, user)
        .changing("$add", Value::Null, told(&roles, &before))
        .changing("$remove", Value::Null, told(&before, &roles));
    if !act.changes_nothing() {
        act.log(world, caller, guild);
    }
    Ok(())
}
