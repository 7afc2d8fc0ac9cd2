//! How each way to Discord and back is going: interactions in, the gateway, calls out, and the database that all stand on. Counts
//! of all tenants together, and never a tenant's data.

mod model;
mod store;

use std::time::Duration;

pub use model::{Counts, Path, State, paths, without_database};

use super::ctx::Ctx;
use crate::{db::Result, edge};

/// What is counted now, and how long the database took to say so.
pub async fn look(ctx: &Ctx) -> Result<(Counts, Duration)> {
    let before = edge::now();
    let counts = store::counts(&ctx.db).await?;
    let took = edge::now().duration_since(before);
    Ok((counts, took.unsigned_abs()))
}
