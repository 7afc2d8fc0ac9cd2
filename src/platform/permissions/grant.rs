//! What a grant says: who may use what, where, or may not.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, RoleMarker, UserMarker},
};

/// Whom a grant is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    User(Id<UserMarker>),
    /// Whoever has the role.
    Role(Id<RoleMarker>),
    Everyone,
}

/// What a grant is about. Those who decided it may have meant something that a later release no longer has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// One command, as [`full_name`](crate::platform::feature::full_name) has it.
    Command(String),
    /// All commands of a feature, and what belongs to none of them.
    Feature(String),
}

/// What a grant does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    Allow,
    Deny,
}

impl Effect {
    pub fn column(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

/// What a grant is about: there is at most one grant of a key, so an allow replaces a deny.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub subject: Subject,
    pub target: Target,
    /// The channel in which it holds, with its threads. None: everywhere.
    pub channel: Option<Id<ChannelMarker>>,
}

/// A grant of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: i64,
    pub key: Key,
    pub effect: Effect,
    /// Who decided so last, and when.
    pub created_by: Id<UserMarker>,
    pub created_at: Timestamp,
}
