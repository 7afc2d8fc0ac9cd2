//! Its routes.

mod explain;
mod grants;

use crate::edge::{Routes, routes};

pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(grants::list, grants::put))
        .routes(routes!(grants::revoke))
        .routes(routes!(explain::explain))
}
