//! Guilds. Source: Discord docs, "Guild Resource".

use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::get,
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::entered,
    form::{self, Fields},
};
use crate::{Shared, world::Permissions};

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/guilds/{guild}", get(guild))
        .route("/guilds/{guild}/roles", get(roles))
        .route("/guilds/{guild}/channels", get(channels))
}

async fn guild(caller: Caller, Path(text): Path<String>, Query(query): Query<Fields>) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    let mut shown = guild.json();
    if form::flag(&query, "with_counts") {
        shown["approximate_member_count"] = json!(guild.members.len());
        shown["approximate_presence_count"] = json!(guild.members.len());
    }
    Ok(Json(shown))
}

async fn roles(caller: Caller, Path(text): Path<String>) -> Result<Json<Vec<Value>>, ApiError> {
    Ok(Json(entered(&caller.sandbox.world(), caller.bot, &text)?.roles_json()))
}

/// Those that the bot sees.
async fn channels(caller: Caller, Path(text): Path<String>) -> Result<Json<Vec<Value>>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    let is_seen = |id: u64| world.permissions_in(guild, caller.bot, id) & Permissions::VIEW_CHANNEL != 0;
    let seen = guild.channels.values().filter(|channel| is_seen(channel.id));
    Ok(Json(seen.map(|channel| channel.json(guild)).collect()))
}
