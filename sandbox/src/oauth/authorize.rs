//! The authorization endpoint: who the person is, what they are asked, and what they say.
//! Source: Discord docs, "OAuth2", Authorization Code Grant, Advanced Bot Authorization.

use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::{
    form::{Fields, Posted, field},
    grants::Code,
    pages,
    request::{Back, Refusal, Request},
    scope::Scope,
};
use crate::{
    Sandbox, Shared,
    rest::{Anyone, ApiError},
    world::World,
};

/// The cookie that remembers which of the world's people uses this browser. It holds their id: nobody here has a password.
pub(super) const PERSON: &str = "sandbox_person";

/// An authorization request, as it stands in the address.
pub(super) struct Asked {
    sandbox: Sandbox,
    query: Fields,
    headers: HeaderMap,
}

impl FromRequestParts<Shared> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        let Anyone(sandbox) = Anyone::from_request_parts(parts, shared).await?;
        let query = Query::try_from_uri(&parts.uri).map(|Query(query)| query).unwrap_or_default();
        Ok(Self { sandbox, query, headers: parts.headers.clone() })
    }
}

/// Shows who can sign in, then what they are asked; sends those on at once who need not be asked.
pub(super) async fn ask(asked: Asked) -> Response {
    let mut world = asked.sandbox.world();
    let request = match Request::read(&world, &asked.query, asked.sandbox.url()) {
        Ok(request) => request,
        Err(refusal) => return refused(refusal),
    };
    let remembered = remembered(&asked.headers).and_then(|text| person(&world, &text));
    let named = asked.query.get("user_id");
    if let (None, Some(user), Some(back)) = (named, remembered, &request.back)
        && request.is_silent
        && is_granted(&world, &request, user)
    {
        return redirect(&back.with(vec![code(&mut world, &request, user, None)]));
    }
    match named.map_or(remembered, |text| person(&world, text)) {
        Some(user) => pages::consent(&world, &request, &asked.query, user),
        None => pages::people(&world, &request, &asked.query),
    }
}

/// Does what the person says, and sends them back. The form has `user_id` (an id or a name), `decision` (`authorize` or
/// `cancel`) and, if the request wants a server, `guild_id`.
pub(super) async fn decide(asked: Asked, Posted(form): Posted) -> Response {
    // Browsers say so when another site's form is sent here; it must not speak for the person.
    if asked.headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return pages::wrong_form(StatusCode::FORBIDDEN, "This form was sent by another site");
    }
    let mut world = asked.sandbox.world();
    let request = match Request::read(&world, &asked.query, asked.sandbox.url()) {
        Ok(request) => request,
        Err(refusal) => return refused(refusal),
    };
    let Some(user) = field(&form, "user_id").and_then(|text| person(&world, text)) else {
        return pages::wrong_form(StatusCode::BAD_REQUEST, "Nobody has this user_id");
    };
    let response = match field(&form, "decision") {
        Some("authorize") => authorized(&mut world, &request, user, &form),
        Some("cancel") => declined(request.back.as_ref()),
        _ => pages::wrong_form(StatusCode::BAD_REQUEST, "The decision is authorize or cancel"),
    };
    drop(world);
    asked.sandbox.announce();
    response
}

fn authorized(world: &mut World, request: &Request, user: u64, form: &Fields) -> Response {
    let chosen = field(form, "guild_id").and_then(|text| text.parse().ok()).filter(|_| !request.is_guild_fixed);
    let guild = if request.installs() { chosen.or(request.guild) } else { None };
    let manages = guild.is_some_and(|guild| world.managed_by(user).any(|managed| managed.id == guild));
    if request.installs() && !manages {
        return pages::wrong_form(StatusCode::FORBIDDEN, "Choose a server that this person manages");
    }
    if let (Some(guild), true) = (guild, request.scopes.contains(&Scope::Bot)) {
        world.install_by(guild, request.application, request.permissions, user);
    }
    let mut fields: Vec<_> = request.wants_code.then(|| code(world, request, user, guild)).into_iter().collect();
    if let Some(guild) = guild {
        fields.extend([("guild_id", guild.to_string()), ("permissions", request.permissions.to_string())]);
    }
    let response = request.back.as_ref().map(|back| redirect(&back.with(fields)));
    let mut response = response.unwrap_or_else(|| pages::done("Authorized", "You can close this page."));
    let cookie = format!("{PERSON}={user}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn declined(back: Option<&Back>) -> Response {
    const WORDS: &str = "The resource owner or authorization server denied the request";
    back.map_or_else(
        || pages::done("Not authorized", "Nothing was changed. You can close this page."),
        |back| redirect(&back.refused("access_denied", WORDS)),
    )
}

/// Whether the person has authorized all this before, and nothing of it has to be done anew.
fn is_granted(world: &World, request: &Request, user: u64) -> bool {
    !request.installs() && request.scopes.is_subset(&world.oauth.granted(user, request.application))
}

/// A code for what the request asks, as it stands in the way back.
fn code(world: &mut World, request: &Request, user: u64, guild: Option<u64>) -> (&'static str, String) {
    let code = Code {
        application: request.application,
        user,
        scopes: request.scopes.clone(),
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        guild: guild.filter(|_| request.scopes.contains(&Scope::Bot)),
    };
    let now = world.now_ms();
    ("code", world.oauth.give_code(code, now))
}

/// A person by their id or their name.
fn person(world: &World, text: &str) -> Option<u64> {
    let is_it = |user: &&crate::User| user.id.to_string() == text || user.username == text;
    world.users.values().filter(|user| !user.bot).find(is_it).map(|user| user.id)
}

fn remembered(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == PERSON).map(|(_, value)| value.to_owned())
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Page(words) => pages::wrong_request(words),
        Refusal::Redirect(location) => redirect(&location),
    }
}

fn redirect(location: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")]).into_response()
}
