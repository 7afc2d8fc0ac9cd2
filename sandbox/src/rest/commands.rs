//! Registration of commands, for all guilds or one. Source: Discord docs, "Application Commands".

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::entered,
    command_shape,
    form::{self, Fields},
    id, localizations, object, parse,
};
use crate::{Shared, world::World};

pub(crate) fn router() -> Router<Shared> {
    let list = || get(list).put(overwrite).post(create);
    let one = || get(read).patch(edit).delete(remove);
    Router::new()
        .route("/applications/{application}/commands", list())
        .route("/applications/{application}/commands/{command}", one())
        .route("/applications/{application}/guilds/{guild}/commands", list())
        .route("/applications/{application}/guilds/{guild}/commands/{command}", one())
}

/// What the path of a route here may name.
#[derive(Debug, serde::Deserialize)]
struct Place {
    application: String,
    guild: Option<String>,
    command: Option<String>,
}

/// Where the commands of a call are kept: with the application, or with one of its guilds.
#[derive(Debug, Clone, Copy)]
struct Shelf {
    application: u64,
    guild: Option<u64>,
}

impl Shelf {
    fn find(caller: &Caller, place: &Place) -> Result<Self, ApiError> {
        if id(&place.application)? != caller.bot {
            return Err(ApiError::NOT_THE_APPLICATION);
        }
        let world = caller.sandbox.world();
        let guild = place.guild.as_deref().map(|guild| entered(&world, caller.bot, guild)).transpose()?;
        Ok(Self { application: caller.bot, guild: guild.map(|guild| guild.id) })
    }

    fn commands(self, world: &mut World) -> Result<&mut Vec<Value>, ApiError> {
        let application = world.applications.get_mut(&self.application).ok_or(ApiError::UNAUTHORIZED)?;
        Ok(match self.guild {
            Some(guild) => application.guild_commands.entry(guild).or_default(),
            None => &mut application.commands,
        })
    }

    /// The command as Discord returns it: with the fields that it fills in. One of the same name and type keeps its id.
    fn register(self, world: &mut World, command: &Value) -> Result<Value, ApiError> {
        let fresh = world.snowflake().to_string();
        let known = self.commands(world)?.iter().find(|known| is_same(known, command));
        let id = known.map_or_else(|| json!(fresh), |known| known["id"].clone());
        let mut registered = json!({
            "id": id, "application_id": self.application.to_string(), "version": fresh, "type": 1, "description": "",
            "name_localizations": null, "description_localizations": null, "default_member_permissions": null, "nsfw": false, "integration_types": [0], "contexts": null,
        });
        if let Some(guild) = self.guild {
            registered["guild_id"] = json!(guild.to_string());
        }
        for (field, value) in command.as_object().into_iter().flatten() {
            let is_ours = matches!(field.as_str(), "id" | "application_id" | "version" | "guild_id");
            if !is_ours && (!value.is_null() || registered.get(field).is_none()) {
                registered[field] = value.clone();
            }
        }
        Ok(registered)
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    let kind = |command: &Value| command["type"].as_u64().unwrap_or(1);
    one["name"] == other["name"] && kind(one) == kind(other)
}

/// Translations are left out, but for those of the reader's own language, unless all are asked for.
async fn list(
    caller: Caller,
    Path(place): Path<Place>,
    Query(query): Query<Fields>,
    headers: HeaderMap,
) -> Result<Json<Vec<Value>>, ApiError> {
    let shelf = Shelf::find(&caller, &place)?;
    let all = shelf.commands(&mut caller.sandbox.world())?.clone();
    if form::flag(&query, "with_localizations") {
        return Ok(Json(all));
    }
    let locale = localizations::locale(&headers);
    Ok(Json(all.into_iter().map(|command| localizations::localized(command, locale)).collect()))
}

/// Replaces the whole list.
async fn overwrite(
    caller: Caller,
    Path(place): Path<Place>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let shelf = Shelf::find(&caller, &place)?;
    let body = parse(&headers, &body)?;
    let list = command_shape::check_list(&body)?;
    let mut world = caller.sandbox.world();
    let registered = list.iter().map(|command| shelf.register(&mut world, command)).collect::<Result<Vec<_>, _>>()?;
    shelf.commands(&mut world)?.clone_from(&registered);
    Ok(Json(registered.into()))
}

/// Adds one command: 201, or 200 if it replaces one of its name.
async fn create(
    caller: Caller,
    Path(place): Path<Place>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let shelf = Shelf::find(&caller, &place)?;
    let command = object(&headers, &body)?;
    command_shape::check(&command)?;
    let mut world = caller.sandbox.world();
    let registered = shelf.register(&mut world, &command)?;
    let all = shelf.commands(&mut world)?;
    let others: Vec<Value> = all.iter().filter(|known| !is_same(known, &command)).cloned().collect();
    let status = if others.len() == all.len() { StatusCode::CREATED } else { StatusCode::OK };
    let whole: Vec<Value> = others.into_iter().chain([registered.clone()]).collect();
    command_shape::check_count(&whole)?;
    *all = whole;
    Ok((status, Json(registered)))
}

async fn read(caller: Caller, Path(place): Path<Place>) -> Result<Json<Value>, ApiError> {
    let shelf = Shelf::find(&caller, &place)?;
    let mut world = caller.sandbox.world();
    let all = shelf.commands(&mut world)?;
    Ok(Json(all[position(all, &place)?].clone()))
}

/// Changes the fields that the body names.
async fn edit(
    caller: Caller,
    Path(place): Path<Place>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let shelf = Shelf::find(&caller, &place)?;
    let changes = object(&headers, &body)?;
    let mut world = caller.sandbox.world();
    let version = world.snowflake();
    let all = shelf.commands(&mut world)?;
    let position = position(all, &place)?;
    let mut command = all[position].clone();
    for (field, value) in changes.as_object().into_iter().flatten() {
        if !matches!(field.as_str(), "id" | "application_id" | "guild_id" | "type") {
            command[field] = value.clone();
        }
    }
    command["version"] = json!(version.to_string());
    command_shape::check(&command)?;
    all[position] = command.clone();
    Ok(Json(command))
}

async fn remove(caller: Caller, Path(place): Path<Place>) -> Result<StatusCode, ApiError> {
    let shelf = Shelf::find(&caller, &place)?;
    let mut world = caller.sandbox.world();
    let all = shelf.commands(&mut world)?;
    let position = position(all, &place)?;
    all.remove(position);
    Ok(StatusCode::NO_CONTENT)
}

fn position(all: &[Value], place: &Place) -> Result<usize, ApiError> {
    let wanted = place.command.as_deref().unwrap_or_default();
    all.iter().position(|command| command["id"] == wanted).ok_or(ApiError::UNKNOWN_COMMAND)
}
