//! Discord's JSON for what is in the world. Ids are strings there.

use serde_json::{Value, json};

use super::{Application, AuditEntry, Ban, Channel, Guild, Message, Role, User, World};

impl World {
    pub fn user_json(&self, id: u64) -> Value {
        match self.users.get(&id) {
            Some(user) => user.json(),
            None => {
                json!({ "id": id.to_string(), "username": "unknown", "discriminator": "0", "global_name": null, "avatar": null })
            }
        }
    }

    /// A member, with the user inside.
    pub fn member_json(&self, guild: &Guild, user: u64) -> Option<Value> {
        let mut member = guild.member_json(user)?;
        member["user"] = self.user_json(user);
        Some(member)
    }

    pub fn ban_json(&self, user: u64, ban: &Ban) -> Value {
        json!({ "reason": ban.reason, "user": self.user_json(user) })
    }

    pub fn message_json(&self, message: &Message) -> Value {
        json!({
            "id": message.id.to_string(), "type": 20, "channel_id": message.channel.to_string(),
            "author": self.user_json(message.application), "content": message.content, "embeds": message.embeds,
            "components": message.components, "flags": message.flags, "attachments": [], "mentions": [], "mention_roles": [],
            "mention_everyone": false, "pinned": false, "tts": false, "timestamp": TIMESTAMP,
            "edited_timestamp": message.edited.then_some(TIMESTAMP),
            "application_id": message.application.to_string(), "webhook_id": message.application.to_string(),
        })
    }
}

/// Ids carry the time; this field only has to be there.
const TIMESTAMP: &str = "2026-01-01T00:00:00.000000+00:00";

impl User {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "username": self.username, "discriminator": "0", "global_name": self.global_name,
            "avatar": null, "bot": self.bot, "public_flags": 0,
        })
    }
}

impl Application {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "icon": null, "description": "", "bot_public": true,
            "bot_require_code_grant": false, "verify_key": self.public_key, "flags": 0, "summary": "",
            "interactions_endpoint_url": self.interactions_endpoint_url, "team": null,
        })
    }
}

impl Guild {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "owner_id": self.owner.to_string(), "icon": null, "splash": null,
            "discovery_splash": null, "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1,
            "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [], "features": [], "mfa_level": 0,
            "application_id": null, "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
            "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0, "preferred_locale": "en-US",
            "public_updates_channel_id": null, "nsfw_level": 0, "premium_progress_bar_enabled": false, "stickers": [],
            "roles": self.roles_json(),
        })
    }

    pub fn roles_json(&self) -> Vec<Value> {
        self.roles.values().map(Role::json).collect()
    }

    /// A member without the user, as `resolved` holds it.
    pub fn member_json(&self, user: u64) -> Option<Value> {
        let member = self.members.get(&user)?;
        Some(json!({
            "nick": member.nick, "avatar": null, "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "joined_at": TIMESTAMP, "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null,
        }))
    }
}

impl Role {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "color": 0, "hoist": false, "icon": null, "unicode_emoji": null,
            "position": self.position, "permissions": self.permissions.to_string(), "managed": self.managed,
            "mentionable": false, "flags": 0,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        })
    }
}

impl Channel {
    pub fn json(&self, guild: u64) -> Value {
        let overwrites: Vec<Value> = self
            .overwrites
            .iter()
            .map(|overwrite| {
                let kind = 1;
                json!({ "id": overwrite.id.to_string(), "type": kind, "allow": overwrite.allow.to_string(), "deny": overwrite.deny.to_string() })
            })
            .collect();
        json!({
            "id": self.id.to_string(), "type": 0, "name": self.name, "guild_id": guild.to_string(), "position": 0,
            "permission_overwrites": overwrites, "nsfw": false, "topic": null, "parent_id": null, "rate_limit_per_user": 0,
        })
    }
}

impl AuditEntry {
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "action_type": self.action, "user_id": self.by.to_string(),
            "target_id": self.target.to_string(), "reason": self.reason,
        })
    }
}
