//! What can be done on Discord as an effect: its calls, its lane, its opposites.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker},
    },
};

use crate::discord::{
    bits, client,
    rest::{Call, code},
};

/// An act, as the payload of an effect's row stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    Ban {
        user: Id<UserMarker>,
        delete_message_seconds: u32,
    },
    /// A ban and its end at once: it removes the member and their messages, and they may come back.
    SoftBan {
        user: Id<UserMarker>,
        delete_message_seconds: u32,
    },
    /// Up to 200 bans in one call. Discord says which of them it refused.
    BanMany {
        users: Vec<Id<UserMarker>>,
        delete_message_seconds: u32,
    },
    Unban {
        user: Id<UserMarker>,
    },
    Kick {
        user: Id<UserMarker>,
    },
    /// Silences a member until then, at most 28 days ahead.
    Timeout {
        user: Id<UserMarker>,
        until: Timestamp,
    },
    EndTimeout {
        user: Id<UserMarker>,
    },
    /// Nothing but the notice that goes with it.
    Tell {
        user: Id<UserMarker>,
    },
    AddRole {
        user: Id<UserMarker>,
        role: Id<RoleMarker>,
    },
    RemoveRole {
        user: Id<UserMarker>,
        role: Id<RoleMarker>,
    },
    /// None: the name that they have everywhere.
    Rename {
        user: Id<UserMarker>,
        nick: Option<String>,
    },
    /// Seconds between two messages of one person, 0 to 21,600.
    Slowmode {
        channel: Id<ChannelMarker>,
        seconds: u32,
    },
    /// What a role may and may not in a channel.
    Overwrite {
        channel: Id<ChannelMarker>,
        role: Id<RoleMarker>,
        #[serde(deserialize_with = "bits::exact")]
        allow: Permissions,
        #[serde(deserialize_with = "bits::exact")]
        deny: Permissions,
    },
    ClearOverwrite {
        channel: Id<ChannelMarker>,
        role: Id<RoleMarker>,
    },
    /// Up to 100 messages, none older than two weeks unless it is the only one.
    DeleteMessages {
        channel: Id<ChannelMarker>,
        messages: Vec<Id<MessageMarker>>,
    },
    /// A message of the bot's own.
    Post {
        channel: Id<ChannelMarker>,
        content: String,
    },
    /// The same about a member, who is called if it mentions them.
    Greet {
        channel: Id<ChannelMarker>,
        content: String,
        user: Id<UserMarker>,
    },
}

impl Act {
    /// Effects of one bot on one member or channel of a guild happen in order.
    pub fn lane(&self, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> Option<String> {
        let about = match self {
            Self::Ban { user, .. }
            | Self::SoftBan { user, .. }
            | Self::Unban { user }
            | Self::Kick { user }
            | Self::Timeout { user, .. }
            | Self::EndTimeout { user }
            | Self::AddRole { user, .. }
            | Self::RemoveRole { user, .. }
            | Self::Rename { user, .. } => user.get(),
            Self::Slowmode { channel, .. }
            | Self::Overwrite { channel, .. }
            | Self::ClearOverwrite { channel, .. }
            | Self::DeleteMessages { channel, .. } => channel.get(),
            // A notice of its own waits for nobody, and nobody for it.
            Self::BanMany { .. } | Self::Post { .. } | Self::Greet { .. } | Self::Tell { .. } => return None,
        };
        Some(format!("{application}/{guild}/{about}"))
    }

    /// What this makes pointless while it still waits.
    pub fn opposites(&self) -> &'static [&'static str] {
        match self {
            Self::Ban { .. } | Self::SoftBan { .. } => &["unban"],
            Self::Unban { .. } => &["ban", "soft_ban"],
            Self::Timeout { .. } => &["end_timeout", "timeout"],
            Self::EndTimeout { .. } => &["timeout"],
            // Of two names, or of two paces, the later counts.
            Self::Rename { .. } => &["rename"],
            Self::Slowmode { .. } => &["slowmode"],
            _ => &[],
        }
    }

    /// Whom it is about, if it is one person.
    pub fn about(&self) -> Option<Id<UserMarker>> {
        match self {
            Self::Ban { user, .. }
            | Self::SoftBan { user, .. }
            | Self::Unban { user }
            | Self::Kick { user }
            | Self::Timeout { user, .. }
            | Self::EndTimeout { user }
            | Self::Tell { user }
            | Self::AddRole { user, .. }
            | Self::RemoveRole { user, .. }
            | Self::Rename { user, .. }
            | Self::Greet { user, .. } => Some(*user),
            Self::BanMany { .. }
            | Self::Slowmode { .. }
            | Self::Overwrite { .. }
            | Self::ClearOverwrite { .. }
            | Self::DeleteMessages { .. }
            | Self::Post { .. } => None,
        }
    }

    /// The forms of payloads that make it too late for this one once they were decided after it.
    pub fn overtaken_by(&self) -> Vec<Value> {
        let opposites = self.opposites().iter().map(|act| json!({ "act": act }));
        let of_role = match self {
            Self::AddRole { role, .. } => Some(json!({ "act": "remove_role", "role": role })),
            Self::RemoveRole { role, .. } => Some(json!({ "act": "add_role", "role": role })),
            _ => None,
        };
        opposites.chain(of_role).collect()
    }

    /// The requests that do it, in order.
    pub fn calls(&self, guild: Id<GuildMarker>, nonce: &str) -> Vec<Call> {
        match self {
            Self::Ban { user, delete_message_seconds } => vec![Call::ban(guild, *user, *delete_message_seconds)],
            Self::SoftBan { user, delete_message_seconds } => {
                vec![Call::ban(guild, *user, *delete_message_seconds), Call::unban(guild, *user)]
            }
            Self::BanMany { users, delete_message_seconds } => {
                vec![Call::ban_many(guild, users, *delete_message_seconds)]
            }
            Self::Unban { user } => vec![Call::unban(guild, *user)],
            Self::Kick { user } => vec![Call::kick(guild, *user)],
            Self::Timeout { user, until } => vec![Call::timeout(guild, *user, Some(*until))],
            Self::EndTimeout { user } => vec![Call::timeout(guild, *user, None)],
            Self::Tell { .. } => Vec::new(),
            Self::AddRole { user, role } => vec![Call::add_role(guild, *user, *role)],
            Self::RemoveRole { user, role } => vec![Call::remove_role(guild, *user, *role)],
            Self::Rename { user, nick } => vec![Call::rename(guild, *user, nick.as_deref())],
            Self::Slowmode { channel, seconds } => vec![Call::slowmode(*channel, *seconds)],
            Self::Overwrite { channel, role, allow, deny } => vec![Call::overwrite(*channel, *role, *allow, *deny)],
            Self::ClearOverwrite { channel, role } => vec![Call::clear_overwrite(*channel, *role)],
            Self::DeleteMessages { channel, messages } => vec![Call::delete_messages(*channel, messages)],
            Self::Post { channel, content } => {
                vec![Call::post(*channel, json!({ "content": content }), nonce)]
            }
            Self::Greet { channel, content, user } => {
                let body = json!({ "content": content, "allowed_mentions": { "parse": [], "users": [user] } });
                vec![Call::post(*channel, body, nonce)]
            }
        }
    }

    /// Whether Discord's refusal says that there is nothing left to do.
    pub fn is_done_already(&self, error: &client::Error) -> bool {
        match self {
            Self::SoftBan { .. } | Self::Unban { .. } => error.has_code(code::UNKNOWN_BAN),
            Self::Kick { .. } => error.has_code(code::UNKNOWN_MEMBER),
            Self::ClearOverwrite { .. } => error.has_code(code::UNKNOWN_OVERWRITE),
            Self::DeleteMessages { .. } => error.has_code(code::UNKNOWN_MESSAGE),
            // Which of them stand already is looked at afterwards.
            Self::BanMany { .. } => error.has_code(code::NOBODY_BANNED),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_form_of_an_act_is_fixed_because_old_rows_are_read_again() {
        let act = Act::Ban { user: Id::new(5), delete_message_seconds: 3_600 };
        let stored = json!({ "act": "ban", "user": "5", "delete_message_seconds": 3_600 });
        assert_eq!(serde_json::to_value(&act).unwrap(), stored);
        assert_eq!(serde_json::from_value::<Act>(stored).unwrap(), act);
    }

    #[test]
    fn an_overwrite_that_waits_keeps_bits_that_nobody_has_named() {
        let bits = Permissions::from_bits_retain(1 << 60);
        let act = Act::Overwrite { channel: Id::new(6), role: Id::new(7), allow: bits, deny: Permissions::empty() };
        let stored = serde_json::to_value(&act).unwrap();
        assert_eq!(serde_json::from_value::<Act>(stored).unwrap(), act);
    }

    #[test]
    fn every_opposite_is_the_name_of_an_act() {
        let (user, until) = (Id::new(5), Timestamp::UNIX_EPOCH);
        let acts = [
            Act::Unban { user },
            Act::EndTimeout { user },
            Act::Timeout { user, until },
            Act::Rename { user, nick: None },
            Act::Slowmode { channel: Id::new(6), seconds: 5 },
        ];
        for act in acts {
            for name in act.opposites() {
                let stored = json!({
                    "act": name, "user": "5", "delete_message_seconds": 0, "until": "1970-01-01T00:00:00Z",
                    "nick": null, "channel": "6", "seconds": 5,
                });
                assert!(serde_json::from_value::<Act>(stored).is_ok(), "{name}");
            }
        }
    }
}
