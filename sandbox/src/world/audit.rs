//! The audit log. Source: Discord docs, "Audit Log Resource".

use serde_json::{Value, json};

use super::World;

/// A line of the audit log.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// A snowflake, which carries the time.
    pub id: u64,
    /// One of [`audit_event`].
    pub action: u64,
    /// The user who did it.
    pub by: u64,
    /// To whom or what it was done: a user, or a channel.
    pub target: u64,
    /// Why, if the bot said so.
    pub reason: Option<String>,
    /// Discord's audit log change objects.
    pub changes: Vec<Value>,
    /// Discord's optional audit entry info; null for most events.
    pub options: Value,
}

/// Discord's numbers for what is logged.
pub mod audit_event {
    #![expect(missing_docs, reason = "the names say it, and are Discord's")]
    pub const CHANNEL_UPDATE: u64 = 11;
    pub const CHANNEL_OVERWRITE_CREATE: u64 = 13;
    pub const CHANNEL_OVERWRITE_UPDATE: u64 = 14;
    pub const CHANNEL_OVERWRITE_DELETE: u64 = 15;
    pub const MEMBER_KICK: u64 = 20;
    pub const MEMBER_BAN_ADD: u64 = 22;
    pub const MEMBER_BAN_REMOVE: u64 = 23;
    pub const MEMBER_UPDATE: u64 = 24;
    pub const MEMBER_ROLE_UPDATE: u64 = 25;
    pub const MESSAGE_DELETE: u64 = 72;
    pub const MESSAGE_BULK_DELETE: u64 = 73;
}

impl AuditEntry {
    /// Discord's audit log entry object, without the keys that it leaves out when there is nothing to tell.
    pub fn json(&self) -> Value {
        let mut entry = json!({
            "id": self.id.to_string(), "action_type": self.action, "user_id": self.by.to_string(),
            "target_id": self.target.to_string(),
        });
        let optional = [
            ("reason", self.reason.clone().map(Value::String)),
            ("changes", (!self.changes.is_empty()).then(|| json!(self.changes))),
            ("options", (!self.options.is_null()).then(|| self.options.clone())),
        ];
        for (key, value) in optional.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            entry[key] = value;
        }
        entry
    }
}

impl World {
    /// Writes a line into a guild's audit log; its id is made here.
    pub(crate) fn log(&mut self, guild: u64, entry: AuditEntry) {
        let id = self.snowflake();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.audit_log.push(AuditEntry { id, ..entry });
        }
    }
}
