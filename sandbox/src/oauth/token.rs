//! The token endpoint and the end of tokens. Source: Discord docs, "OAuth2", Access Token Exchange, Token Revocation;
//! RFC 7009.

use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    client,
    error::{TokenError, UNCACHED},
    form::{Fields, Posted, field},
    grants::{TOKEN_LIVES_S, Token},
    pkce, scope,
    scope::{Scopes, joined},
};
use crate::{rest::Anyone, world::World};

/// Gives an access token for a code, for a refresh token, or for the client's credentials alone.
pub(super) async fn exchange(
    Anyone(sandbox): Anyone,
    headers: HeaderMap,
    Posted(form): Posted,
) -> Result<Response, TokenError> {
    let mut world = sandbox.world();
    let given = match field(&form, "grant_type") {
        Some("authorization_code") => by_code(&mut world, &headers, &form)?,
        Some("refresh_token") => by_refresh(&mut world, &headers, &form)?,
        Some("client_credentials") => by_credentials(&mut world, &headers, &form)?,
        other => return Err(TokenError::grant_type(other)),
    };
    Ok((UNCACHED, Json(given)).into_response())
}

fn by_code(world: &mut World, headers: &HeaderMap, form: &Fields) -> Result<Value, TokenError> {
    let application = client::authenticated(world, headers, form)?;
    let text = field(form, "code").ok_or_else(|| TokenError::request("Missing \"code\" in request."))?;
    let now = world.now_ms();
    let code = world.oauth.code(text, application, now)?;
    if code.redirect_uri.as_deref() != field(form, "redirect_uri") {
        return Err(TokenError::grant("Invalid \"redirect_uri\" in request."));
    }
    pkce::verify(code.challenge.as_deref(), field(form, "code_verifier"))?;
    let mut given = answer(&world.oauth.use_code(text, &code, now));
    if let Some(guild) = code.guild.and_then(|guild| world.guilds.get(&guild)) {
        given["guild"] = guild.json();
    }
    Ok(given)
}

fn by_refresh(world: &mut World, headers: &HeaderMap, form: &Fields) -> Result<Value, TokenError> {
    let application = client::authenticated(world, headers, form)?;
    let missing = || TokenError::request("Missing \"refresh_token\" in request.");
    let text = field(form, "refresh_token").ok_or_else(missing)?;
    let now = world.now_ms();
    Ok(answer(&world.oauth.refresh(text, application, asked(form)?, now)?))
}

/// For the person whose application it is.
fn by_credentials(world: &mut World, headers: &HeaderMap, form: &Fields) -> Result<Value, TokenError> {
    let client = client::authenticated(world, headers, form)?;
    let scopes = asked(form)?.filter(|scopes| !scopes.iter().any(|scope| scope.installs()));
    let scopes = scopes.ok_or_else(TokenError::scope)?;
    let owner = world.applications.get(&client).and_then(|application| application.owner);
    let owner = owner.ok_or(TokenError::NOBODY)?;
    let now = world.now_ms();
    Ok(answer(&world.oauth.give_own(client, owner, scopes, now)))
}

/// The scopes that a form names, if it names any.
fn asked(form: &Fields) -> Result<Option<Scopes>, TokenError> {
    field(form, "scope").map(|text| scope::parsed(text).ok_or_else(TokenError::scope)).transpose()
}

fn answer(token: &Token) -> Value {
    let mut given = json!({
        "token_type": "Bearer", "access_token": token.access_token, "expires_in": TOKEN_LIVES_S,
        "scope": joined(&token.scopes),
    });
    if let Some(refresh_token) = &token.refresh_token {
        given["refresh_token"] = json!(refresh_token);
    }
    given
}

/// Ends the authorization that a token belongs to, whichever of its tokens it is. One that is not known has ended already.
pub(super) async fn revoke(
    Anyone(sandbox): Anyone,
    headers: HeaderMap,
    Posted(form): Posted,
) -> Result<Json<Value>, TokenError> {
    let mut world = sandbox.world();
    let application = client::authenticated(&world, &headers, &form)?;
    let token = field(&form, "token").ok_or_else(|| TokenError::request("Missing \"token\" in request."))?;
    world.oauth.revoke(token, application);
    Ok(Json(json!({})))
}
