//! Users, and what a person lets an application know of them. Source: Discord docs, "User Resource".

use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::get,
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    caller::{Known, Person},
    form::{self, Fields},
    id,
};
use crate::{
    Shared,
    oauth::Scope,
    world::{Guild, World},
};

/// The most guilds of a page, and as many as there are on one unless fewer are asked for.
const MOST: usize = 200;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/users/@me", get(current_user))
        .route("/users/@me/guilds", get(guilds))
        .route("/users/@me/guilds/{guild}/member", get(member))
        .route("/users/{user}", get(user))
}

/// A person's address is for those alone who have the scope `email`.
async fn current_user(Known { sandbox, identity }: Known) -> Result<Json<Value>, ApiError> {
    let user = identity.user(Scope::Identify)?;
    let mut shown = sandbox.world().own_user_json(user);
    if identity.user(Scope::Email).is_err()
        && let Some(fields) = shown.as_object_mut()
    {
        fields.retain(|name, _| !matches!(name.as_str(), "email" | "verified"));
    }
    Ok(Json(shown))
}

async fn user(caller: Caller, Path(user): Path<String>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    world.users.get(&id(&user)?).map(|user| Json(user.json())).ok_or(ApiError::UNKNOWN_USER)
}

/// Those that the caller is in, lowest id first: the ones right before `before`, or the first ones after `after`.
async fn guilds(Known { sandbox, identity }: Known, Query(query): Query<Fields>) -> Result<Json<Vec<Value>>, ApiError> {
    let user = identity.user(Scope::Guilds)?;
    let (before, after) = (form::position(&query, "before")?, form::position(&query, "after")?);
    let limit = form::limit(&query, MOST, MOST)?;
    let is_counted = form::flag(&query, "with_counts");
    let world = sandbox.world();
    let is_asked_for = |guild: &&Guild| {
        guild.members.contains_key(&user)
            && before.is_none_or(|before| guild.id < before)
            && after.is_none_or(|after| guild.id > after)
    };
    let found: Vec<&Guild> = world.guilds.values().filter(is_asked_for).collect();
    let skipped = if before.is_some() && after.is_none() { found.len().saturating_sub(limit) } else { 0 };
    let page = found.into_iter().skip(skipped).take(limit);
    Ok(Json(page.map(|guild| partial(&world, guild, user, is_counted)).collect()))
}

/// A guild as one of its members is told of it.
fn partial(world: &World, guild: &Guild, user: u64, is_counted: bool) -> Value {
    let mut shown = json!({
        "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null, "owner": guild.owner == user,
        "permissions": world.permissions(guild, user).to_string(), "features": [],
    });
    if is_counted {
        shown["approximate_member_count"] = json!(guild.members.len());
        shown["approximate_presence_count"] = json!(guild.members.len());
    }
    shown
}

/// Who the person is in a guild.
async fn member(Person { sandbox, bearer }: Person, Path(text): Path<String>) -> Result<Json<Value>, ApiError> {
    bearer.require(Scope::GuildsMembersRead)?;
    let world = sandbox.world();
    let guild = world.guilds.get(&id(&text)?).ok_or(ApiError::UNKNOWN_GUILD)?;
    world.member_json(guild, bearer.user).map(Json).ok_or(ApiError::UNKNOWN_GUILD)
}
