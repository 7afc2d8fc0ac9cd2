//! Its routes.

mod change;
mod show;
mod versions;

use serde::Deserialize;

use super::find::{self, Owner};
use crate::{
    edge::{Routes, routes},
    platform::{
        api::{Problem, Result},
        ctx::Ctx,
    },
};

pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(show::list))
        .routes(routes!(show::show, change::change))
        .routes(routes!(versions::list))
        .routes(routes!(versions::roll_back))
}

/// The feature in a path.
#[derive(Deserialize)]
pub struct Named {
    feature: String,
}

impl Named {
    fn owner(&self, ctx: &Ctx) -> Result<Owner> {
        let owner = find::owners(ctx).find(|owner| owner.name == self.feature);
        owner.ok_or_else(|| Problem::not_found("There is no such feature, or it has no settings."))
    }
}
