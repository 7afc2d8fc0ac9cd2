//! Guilds and their members. Source: Discord docs, "Guild Resource".

use axum::{Json, Router, extract::Path, routing::get};
use serde_json::Value;

use super::{ApiError, Caller, id};
use crate::{
    Shared,
    world::{Guild, World},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/guilds/{guild}", get(guild))
        .route("/guilds/{guild}/roles", get(roles))
        .route("/guilds/{guild}/channels", get(channels))
        .route("/guilds/{guild}/members/{user}", get(member))
}

/// A guild that the calling bot is in.
pub(super) fn entered<'a>(world: &'a World, bot: u64, text: &str) -> Result<&'a Guild, ApiError> {
    let guild = world.guilds.get(&id(text)?).ok_or(ApiError::UNKNOWN_GUILD)?;
    if guild.members.contains_key(&bot) { Ok(guild) } else { Err(ApiError::MISSING_ACCESS) }
}

/// Whether the bot has the permission in the guild as a whole.
pub(super) fn require(guild: &Guild, bot: u64, permission: u64) -> Result<(), ApiError> {
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
    Ok(Json(guild.channels.values().map(|channel| channel.json(guild)).collect()))
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
