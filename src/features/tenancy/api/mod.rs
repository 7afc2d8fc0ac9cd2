//! Its routes.

mod audit;
mod bots;
mod clients;
mod guilds;
mod invitations;
mod members;
mod support;
mod tenants;

pub use audit::{AuditEntry, AuditFilter};
pub use clients::Client;
pub use guilds::OwnGuild;
pub use invitations::{Invitation, Joined};
pub use members::Member;
pub use support::SupportGrant;
pub use tenants::Tenant;

use crate::edge::{Routes, routes};

pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(bots::list))
        .routes(routes!(bots::open_claims))
        .routes(routes!(tenants::found))
        .routes(routes!(tenants::show, tenants::change))
        .routes(routes!(clients::list))
        .routes(routes!(guilds::list, guilds::claim))
        .routes(routes!(guilds::release))
        .routes(routes!(members::list))
        .routes(routes!(members::change, members::end))
        .routes(routes!(invitations::list, invitations::create))
        .routes(routes!(invitations::revoke))
        .routes(routes!(invitations::accept))
        .routes(routes!(support::list, support::create))
        .routes(routes!(support::revoke))
        .routes(routes!(audit::list))
}
