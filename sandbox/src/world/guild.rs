//! A guild and what it holds.

use std::collections::BTreeMap;

use super::Permissions;

/// A guild.
#[derive(Debug, Clone)]
pub struct Guild {
    pub id: u64,
    pub name: String,
    pub owner: u64,
    pub roles: BTreeMap<u64, Role>,
    pub members: BTreeMap<u64, Member>,
    pub channels: BTreeMap<u64, Channel>,
    pub bans: BTreeMap<u64, Ban>,
    /// Oldest first.
    pub audit_log: Vec<AuditEntry>,
}

/// A role. The one with the guild's own id is @everyone.
#[derive(Debug, Clone)]
pub struct Role {
    pub id: u64,
    pub name: String,
    /// Higher stands above lower.
    pub position: i64,
    /// Bits; see [`super::Permissions`].
    pub permissions: u64,
    /// Belongs to a bot and cannot be given to anybody else.
    pub managed: bool,
}

/// A member; the user's id is the key.
#[derive(Debug, Clone, Default)]
pub struct Member {
    pub roles: Vec<u64>,
    pub nick: Option<String>,
    pub joined_at_ms: u64,
}

/// A text channel.
#[derive(Debug, Clone)]
pub struct Channel {
    pub id: u64,
    pub name: String,
    pub overwrites: Vec<Overwrite>,
}

/// What a role or member may and may not in one channel.
#[derive(Debug, Clone, Copy)]
pub struct Overwrite {
    /// The role's or the member's id.
    pub id: u64,
    pub allow: u64,
    pub deny: u64,
}

/// A ban.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    pub reason: Option<String>,
    pub delete_message_seconds: u64,
}

/// A line of the audit log.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    pub id: u64,
    /// Discord's number: 22 is MEMBER_BAN_ADD, 23 MEMBER_BAN_REMOVE.
    pub action: u64,
    /// The user who did it.
    pub by: u64,
    /// The user to whom it was done.
    pub target: u64,
    pub reason: Option<String>,
}

impl Guild {
    pub(super) fn new(id: u64, name: &str, owner: u64) -> Self {
        let everyone = Role { id, name: "@everyone".to_owned(), position: 0, permissions: DEFAULT, managed: false };
        Self {
            id,
            name: name.to_owned(),
            owner,
            roles: BTreeMap::from([(id, everyone)]),
            members: BTreeMap::new(),
            channels: BTreeMap::new(),
            bans: BTreeMap::new(),
            audit_log: Vec::new(),
        }
    }

    /// The highest of a member's roles: its position, and of two at one position the older.
    pub fn rank(&self, user: u64) -> (i64, std::cmp::Reverse<u64>) {
        let held = self.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
        held.iter()
            .filter_map(|id| self.roles.get(id))
            .map(|role| (role.position, std::cmp::Reverse(role.id)))
            .max()
            .unwrap_or((0, std::cmp::Reverse(u64::MAX)))
    }

    /// Whether `actor` stands above `target`. Who is no member stands below everyone, the owner above everyone.
    pub fn is_above(&self, actor: u64, target: u64) -> bool {
        if target == self.owner {
            return false;
        }
        actor == self.owner || !self.members.contains_key(&target) || self.rank(actor) > self.rank(target)
    }
}

/// What @everyone may in a new guild: see, send, read history, use commands.
const DEFAULT: u64 = Permissions::VIEW_CHANNEL
    | Permissions::SEND_MESSAGES
    | Permissions::READ_MESSAGE_HISTORY
    | Permissions::USE_APPLICATION_COMMANDS;
