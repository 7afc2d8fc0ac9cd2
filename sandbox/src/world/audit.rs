//! The audit log. Source: Discord docs, "Audit Log Resource".

use serde_json::{Value, json};

use super::World;

/// For how long an entry about deleted messages counts on, in milliseconds.
const COUNTS_ON: u64 = 5 * 60 * 1_000;

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
    pub const BOT_ADD: u64 = 28;
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

    /// Writes into a guild's audit log that a person deleted what another wrote. Of the same two people and channel an entry
    /// that is younger than five minutes counts on instead, of which the gateway does not tell.
    pub(crate) fn log_deletion(&mut self, guild: u64, by: u64, author: u64, channel: u64) {
        let (action, channel) = (audit_event::MESSAGE_DELETE, channel.to_string());
        let since = Self::first_id_at(self.now_ms().saturating_sub(COUNTS_ON));
        let log = self.guilds.get_mut(&guild).map(|guild| &mut guild.audit_log).into_iter().flatten();
        let mut recent = log.filter(|entry| entry.id >= since && entry.action == action);
        let same = recent.find(|one| one.by == by && one.target == author && one.options["channel_id"] == channel);
        if let Some(entry) = same {
            let count = entry.options["count"].as_str().and_then(|count| count.parse().ok()).unwrap_or(0_u64);
            entry.options["count"] = json!((count + 1).to_string());
            return;
        }
        let options = json!({ "channel_id": channel, "count": "1" });
        let entry = AuditEntry { id: 0, action, by, target: author, reason: None, changes: Vec::new(), options };
        self.log(guild, entry);
    }
}
