//! Its statements.

mod audit;
mod people;
mod tenants;

pub use audit::audit;
pub use people::{
    accept, change_member, end_member, grant_support, invitations, invite, member, members, revoke_invitation,
    revoke_support, support_grants,
};
pub use tenants::{
    Founding, change, claim, claimable_bots, clients, found, guilds, release, role_in, tenant, tenant_in, tenant_name,
};
