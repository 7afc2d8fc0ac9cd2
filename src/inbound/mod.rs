//! The ways in. Each verifies, decodes and dispatches; none holds a rule or a statement.

pub mod api; // the JSON API
mod auth; // people who sign in
mod due; // the clock's tick and the relay's poke
pub mod interactions; // Discord's signed interactions
mod pages; // pages for people
mod status; // /health and /status

use std::sync::Arc;

use tracing::Instrument;

use self::due::Due;
use crate::{
    edge::{Answer, Inbound, Later, Response, Unsigned},
    platform::{
        config::Config,
        ctx::{Ctx, RequestId},
        feature::Features,
        locale::Locale,
    },
};

/// Answers one request.
pub async fn route(config: Arc<Config>, later: Later, features: Features, request: Inbound) -> Answer {
    let path = request.path();
    if let Some(rest) = path.strip_prefix("/interactions/") {
        return match request.method().as_str() {
            "POST" => interactions::answer(config, later, features, request, rest).await.into(),
            _ => Response::text(405, "Discord posts interactions here.").into(),
        };
    }
    let ctx = Ctx::new(config, features, later, RequestId::random());
    let span = tracing::info_span!("request", id = %ctx.request_id);
    async move {
        if path.starts_with("/api/v1/") {
            return api::answer(ctx, request).await;
        }
        if path.starts_with("/auth/") {
            return auth::answer(ctx, request).await;
        }
        match (request.method().as_str(), path.as_str()) {
            ("GET", "/status") => return status::status(&ctx, request).await,
            ("GET", "/page.css") => return pages::stylesheet(&ctx),
            ("GET", "/") => {
                let locale = pages::reader(&ctx, &request).unwrap_or(Locale::ENGLISH);
                return pages::first(&ctx, locale);
            }
            _ => {}
        }
        let response = match (request.method().as_str(), path.as_str()) {
            ("GET", "/health") => status::health(),
            ("POST", "/tick") => due::start(&ctx, request, Due::Everything).await,
            ("POST", "/gateway") => due::start(&ctx, request, Due::Events).await,
            (_, "/health" | "/status" | "/page.css") => Response::text(405, "Only GET is answered here."),
            (_, "/tick" | "/gateway") => Response::text(405, "Only POST is answered here."),
            _ => Response::text(404, "There is nothing at this address."),
        };
        response.into()
    }
    .instrument(span)
    .await
}

/// The edge's own clock has struck: the same work as a signed tick's.
pub async fn scheduled(config: Arc<Config>, later: Later, features: Features) {
    let ctx = Ctx::new(config, features, later, RequestId::random());
    let span = tracing::info_span!("request", id = %ctx.request_id);
    due::run(&ctx, Due::Everything).instrument(span).await;
}

/// What an unsigned request is told: nothing that helps to guess.
fn refuse(unsigned: Unsigned) -> Response {
    match unsigned {
        Unsigned::TooLarge => Response::text(413, "The body is over 1 MiB."),
        Unsigned::Header | Unsigned::Signature => Response::text(401, "The signature is missing, stale or wrong."),
    }
}
