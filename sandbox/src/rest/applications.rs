//! The application itself and its commands. Source: Discord docs, "Application Resource", "Application Commands".

use axum::{
    Json, Router,
    body::Bytes,
    extract::Path,
    http::HeaderMap,
    routing::{get, put},
};
use serde_json::{Value, json};

use super::{ApiError, Caller, id, parse};
use crate::{Shared, interactions};

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/applications/@me", get(me).patch(edit))
        .route("/users/@me", get(user))
        .route("/applications/{application}/commands", put(put_commands).get(commands))
        .route("/applications/{application}/guilds/{guild}/commands", put(put_guild_commands).get(guild_commands))
}

async fn me(caller: Caller) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    world.applications.get(&caller.bot).map(|application| Json(application.json())).ok_or(ApiError::UNAUTHORIZED)
}

async fn user(caller: Caller) -> Json<Value> {
    Json(caller.sandbox.world().user_json(caller.bot))
}

/// Before an endpoint is stored it must answer a PING, and refuse one that is signed wrongly.
async fn edit(caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, ApiError> {
    let body = parse(&headers, &body)?;
    match &body["interactions_endpoint_url"] {
        Value::Null if body.get("interactions_endpoint_url").is_some() => set_endpoint(&caller, None),
        Value::String(url) => {
            interactions::validate_endpoint(&caller.sandbox, caller.bot, url).await.map_err(|problem| {
                let words = format!("The specified interactions endpoint URL could not be verified. {problem}");
                ApiError::form("interactions_endpoint_url", "APPLICATION_INTERACTIONS_ENDPOINT_INVALID", &words)
            })?;
            set_endpoint(&caller, Some(url.clone()));
        }
        _ => {}
    }
    me(caller).await
}

fn set_endpoint(caller: &Caller, url: Option<String>) {
    if let Some(application) = caller.sandbox.world().applications.get_mut(&caller.bot) {
        application.interactions_endpoint_url = url;
    }
}

async fn put_commands(
    caller: Caller,
    Path(application): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    own(&caller, &application)?;
    let commands = register(&caller, &parse(&headers, &body)?)?;
    if let Some(application) = caller.sandbox.world().applications.get_mut(&caller.bot) {
        application.commands = commands.clone();
    }
    Ok(Json(commands.into()))
}

async fn put_guild_commands(
    caller: Caller,
    Path((application, guild)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    own(&caller, &application)?;
    let guild = id(&guild)?;
    let commands = register(&caller, &parse(&headers, &body)?)?;
    if let Some(application) = caller.sandbox.world().applications.get_mut(&caller.bot) {
        application.guild_commands.insert(guild, commands.clone());
    }
    Ok(Json(commands.into()))
}

async fn commands(caller: Caller, Path(application): Path<String>) -> Result<Json<Value>, ApiError> {
    own(&caller, &application)?;
    let world = caller.sandbox.world();
    Ok(Json(
        world.applications.get(&caller.bot).map(|application| application.commands.clone()).unwrap_or_default().into(),
    ))
}

async fn guild_commands(
    caller: Caller,
    Path((application, guild)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    own(&caller, &application)?;
    let world = caller.sandbox.world();
    let found = world
        .applications
        .get(&caller.bot)
        .and_then(|application| application.guild_commands.get(&id(&guild).ok()?).cloned());
    Ok(Json(found.unwrap_or_default().into()))
}

fn own(caller: &Caller, application: &str) -> Result<(), ApiError> {
    if id(application)? == caller.bot { Ok(()) } else { Err(ApiError::MISSING_ACCESS) }
}

/// Checks the whole list as Discord does and gives each command an id.
fn register(caller: &Caller, body: &Value) -> Result<Vec<Value>, ApiError> {
    let list = body
        .as_array()
        .ok_or_else(|| ApiError::form("_list", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType."))?;
    let chat = list.iter().filter(|command| command["type"].as_u64().unwrap_or(1) == 1).count();
    if chat > 100 || list.len() > 130 {
        return Err(ApiError::form(
            "_list",
            "APPLICATION_COMMAND_TOO_MANY",
            "Maximum number of application commands reached.",
        ));
    }
    let mut registered = Vec::new();
    for (position, command) in list.iter().enumerate() {
        check_command(command, &position.to_string())?;
        let mut command = command.clone();
        command["id"] = json!(caller.sandbox.world().snowflake().to_string());
        command["application_id"] = json!(caller.bot.to_string());
        registered.push(command);
    }
    Ok(registered)
}

fn check_command(command: &Value, place: &str) -> Result<(), ApiError> {
    let name = command["name"].as_str().unwrap_or_default();
    let is_chat = command["type"].as_u64().unwrap_or(1) == 1;
    check_name(name, is_chat, place)?;
    check_length(
        command["description"].as_str().unwrap_or_default(),
        u64::from(is_chat)..=if is_chat { 100 } else { 0 },
        place,
        "description",
    )?;
    check_options(&command["options"], place, 0)
}

fn check_options(options: &Value, place: &str, depth: u8) -> Result<(), ApiError> {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    if options.len() > 25 || depth > 2 && !options.is_empty() {
        return Err(ApiError::form(
            &format!("{place}.options"),
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        ));
    }
    let mut optional_seen = false;
    for (position, option) in options.iter().enumerate() {
        let place = format!("{place}.options.{position}");
        check_name(option["name"].as_str().unwrap_or_default(), true, &place)?;
        check_length(option["description"].as_str().unwrap_or_default(), 1..=100, &place, "description")?;
        let required = option["required"].as_bool().unwrap_or(false);
        if required && optional_seen {
            let words = "Required options must be placed before non-required options";
            return Err(ApiError::form(&place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words));
        }
        optional_seen |= !required;
        if option["choices"].as_array().is_some_and(|choices| choices.len() > 25) {
            return Err(ApiError::form(
                &format!("{place}.choices"),
                "BASE_TYPE_MAX_LENGTH",
                "Must be 25 or fewer in length.",
            ));
        }
        check_options(&option["options"], &place, depth + 1)?;
    }
    Ok(())
}

fn check_name(name: &str, is_chat: bool, place: &str) -> Result<(), ApiError> {
    check_length(name, 1..=32, place, "name")?;
    let allowed =
        |letter: char| letter.is_alphanumeric() && !letter.is_uppercase() || matches!(letter, '-' | '_' | '\'');
    if is_chat && !name.chars().all(allowed) {
        return Err(ApiError::form(
            &format!("{place}.name"),
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        ));
    }
    Ok(())
}

fn check_length(text: &str, allowed: std::ops::RangeInclusive<u64>, place: &str, field: &str) -> Result<(), ApiError> {
    if allowed.contains(&(text.chars().count() as u64)) {
        return Ok(());
    }
    let words = format!("Must be between {} and {} in length.", allowed.start(), allowed.end());
    Err(ApiError::form(&format!("{place}.{field}"), "BASE_TYPE_BAD_LENGTH", &words))
}
