//! Who is signed in, and what they may do for which tenant.

mod role;
mod secret;
mod store;

use twilight_model::id::{Id, marker::UserMarker};
use uuid::Uuid;

pub use role::{LowerRole, Right, Role};
pub use secret::{Secret, hash};
pub use store::{
    SignIn, authenticate, end_session, forget, keep_guilds, keep_tokens, kept_for, lease_refresh, sign_in,
};

use crate::discord::interaction::User;

/// SHA-256 of a session's cookie or of a token: all that is kept of either.
pub type Credential = [u8; 32];

/// Somebody who proved who they are, by a session or by a token of theirs.
#[derive(Debug, Clone)]
pub struct Access {
    pub credential: Credential,
    pub user: Id<UserMarker>,
    pub user_name: String,
    /// The browser's session. None: a token was used.
    pub session: Option<Uuid>,
    /// What a token may do of what its owner may.
    pub scopes: Option<Vec<String>>,
    /// The tenant that the request is about, and their place in it.
    pub tenant: Option<Standing>,
}

/// What somebody is to a tenant.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub tenant: Uuid,
    pub role: Role,
    pub via: Via,
}

/// By what right somebody works for a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Member,
    /// Their tenant is this one's agency.
    Agency,
    /// An owner has let the platform's operators in.
    Support,
}

impl Access {
    /// How the audit log says that they came in.
    pub fn column(&self) -> &'static str {
        match (self.tenant, self.session) {
            (Some(Standing { via: Via::Support, .. }), _) => "support",
            (_, None) => "token",
            (_, Some(_)) => "dashboard",
        }
    }

    /// They, as whoever acts.
    pub fn actor(&self) -> User {
        User { id: self.user, username: self.user_name.clone(), global_name: None, bot: false }
    }
}
