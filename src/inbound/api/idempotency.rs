//! `Idempotency-Key`: a POST that its sender named is done once, however often it is sent. Source: IETF draft
//! "The Idempotency-Key HTTP Header Field".

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::platform::{
    access::{self, Access},
    api::{Presented, Problem, cause},
    ctx::Ctx,
    requests::{self, Begun},
};

/// How long whoever handles a request owns it. Longer than any handler may take.
const LEASE: Duration = Duration::from_secs(40);
/// The largest answer that is kept, in bytes.
const MAX_KEPT: usize = 256 * 1024;

/// What a request's name says.
pub enum Named {
    /// It has none, or nobody is signed in, which the route will say.
    Not,
    /// It is to be handled now.
    Now(Claim),
    /// It was answered before.
    Answered(Response),
}

/// A request that is being handled under its name.
pub struct Claim {
    key: String,
    access: Access,
    /// Names the act, the same at every try.
    pub cause: u64,
}

/// Takes a request by its name.
pub async fn claim(ctx: &Ctx, request: &Request<Bytes>) -> Result<Named, Problem> {
    if request.method() != Method::POST {
        return Ok(Named::Not);
    }
    let Some(key) = key(request.headers())? else { return Ok(Named::Not) };
    let Some(presented) = Presented::read(request.headers()) else { return Ok(Named::Not) };
    presented.check_origin(request.method(), request.headers(), &ctx.config.public_url)?;
    let found = access::authenticate(&ctx.db, presented.hash(), None, None).await?;
    let Some((access, _)) = found else { return Ok(Named::Not) };
    let mut print = Sha256::new();
    // What one credential was answered another one may not be shown: it may be able to do less.
    let by = match presented {
        Presented::Cookie(_) => [0; 32],
        Presented::Token(credential) => credential,
    };
    for part in [&by, request.uri().to_string().as_bytes(), b"\n", request.body()] {
        print.update(part);
    }
    let (person, new) = (access.user, cause(ctx.arrived_at));
    Ok(match requests::begin(ctx, person, &key, print.finalize().into(), new, LEASE).await? {
        Begun::Now { cause } => Named::Now(Claim { key, access, cause }),
        Begun::Answered { status, body } => Named::Answered(replayed(status, body)),
    })
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().ok().map(str::trim).filter(|key| (1..=100).contains(&key.len()));
    let wrong = || Problem::invalid("Idempotency-Key", "It has 1 to 100 visible characters.");
    key.map(|key| Some(key.to_owned())).ok_or_else(wrong)
}

impl Claim {
    /// Keeps the answer, unless it may turn out otherwise next time.
    pub async fn keep(self, ctx: &Ctx, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MAX_KEPT).await.unwrap_or_default();
        let is_final = !parts.status.is_server_error()
            && ![StatusCode::TOO_MANY_REQUESTS, StatusCode::UNAUTHORIZED].contains(&parts.status);
        let answer = is_final.then(|| (parts.status.as_u16(), &*body));
        if let Err(error) = requests::end(ctx, self.access.user, &self.key, answer).await {
            tracing::warn!(%error, "the answer to a named request is not kept");
        }
        Response::from_parts(parts, Body::from(body))
    }
}

fn replayed(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}
