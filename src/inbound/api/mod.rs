//! The JSON API under `/api/v1`: every feature's routes, and what holds for all of them.

#[cfg(not(target_arch = "wasm32"))]
mod document;
mod idempotency;
mod readable;
mod safe;

#[cfg(not(target_arch = "wasm32"))]
pub use document::document;
pub use safe::harden;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use tower::ServiceExt;

use self::idempotency::Named;
use crate::{
    edge::{Answer, Inbound, Routes, Unsigned},
    platform::{
        api::Problem,
        ctx::Ctx,
        feature::Features,
        locale::{Language, Locale},
    },
};

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// Answers a request whose path begins with `/api/v1/`.
pub async fn answer(ctx: Ctx, request: Inbound) -> Answer {
    let locale = ctx.locale(Language::accepted(request.header("accept-language").as_deref()));
    if request.path() == "/api/v1/docs" && request.method() == "GET" {
        return readable::page(&ctx);
    }
    if request.path() == "/api/v1/openapi.json" && request.method() == "GET" {
        return Answer::Whole(harden(readable::document(), &ctx));
    }
    let answered = match admit(&ctx, request).await {
        Ok(request) => once(&ctx, request, locale).await,
        Err(problem) => problem.answer(&ctx, locale),
    };
    Answer::Whole(harden(answered, &ctx))
}

/// What its sender has named is done once.
async fn once(ctx: &Ctx, request: Request<Bytes>, locale: Locale) -> Response {
    match idempotency::claim(ctx, &request).await {
        Ok(Named::Not) => call(ctx, request, locale).await,
        Ok(Named::Now(claim)) => {
            let named = Ctx { cause: Some(claim.cause), ..ctx.clone() };
            let response = call(&named, request, locale).await;
            claim.keep(ctx, response).await
        }
        Ok(Named::Answered(response)) => response,
        Err(problem) => problem.answer(ctx, locale),
    }
}

async fn admit(ctx: &Ctx, request: Inbound) -> Result<Request<Bytes>, Problem> {
    let address = request.header("cf-connecting-ip").unwrap_or_default();
    ctx.config.api_limits.take_address(&address, ctx.arrived_at)?;
    let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is over 64 KiB.");
    let request = request.whole().await.map_err(|unsigned| match unsigned {
        Unsigned::TooLarge => too_large(),
        _ => Problem::new(StatusCode::BAD_REQUEST, "unreadable", "This is no request that can be read."),
    })?;
    if request.body().len() > MAX_BODY { Err(too_large()) } else { Ok(request) }
}

/// Through the router, as JSON or as a problem.
async fn call(ctx: &Ctx, mut request: Request<Bytes>, locale: Locale) -> Response {
    request.extensions_mut().insert(Ctx { language: Some(locale.language), ..ctx.clone() });
    let router = ctx.config.api.get_or_init(|| router(ctx.features));
    // A router refuses nothing by itself: its error is no value.
    let response = match router.clone().oneshot(request.map(Body::from)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    said(ctx, response, locale)
}

/// Makes what axum says by itself, and what a route says is wrong, a problem.
fn said(ctx: &Ctx, mut response: Response, locale: Locale) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return problem.answer(ctx, locale);
    }
    let status = response.status();
    let is_ours = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind != "text/plain; charset=utf-8");
    if status.is_success() || status.is_redirection() || is_ours {
        return response;
    }
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::not_found("There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(
            status,
            "method_not_allowed",
            "This address does not answer to that method: see the header Allow.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Problem::new(status, "unsupported_media_type", "Send the body as application/json.")
        }
        _ => Problem::new(status, "unreadable", "The request cannot be read as what this address takes."),
    };
    let mut answered = problem.answer(ctx, locale);
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        answered.headers_mut().insert(header::ALLOW, allow);
    }
    answered
}

/// The routes of all features.
fn router(features: Features) -> Router {
    routes(features).into()
}

fn routes(features: Features) -> Routes {
    let routes = features.iter().filter_map(|feature| feature.routes);
    routes.fold(Routes::new(), |all, routes| all.nest("/api/v1", routes()))
}
