//! Its routes.

mod guilds;
mod me;
mod sessions;
mod tokens;

pub use guilds::PresentBot;
pub use me::OwnTenant;
pub use sessions::OwnSession;
pub use tokens::OwnToken;

use crate::edge::{Routes, routes};

pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(me::show, me::erase))
        .routes(routes!(me::export))
        .routes(routes!(me::tenants))
        .routes(routes!(guilds::list))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::end))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::revoke))
}
