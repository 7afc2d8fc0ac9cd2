//! The ways in for people: to Discord and back with a session, and out again.

mod cookies;
mod page;

use axum::{
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::Deserialize;
use twilight_model::id::{Id, marker::UserMarker};

use self::cookies::{SIGN_IN, cleared, read, session, under_way};
use super::{api::harden, pages};
use crate::{
    discord::interaction::User,
    edge::{Answer, Inbound},
    platform::{
        access,
        api::{COOKIE, Presented, Problem},
        ctx::Ctx,
        locale::{Locale, say},
        sign_in::{self, Begun, Browser, Refused},
    },
};

/// Answers a request whose path begins with `/auth/`.
pub async fn answer(ctx: Ctx, request: Inbound) -> Answer {
    let reader = pages::reader(&ctx, &request);
    let locale = reader.unwrap_or(Locale::ENGLISH);
    let (address, path) = (request.header("cf-connecting-ip").unwrap_or_default(), request.path());
    let answered = match ctx.config.api_limits.take_sign_in(&address, ctx.arrived_at) {
        Ok(()) => match request.whole().await {
            Ok(request) => find(&ctx, request, locale).await,
            Err(_) => Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is over 1 MiB.")),
        },
        Err(problem) => Err(problem),
    };
    match answered {
        Ok(response) => Answer::Whole(harden(response, &ctx)),
        Err(problem) => {
            // Whatever went wrong at Discord, that sign-in is over; whoever only has to wait goes on with it.
            let is_over = path == "/auth/callback" && problem.code() != "rate_limited";
            let cookie = is_over.then(|| cleared(SIGN_IN));
            if reader.is_some() {
                return page::refusal(&ctx, locale, problem, cookie.as_deref());
            }
            let mut response = problem.answer(&ctx, locale);
            cookie.into_iter().for_each(|cookie| append(response.headers_mut(), cookie));
            Answer::Whole(harden(response, &ctx))
        }
    }
}

async fn find(ctx: &Ctx, request: Request<Bytes>, locale: Locale) -> Result<Response, Problem> {
    match (request.method().as_str(), request.uri().path()) {
        ("GET", "/auth/discord") => begin(ctx, &request).map_err(|refused| problem(ctx, refused, locale)),
        ("GET", "/auth/callback") => finish(ctx, &request).await.map_err(|refused| problem(ctx, refused, locale)),
        ("POST", "/auth/sign-out") => sign_out(ctx, &request).await,
        ("POST", "/auth/development") if ctx.config.development => pretend(ctx, &request).await,
        (_, "/auth/discord" | "/auth/callback" | "/auth/sign-out") => Err(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This address does not answer to that method.",
        )),
        _ => Err(Problem::not_found("There is nothing at this address.")),
    }
}

/// A parameter of the query, decoded.
fn parameter<T>(request: &Request<T>, name: &str) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn begin(ctx: &Ctx, request: &Request<Bytes>) -> Result<Response, Refused> {
    let return_to = parameter(request, "return_to").unwrap_or_default();
    let (address, cookie) = sign_in::begin(ctx, &return_to)?;
    Ok(redirect(&address, [under_way(&cookie)]))
}

async fn finish(ctx: &Ctx, request: &Request<Bytes>) -> Result<Response, Refused> {
    let cookie = read(request.headers(), SIGN_IN).ok_or(Refused::Foreign)?;
    let begun = Begun::open(&cookie, &ctx.config.vault).ok_or(Refused::Foreign)?;
    let Some(code) = parameter(request, "code") else { return Err(Refused::Denied) };
    let state = parameter(request, "state").unwrap_or_default();
    let (secret, return_to) = sign_in::finish(ctx, begun, &state, &code, browser(request.headers())).await?;
    Ok(redirect(&return_to, [session(secret.expose()), cleared(SIGN_IN)]))
}

async fn sign_out(ctx: &Ctx, request: &Request<Bytes>) -> Result<Response, Problem> {
    let headers = request.headers();
    if let Some(presented @ Presented::Cookie(credential)) = Presented::read(headers) {
        presented.check_origin(request.method(), headers, &ctx.config.public_url)?;
        sign_in::sign_out(ctx, credential).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    append(response.headers_mut(), cleared(COOKIE));
    Ok(response)
}

/// Whom to be, in development.
#[derive(Deserialize)]
struct Pretended {
    user_id: Id<UserMarker>,
    user_name: String,
}

async fn pretend(ctx: &Ctx, request: &Request<Bytes>) -> Result<Response, Problem> {
    let is_json = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let wanted: Option<Pretended> = serde_json::from_slice(request.body()).ok().filter(|_| is_json);
    let wanted = wanted.ok_or_else(|| Problem::invalid("body", "Send user_id and user_name as application/json."))?;
    let user = User { id: wanted.user_id, username: wanted.user_name, global_name: None, bot: false };
    let secret = sign_in::pretend(ctx, &user, browser(request.headers())).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    append(response.headers_mut(), session(secret.expose()));
    Ok(response)
}

fn browser(headers: &HeaderMap) -> Browser<'_> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Browser { agent, previous: read(headers, COOKIE).map(|cookie| access::hash(&cookie)) }
}

fn redirect<const N: usize>(address: &str, cookies: [String; N]) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    for cookie in cookies {
        append(response.headers_mut(), cookie);
    }
    response
}

fn append(headers: &mut HeaderMap, cookie: String) {
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// What it is in words.
fn problem(ctx: &Ctx, refused: Refused, locale: Locale) -> Problem {
    let (status, code, words) = match refused {
        Refused::NotSetUp => {
            (StatusCode::SERVICE_UNAVAILABLE, "sign_in_not_set_up", say!(locale, "Signing in is not set up here."))
        }
        Refused::Foreign => (
            StatusCode::BAD_REQUEST,
            "sign_in_foreign",
            say!(locale, "This sign-in was begun in another browser or more than ten minutes ago. Begin again."),
        ),
        Refused::Denied => (
            StatusCode::FORBIDDEN,
            "sign_in_denied",
            say!(locale, "Discord says that you or it did not agree. Begin again if that was a mistake."),
        ),
        Refused::Discord(failure) => {
            tracing::error!(%failure, request = %ctx.request_id, "nobody can be signed in");
            let words = say!(locale, "Discord is not answering right now. Try again in a minute.");
            return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "discord_unavailable", words).after(10);
        }
        Refused::Other(error) => return error.into(),
    };
    Problem::new(status, code, words)
}
