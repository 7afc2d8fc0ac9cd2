//! Calls to Discord's REST API v10 and the parts of its answers that we use. Nothing here does I/O.

use std::fmt::Display;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::{
    channel::{ChannelType, message::MessageType, permission_overwrite::PermissionOverwrite},
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker},
    },
};

use super::{
    bits,
    interaction::User,
    routes::{self, Route},
};

/// One call, along a route that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub(super) route: &'static Route,
    /// Below the API's base address.
    pub(super) path: String,
    pub(super) body: Option<Value>,
    /// For the guild's audit log.
    pub(super) reason: Option<String>,
}

impl Call {
    fn to(route: &'static Route, values: &[&dyn Display]) -> Self {
        Self { route, path: route.path(values), body: None, reason: None }
    }

    fn with(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// With one of the questions that the route takes.
    fn asking(mut self, name: &str, value: &dyn Display) -> Self {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        self.path.push_str(&format!("{mark}{name}={value}"));
        self
    }

    /// With a reason for the audit log.
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    /// Whether it is authorized by the bot's token; calls on an interaction carry their own in the path.
    pub(super) fn is_as_bot(&self) -> bool {
        !self.route.carries_token()
    }

    /// Get Guild: its owner and its roles.
    pub fn guild(guild: Id<GuildMarker>) -> Self {
        Self::to(&routes::GUILD, &[&guild])
    }

    /// Get Current Application.
    pub fn own_application() -> Self {
        Self::to(&routes::OWN_APPLICATION, &[])
    }

    /// Get Current User, as whoever's token goes with it.
    pub fn own_user() -> Self {
        Self::to(&routes::OWN_USER, &[])
    }

    /// Get Current User Guilds, the same: as many as there can be.
    pub fn own_guilds() -> Self {
        Self::to(&routes::OWN_GUILDS, &[]).asking("limit", &200)
    }

    /// A code or a refresh token for tokens.
    pub fn token() -> Self {
        Self::to(&routes::TOKEN, &[])
    }

    /// The end of a token.
    pub fn revoke_token() -> Self {
        Self::to(&routes::REVOKE_TOKEN, &[])
    }

    /// Get User.
    pub fn user(user: Id<UserMarker>) -> Self {
        Self::to(&routes::USER, &[&user])
    }

    /// Get Guild Member.
    pub fn member(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::to(&routes::MEMBER, &[&guild, &user])
    }

    /// Get Guild Ban. 10026 where there is none.
    pub fn get_ban(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::to(&routes::GET_BAN, &[&guild, &user])
    }

    /// Create Guild Ban, deleting the messages of the last `delete_message_seconds` (at most 604,800).
    pub fn ban(guild: Id<GuildMarker>, user: Id<UserMarker>, delete_message_seconds: u32) -> Self {
        let body = json!({ "delete_message_seconds": delete_message_seconds });
        Self::to(&routes::BAN, &[&guild, &user]).with(body)
    }

    /// Remove Guild Ban.
    pub fn unban(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::to(&routes::UNBAN, &[&guild, &user])
    }

    /// Remove Guild Member. 10007 where they are none.
    pub fn kick(guild: Id<GuildMarker>, user: Id<UserMarker>) -> Self {
        Self::to(&routes::REMOVE_MEMBER, &[&guild, &user])
    }

    /// Bulk Guild Ban, of at most 200.
    pub fn ban_many(guild: Id<GuildMarker>, users: &[Id<UserMarker>], delete_message_seconds: u32) -> Self {
        let body = json!({ "user_ids": users, "delete_message_seconds": delete_message_seconds });
        Self::to(&routes::BAN_MANY, &[&guild]).with(body)
    }

    /// Modify Guild Member: silenced until then, at most 28 days ahead, or no longer.
    pub fn timeout(guild: Id<GuildMarker>, user: Id<UserMarker>, until: Option<Timestamp>) -> Self {
        let body = json!({ "communication_disabled_until": until.map(|until| until.to_string()) });
        Self::to(&routes::MODIFY_MEMBER, &[&guild, &user]).with(body)
    }

    /// Modify Guild Member: the name in this guild.
    pub fn rename(guild: Id<GuildMarker>, user: Id<UserMarker>, nick: Option<&str>) -> Self {
        Self::to(&routes::MODIFY_MEMBER, &[&guild, &user]).with(json!({ "nick": nick }))
    }

    /// Add Guild Member Role.
    pub fn add_role(guild: Id<GuildMarker>, user: Id<UserMarker>, role: Id<RoleMarker>) -> Self {
        Self::to(&routes::ADD_ROLE, &[&guild, &user, &role])
    }

    /// Remove Guild Member Role.
    pub fn remove_role(guild: Id<GuildMarker>, user: Id<UserMarker>, role: Id<RoleMarker>) -> Self {
        Self::to(&routes::REMOVE_ROLE, &[&guild, &user, &role])
    }

    /// Get Channel.
    pub fn channel(channel: Id<ChannelMarker>) -> Self {
        Self::to(&routes::CHANNEL, &[&channel])
    }

    /// Modify Channel: seconds between two messages of one person, 0 to 21,600.
    pub fn slowmode(channel: Id<ChannelMarker>, seconds: u32) -> Self {
        Self::to(&routes::MODIFY_CHANNEL, &[&channel]).with(json!({ "rate_limit_per_user": seconds }))
    }

    /// Edit Channel Permissions, of a role.
    pub fn overwrite(channel: Id<ChannelMarker>, role: Id<RoleMarker>, allow: Permissions, deny: Permissions) -> Self {
        let body = json!({ "type": 0, "allow": allow, "deny": deny });
        Self::to(&routes::OVERWRITE, &[&channel, &role]).with(body)
    }

    /// Delete Channel Permission. 10009 where there is none.
    pub fn clear_overwrite(channel: Id<ChannelMarker>, role: Id<RoleMarker>) -> Self {
        Self::to(&routes::CLEAR_OVERWRITE, &[&channel, &role])
    }

    /// Get Channel Message.
    pub fn message(channel: Id<ChannelMarker>, id: Id<MessageMarker>) -> Self {
        Self::to(&routes::MESSAGE, &[&channel, &id])
    }

    /// Get Channel Messages, newest first: at most 100, older than `before` if it is given.
    pub fn messages(channel: Id<ChannelMarker>, before: Option<Id<MessageMarker>>) -> Self {
        let call = Self::to(&routes::MESSAGES, &[&channel]).asking("limit", &100);
        match before {
            Some(before) => call.asking("before", &before),
            None => call,
        }
    }

    /// Bulk Delete Messages, or Delete Message of a single one: Discord takes 2 to 100 in bulk.
    pub fn delete_messages(channel: Id<ChannelMarker>, messages: &[Id<MessageMarker>]) -> Self {
        match messages {
            [only] => Self::to(&routes::DELETE_MESSAGE, &[&channel, &only]),
            many => Self::to(&routes::DELETE_MESSAGES, &[&channel]).with(json!({ "messages": many })),
        }
    }

    /// Create Message. Under one nonce, of at most 25 characters, Discord makes one message in some minutes.
    pub fn post(channel: Id<ChannelMarker>, mut message: Value, nonce: &str) -> Self {
        if let Value::Object(fields) = &mut message {
            fields.insert("nonce".to_owned(), nonce.into());
            fields.insert("enforce_nonce".to_owned(), true.into());
            fields.entry("allowed_mentions").or_insert_with(|| json!({ "parse": [] }));
        }
        Self::to(&routes::POST, &[&channel]).with(message)
    }

    /// Edit Message, one of the bot's own.
    pub fn edit(channel: Id<ChannelMarker>, id: Id<MessageMarker>, message: Value) -> Self {
        Self::to(&routes::EDIT, &[&channel, &id]).with(message)
    }

    /// Create DM: the same channel each time.
    pub fn open_dm(user: Id<UserMarker>) -> Self {
        Self::to(&routes::OPEN_DM, &[]).with(json!({ "recipient_id": user }))
    }

    /// Get Original Interaction Response.
    pub fn original(application: Id<ApplicationMarker>, token: &str) -> Self {
        Self::to(&routes::ORIGINAL, &[&application, &token])
    }

    /// Edit Original Interaction Response.
    pub fn edit_original(application: Id<ApplicationMarker>, token: &str, message: Value) -> Self {
        Self::to(&routes::EDIT_ORIGINAL, &[&application, &token]).with(message)
    }

    /// Create Followup Message.
    pub fn follow_up(application: Id<ApplicationMarker>, token: &str, message: Value) -> Self {
        Self::to(&routes::FOLLOW_UP, &[&application, &token]).with(message)
    }
}

/// Discord's error codes that mean something to us. Source: Discord docs, "Opcodes and Status Codes", JSON Error Codes.
pub mod code {
    pub const UNKNOWN_CHANNEL: u64 = 10_003;
    pub const UNKNOWN_GUILD: u64 = 10_004;
    pub const UNKNOWN_MEMBER: u64 = 10_007;
    pub const UNKNOWN_MESSAGE: u64 = 10_008;
    pub const UNKNOWN_OVERWRITE: u64 = 10_009;
    pub const UNKNOWN_ROLE: u64 = 10_011;
    pub const UNKNOWN_USER: u64 = 10_013;
    pub const UNKNOWN_WEBHOOK: u64 = 10_015;
    pub const UNKNOWN_BAN: u64 = 10_026;
    pub const MISSING_ACCESS: u64 = 50_001;
    /// The person takes no messages from this bot.
    pub const CANNOT_MESSAGE: u64 = 50_007;
    pub const MISSING_PERMISSIONS: u64 = 50_013;
    /// Of many bans not one was possible.
    pub const NOBODY_BANNED: u64 = 500_000;
}

/// A guild.
#[derive(Debug, Clone, Deserialize)]
pub struct Guild {
    #[serde(default)]
    pub name: String,
    pub owner_id: Id<UserMarker>,
    pub roles: Vec<Role>,
}

/// A role and its place in the guild's order.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    pub id: Id<RoleMarker>,
    #[serde(default)]
    pub name: String,
    pub position: i64,
    pub permissions: Permissions,
    /// It belongs to a bot or an integration and can't be given by hand.
    #[serde(default)]
    pub managed: bool,
}

/// The bot's own application.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Application {
    #[serde(default)]
    flags: u64,
}

impl Application {
    /// Whether Discord lets the bot see what others write: GATEWAY_MESSAGE_CONTENT, or the same for small bots.
    pub fn reads_content(self) -> bool {
        self.flags & (1 << 18 | 1 << 19) != 0
    }
}

/// A channel, and what is different in it for some.
#[derive(Debug, Clone, Deserialize)]
pub struct Channel {
    pub id: Id<ChannelMarker>,
    #[serde(rename = "type")]
    pub kind: ChannelType,
    pub guild_id: Option<Id<GuildMarker>>,
    /// Slowmode, in seconds. Discord leaves it out where there is none.
    #[serde(default)]
    pub rate_limit_per_user: Option<u32>,
    #[serde(default, deserialize_with = "bits::overwrites")]
    pub permission_overwrites: Vec<PermissionOverwrite>,
}

/// A member: their roles, and until when they are silenced.
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    #[serde(default)]
    pub roles: Vec<Id<RoleMarker>>,
    pub communication_disabled_until: Option<Timestamp>,
    pub joined_at: Option<Timestamp>,
}

/// A ban.
#[derive(Debug, Clone, Deserialize)]
pub struct Ban {
    pub reason: Option<String>,
}

/// A message in a channel.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    pub id: Id<MessageMarker>,
    #[serde(rename = "type", default = "regular")]
    pub kind: MessageType,
    pub author: User,
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub pinned: bool,
    #[serde(default)]
    pub attachments: Vec<Value>,
}

fn regular() -> MessageType {
    MessageType::Regular
}

/// Something that was made: a message, or a channel.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Made {
    pub id: Id<MessageMarker>,
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
