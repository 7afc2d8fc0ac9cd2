//! An event before it is known who hears of it.

use std::collections::BTreeSet;

use serde_json::Value;

/// Something that happened.
#[derive(Debug)]
pub(super) struct Event {
    /// Discord's name of it.
    pub name: &'static str,
    pub scope: Scope,
    /// JSON.
    pub data: String,
    /// The same as it is told to bots that do not read what others write.
    pub veiled: Option<Veiled>,
}

/// Whom it concerns.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope {
    /// All bots of a guild that have this intent.
    Guild { guild: u64, intent: u64 },
    /// Those that are told of members; the member itself in any case.
    Member { guild: u64, user: u64 },
    /// Those that may read the audit log.
    AuditLog { guild: u64 },
    /// Those that see the channel.
    Messages { guild: u64, channel: u64 },
    /// The bot of a conversation.
    Direct { application: u64 },
}

/// A message without its content.
#[derive(Debug)]
pub(super) struct Veiled {
    /// JSON.
    pub data: String,
    /// The bots that read it nevertheless: its author, and those whom it mentions.
    pub readers: BTreeSet<u64>,
}

impl Event {
    pub fn new(name: &'static str, scope: Scope, data: &Value) -> Self {
        Self { name, scope, data: data.to_string(), veiled: None }
    }
}
