//! Entries of Discord's audit log, as the gateway tells of them. Source: Discord docs, "Audit Log Resource".

use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{AuditLogEntryMarker, UserMarker},
};

/// Something that somebody did in a server's administration.
#[derive(Debug, Clone, Deserialize)]
pub struct Entry {
    pub id: Id<AuditLogEntryMarker>,
    /// One of [`action`].
    pub action_type: u16,
    /// Who did it. None: Discord itself.
    pub user_id: Option<Id<UserMarker>>,
    /// To whom or what, by id.
    pub target_id: Option<String>,
    pub reason: Option<String>,
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Discord's optional audit entry info, different for each kind of act.
    options: Option<Value>,
}

impl Entry {
    /// To whom or what, if it has an id.
    pub fn target<T>(&self) -> Option<Id<T>> {
        Id::new_checked(self.target_id.as_deref()?.parse().ok()?)
    }

    /// One of the options. Discord writes all of them as texts.
    pub fn option<T: FromStr>(&self, name: &str) -> Option<T> {
        self.options.as_ref()?.get(name)?.as_str()?.parse().ok()
    }
}

/// What was changed.
#[derive(Debug, Clone, Deserialize)]
pub struct Change {
    pub key: String,
    pub new_value: Option<Value>,
}

/// Discord's numbers for what was done.
pub mod action {
    pub const MEMBER_KICK: u16 = 20;
    pub const MEMBER_BAN_ADD: u16 = 22;
    pub const MEMBER_BAN_REMOVE: u16 = 23;
    pub const MEMBER_UPDATE: u16 = 24;
    pub const MESSAGE_DELETE: u16 = 72;
    pub const MESSAGE_BULK_DELETE: u16 = 73;
}
