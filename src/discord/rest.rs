//! Calls to Discord's REST API v10 and the parts of its answers that we use. Nothing here does I/O.

use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, GuildMarker, RoleMarker, UserMarker},
    },
};

/// One call. `path` follows the API's base address.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
    /// For the guild's audit log.
    pub reason: Option<String>,
    /// Whether it is authorized by the bot's token; calls on an interaction carry their own in the path.
    pub as_bot: bool,
}

impl Call {
    fn bot(method: &'static str, path: String) -> Self {
        Self { method, path, body: None, reason: None, as_bot: true }
    }

    fn interaction(method: &'static str, path: String, body: Option<Value>) -> Self {
        Self { method, path, body, reason: None, as_bot: false }
    }

    /// With a reason for the audit log.
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    /// Get Guild: its owner and its roles.
    pub fn guild(guild: Id<GuildMarker>) -> Self {
        Self::bot("GET", format!("/guilds/{guild}"))
    }

    /// Get Guild Member.
    pub fn member(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::bot("GET", format!("/guilds/{guild}/members/{user}"))
    }

    /// Get Guild Ban. 10026 where there is none.
    pub fn get_ban(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::bot("GET", format!("/guilds/{guild}/bans/{user}"))
    }

    /// Create Guild Ban, deleting the messages of the last `delete_message_seconds` (at most 604,800).
    pub fn ban(guild: Id<GuildMarker>, user: Id<UserMarker>, delete_message_seconds: u32) -> Self {
        let mut call = Self::bot("PUT", format!("/guilds/{guild}/bans/{user}"));
        call.body = Some(json!({ "delete_message_seconds": delete_message_seconds }));
        call
    }

    /// Remove Guild Ban.
    pub fn unban(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::bot("DELETE", format!("/guilds/{guild}/bans/{user}"))
    }

    /// Remove Guild Member. 10007 where they are none.
    pub fn kick(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::bot("DELETE", format!("/guilds/{guild}/members/{user}"))
    }

    /// Get Original Interaction Response.
    pub fn original(application: Id<ApplicationMarker>, token: &str) -> Self {
        Self::interaction("GET", format!("/webhooks/{application}/{token}/messages/@original"), None)
    }

    /// Edit Original Interaction Response.
    pub fn edit_original(application: Id<ApplicationMarker>, token: &str, message: Value) -> Self {
        Self::interaction("PATCH", format!("/webhooks/{application}/{token}/messages/@original"), Some(message))
    }

    /// Create Followup Message.
    pub fn follow_up(application: Id<ApplicationMarker>, token: &str, message: Value) -> Self {
        Self::interaction("POST", format!("/webhooks/{application}/{token}"), Some(message))
    }
}

/// Discord's error codes that mean something to us. Source: Discord docs, "Opcodes and Status Codes", JSON Error Codes.
pub mod code {
    pub const UNKNOWN_MEMBER: u64 = 10_007;
    pub const UNKNOWN_MESSAGE: u64 = 10_008;
    pub const UNKNOWN_USER: u64 = 10_013;
    pub const UNKNOWN_WEBHOOK: u64 = 10_015;
    pub const UNKNOWN_BAN: u64 = 10_026;
    pub const MISSING_ACCESS: u64 = 50_001;
    pub const MISSING_PERMISSIONS: u64 = 50_013;
}

/// A guild.
#[derive(Debug, Clone, Deserialize)]
pub struct Guild {
    pub owner_id: Id<UserMarker>,
    pub roles: Vec<Role>,
}

/// A role and its place in the guild's order.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    pub id: Id<RoleMarker>,
    pub position: i64,
    pub permissions: Permissions,
}

/// A member's roles.
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    #[serde(default)]
    pub roles: Vec<Id<RoleMarker>>,
}

/// A ban.
#[derive(Debug, Clone, Deserialize)]
pub struct Ban {
    pub reason: Option<String>,
}

/// A message, by its flags.
#[derive(Debug, Clone, Deserialize)]
pub struct Shown {
    #[serde(default)]
    pub flags: u64,
}

impl Shown {
    /// Whether Discord still shows "thinking…" (flag LOADING).
    pub fn is_loading(&self) -> bool {
        self.flags & (1 << 7) != 0
    }
}
