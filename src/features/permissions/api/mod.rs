//! Its routes.

mod explain;
mod grants;

use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(grants::list, grants::put))
        .routes(routes!(grants::revoke))
        .routes(routes!(explain::explain))
}
