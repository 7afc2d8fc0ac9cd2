//! Its routes.

mod change;
mod show;

use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use show::{Effect, EffectFilter};

use crate::platform::api::Problem;

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(show::list))
        .routes(routes!(show::show))
        .routes(routes!(change::retry))
        .routes(routes!(change::cancel))
}

/// The effect in a path.
#[derive(Deserialize)]
pub struct Named {
    effect: i64,
}

fn unknown() -> Problem {
    Problem::not_found("There is no such effect in this server.")
}
