//! What an access token, or a bot's token, stands for. Source: Discord docs, "OAuth2", Get Current Authorization
//! Information, Get Current Bot Application Information.

use axum::{Json, Router, routing::get};
use serde_json::{Value, json};

use super::{ApiError, Caller, caller::Person};
use crate::{
    Shared,
    oauth::Scope,
    world::{Application, iso},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/oauth2/@me", get(authorization)).route("/oauth2/applications/@me", get(application))
}

/// Tells the person only if they have let the application know who they are.
async fn authorization(Person { sandbox, bearer }: Person) -> Result<Json<Value>, ApiError> {
    let world = sandbox.world();
    let application = world.applications.get(&bearer.application).ok_or(ApiError::UNAUTHORIZED)?;
    let scopes: Vec<&str> = bearer.scopes.iter().map(|scope| scope.name()).collect();
    let mut shown = json!({
        "application": partial(application), "scopes": scopes, "expires": iso(bearer.expires_at_ms),
    });
    if bearer.scopes.contains(&Scope::Identify) {
        shown["user"] = world.user_json(bearer.user);
    }
    Ok(Json(shown))
}

async fn application(caller: Caller) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    world.applications.get(&caller.bot).map(|application| Json(application.json())).ok_or(ApiError::UNAUTHORIZED)
}

/// What everybody may know of an application.
fn partial(application: &Application) -> Value {
    json!({
        "id": application.id.to_string(), "name": application.name, "icon": null, "description": "", "hook": true,
        "bot_public": true, "bot_require_code_grant": false, "verify_key": application.public_key,
    })
}
