//! Its routes.

mod change;
mod show;

use serde::Deserialize;

pub use show::{Effect, EffectFilter};

use crate::{
    edge::{Routes, routes},
    platform::api::Problem,
};

pub fn routes() -> Routes {
    Routes::new()
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
