//! A guild and what it holds.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{AuditEntry, Channel, DEFAULT_LOCALE, Permissions, Watch, Watched};

/// A guild.
#[derive(Debug, Clone)]
pub struct Guild {
    /// A snowflake, also the id of @everyone.
    pub id: u64,
    /// As people see it.
    pub name: String,
    /// The user who may everything and is above everybody.
    pub owner: u64,
    /// The language of its community, one of Discord's locales.
    pub preferred_locale: String,
    /// By id, @everyone among them.
    pub roles: Watched<Role>,
    /// By their users' ids, bots among them.
    pub members: Watched<Member>,
    /// By id.
    pub channels: Watched<Channel>,
    /// By user id.
    pub bans: Watched<Ban>,
    /// Oldest first.
    pub audit_log: Vec<AuditEntry>,
    /// To whom commands are shown or not, whatever their default permissions: by command, then by role or user. The server's
    /// settings call it Integrations.
    pub shown_commands: BTreeMap<u64, BTreeMap<u64, bool>>,
    /// Whether Discord cannot reach it: an outage, of which the gateway tells. REST knows nothing of it.
    pub unavailable: bool,
}

/// What a guild was, beside what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildBefore {
    pub(crate) name: String,
    pub(crate) owner: u64,
    pub(crate) preferred_locale: String,
    /// How many lines its audit log had.
    pub(crate) logged: usize,
}

impl Watch for Guild {
    type Before = GuildBefore;

    fn before(&self) -> GuildBefore {
        let (name, preferred_locale) = (self.name.clone(), self.preferred_locale.clone());
        GuildBefore { name, owner: self.owner, preferred_locale, logged: self.audit_log.len() }
    }
}

/// A role. The one with the guild's own id is @everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// A snowflake.
    pub id: u64,
    /// As people see it.
    pub name: String,
    /// Higher stands above lower.
    pub position: i64,
    /// Bits; see [`super::Permissions`].
    pub permissions: u64,
    /// Belongs to a bot and cannot be given to anybody else.
    pub managed: bool,
}

/// A member; the user's id is the key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// Ids of the roles beside @everyone.
    pub roles: Vec<u64>,
    /// What they are called here.
    pub nick: Option<String>,
    /// In milliseconds since 1970.
    pub joined_at_ms: u64,
    /// Whether they have yet to accept the guild's rules: Membership Screening.
    pub pending: bool,
    /// When a timeout ends, in milliseconds since 1970. It has no effect once that is past.
    pub communication_disabled_until_ms: Option<u64>,
}

/// A ban.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// Why, if the bot said so.
    pub reason: Option<String>,
    /// How far back their messages were to be deleted.
    pub delete_message_seconds: u64,
}

impl Watch for Role {
    type Before = Self;

    fn before(&self) -> Self {
        self.clone()
    }
}

impl Watch for Member {
    type Before = Self;

    fn before(&self) -> Self {
        self.clone()
    }
}

impl Watch for Ban {
    type Before = Self;

    fn before(&self) -> Self {
        self.clone()
    }
}

impl Role {
    /// What it is sorted by: its position, and of two at one position the older stands above.
    pub fn rank(&self) -> (i64, Reverse<u64>) {
        (self.position, Reverse(self.id))
    }
}

impl Guild {
    pub(super) fn new(id: u64, name: &str, owner: u64) -> Self {
        let everyone = Role { id, name: "@everyone".to_owned(), position: 0, permissions: DEFAULT, managed: false };
        Self {
            id,
            name: name.to_owned(),
            owner,
            preferred_locale: DEFAULT_LOCALE.to_owned(),
            roles: [(id, everyone)].into_iter().collect(),
            members: Watched::default(),
            channels: Watched::default(),
            bans: Watched::default(),
            audit_log: Vec::new(),
            shown_commands: BTreeMap::new(),
            unavailable: false,
        }
    }

    /// Whether the server's settings show a command to a member, or hide it: what is set for the user counts before what is
    /// set for any of their roles, and that before what is set for @everyone. None: nothing is set.
    pub fn shows(&self, command: u64, user: u64) -> Option<bool> {
        let set = self.shown_commands.get(&command)?;
        let roles = self.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
        let of_roles = roles.iter().filter_map(|role| set.get(role)).copied().reduce(|one, other| one || other);
        set.get(&user).copied().or(of_roles).or_else(|| set.get(&self.id).copied())
    }

    /// The highest of a member's roles: its position, and of two at one position the older.
    pub fn rank(&self, user: u64) -> (i64, Reverse<u64>) {
        let held = self.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
        held.iter().filter_map(|id| self.roles.get(id)).map(Role::rank).max().unwrap_or((0, Reverse(u64::MAX)))
    }

    /// Whether `actor` stands above `target`. Who is no member stands below everyone, the owner above everyone.
    pub fn is_above(&self, actor: u64, target: u64) -> bool {
        if target == self.owner {
            return false;
        }
        actor == self.owner || !self.members.contains_key(&target) || self.rank(actor) > self.rank(target)
    }
}

/// What @everyone may in a new guild: see, send, react, open threads, read history, choose a nickname, use commands.
const DEFAULT: u64 = Permissions::VIEW_CHANNEL
    | Permissions::SEND_MESSAGES
    | Permissions::SEND_MESSAGES_IN_THREADS
    | Permissions::CREATE_PUBLIC_THREADS
    | Permissions::CREATE_PRIVATE_THREADS
    | Permissions::ADD_REACTIONS
    | Permissions::READ_MESSAGE_HISTORY
    | Permissions::CHANGE_NICKNAME
    | Permissions::USE_APPLICATION_COMMANDS;
