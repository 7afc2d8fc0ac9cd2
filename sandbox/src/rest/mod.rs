//! REST v10: what every call goes through. Source: Discord docs, "Reference", "Rate Limits", "Opcodes and Status Codes".

mod access;
mod applications;
mod audit;
mod bans;
pub(crate) mod by_hand;
mod caller;
mod channels;
mod command_shape;
mod commands;
mod dms;
mod error;
mod form;
mod gateway;
mod guilds;
mod limits;
mod localizations;
mod member_roles;
mod members;
mod messages;
mod oauth2;
mod overwrites;
mod sending;
mod users;
mod webhooks;

use axum::{
    body::Bytes,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde_json::Value;

pub(crate) use by_hand::Deed;
pub(crate) use caller::{Anyone, Caller};
pub(crate) use error::ApiError;
pub(crate) use limits::{Limit, Limits};
pub(crate) use localizations::is_locale;

use caller::Identity;
use limits::{Drawn, Who};

use crate::{
    Sandbox, Shared,
    connection::Cut,
    faults::{self, Kind},
    oauth,
};

/// A call as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Method and path with ids and tokens as stars.
    pub route: String,
    /// As it was called, below `/api/v10`.
    pub path: String,
    /// What it was answered.
    pub status: u16,
    /// The bot that called, or the client of the access token, if the token was good.
    pub application: Option<u64>,
    /// Whom the access token acts for.
    pub user: Option<u64>,
    /// The words for the audit log, decoded.
    pub reason: Option<String>,
}

pub(crate) fn router(shared: Shared) -> axum::Router {
    let routes = axum::Router::new()
        .merge(applications::router())
        .merge(users::router())
        .merge(oauth2::router())
        .merge(commands::router())
        .merge(gateway::router())
        .merge(guilds::router())
        .merge(bans::router())
        .merge(members::router())
        .merge(member_roles::router())
        .merge(audit::router())
        .merge(channels::router())
        .merge(overwrites::router())
        .merge(messages::router())
        .merge(dms::router())
        .merge(webhooks::router())
        .merge(oauth::calls())
        .fallback(|| async { ApiError::NOT_FOUND });
    // Of the calls without a version only those are here that standard clients make.
    let gated = |routes: axum::Router<Shared>| {
        let routes = routes.method_not_allowed_fallback(|| async { ApiError::METHOD_NOT_ALLOWED });
        routes.layer(middleware::from_fn_with_state(shared.clone(), gate)).with_state(shared.clone())
    };
    axum::Router::new().nest("/api/v10", gated(routes)).nest("/api", gated(oauth::calls()))
}

/// Logs the call, and lets ordered faults and the rate limits have their way with it.
async fn gate(
    State(shared): State<Shared>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let route = faults::route(request.method().as_str(), &path);
    let reason = reason(request.headers()).ok().flatten();
    let Some((identity, fault)) = shared.upgrade().map(Sandbox).map(|sandbox| {
        let mut world = sandbox.world();
        let fault = faults::take(&mut world.faults, &route);
        (Identity::of(&world, request.headers()), fault)
    }) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // No handle is held while waiting: a call that hangs must not keep the sandbox alive.
    tokio::time::sleep(fault.map(Kind::delay).unwrap_or_default()).await;
    let response = match fault {
        Some(Kind::Status(status)) => ApiError::fault(status).into_response(),
        Some(Kind::RateLimited(seconds)) => limits::refusal(seconds, false),
        Some(Kind::Reset) => StatusCode::BAD_GATEWAY.into_response(),
        Some(Kind::Hang) => std::future::pending().await,
        None | Some(Kind::Slow(_) | Kind::ResetAfter) => {
            limited(&shared, identity.as_ref(), &route, &path, next, request).await
        }
    };
    if matches!(fault, Some(Kind::Reset | Kind::ResetAfter)) {
        cut.order();
    }
    if let Some(sandbox) = shared.upgrade().map(Sandbox) {
        let (application, user) =
            (identity.as_ref().map(Identity::application), identity.as_ref().and_then(Identity::person));
        let seen = Seen { route, path, status: response.status().as_u16(), application, user, reason };
        sandbox.world().record(seen);
        sandbox.announce();
    }
    response
}

/// Runs the call unless it is one too many, and tells the caller how many are left.
async fn limited(
    shared: &Shared,
    identity: Option<&Identity>,
    route: &str,
    path: &str,
    next: Next,
    request: Request,
) -> Response {
    let carries_token = path.starts_with("/webhooks/") || path.starts_with("/interactions/");
    let who = match identity {
        _ if carries_token => Some(Who::Interaction),
        Some(Identity::Bot(bot)) => Some(Who::Bot(*bot)),
        Some(Identity::Person(bearer)) => Some(Who::Person(bearer.user)),
        None => None,
    };
    let standing = who.zip(shared.upgrade().map(Sandbox)).map(|(who, sandbox)| {
        let mut world = sandbox.world();
        let now = world.now_ms();
        world.limits.draw(&Drawn { who, route, path }, now)
    });
    match standing {
        Some(Err(refused)) => refused.into_response(),
        Some(Ok(standing)) => {
            let mut response = next.run(request).await;
            standing.describe(response.headers_mut());
            response
        }
        None => next.run(request).await,
    }
}

/// The words for the audit log, percent-decoded, at most 512 characters.
fn reason(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("x-audit-log-reason") else { return Ok(None) };
    let encoded = value
        .to_str()
        .map_err(|_| ApiError::form("reason", "BASE_TYPE_BAD_LENGTH", "The reason must be percent-encoded."))?;
    let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8_lossy().into_owned();
    if decoded.chars().count() > 512 {
        return Err(ApiError::form("reason", "BASE_TYPE_BAD_LENGTH", "Must be 512 or fewer in length."));
    }
    Ok((!decoded.is_empty()).then_some(decoded))
}

/// The JSON body of a call. An empty one is an empty object.
fn parse(headers: &HeaderMap, body: &Bytes) -> Result<Value, ApiError> {
    if body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !is_json {
        return Err(ApiError::form(
            "_content_type",
            "CONTENT_TYPE_INVALID",
            "Expected \"Content-Type\" header to be one of {'application/json'}.",
        ));
    }
    serde_json::from_slice(body).map_err(|_| ApiError::INVALID_JSON)
}

/// The JSON body of a call that is an object.
fn object(headers: &HeaderMap, body: &Bytes) -> Result<Value, ApiError> {
    let body = parse(headers, body)?;
    if body.is_object() {
        return Ok(body);
    }
    Err(ApiError::form("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType"))
}

/// An id in a path.
pub(crate) fn id(text: &str) -> Result<u64, ApiError> {
    text.parse()
        .ok()
        .filter(|id| *id > 0)
        .ok_or_else(|| ApiError::form("id", "NUMBER_TYPE_COERCE", &format!("Value \"{text}\" is not snowflake.")))
}
