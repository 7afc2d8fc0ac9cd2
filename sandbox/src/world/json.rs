//! Discord's JSON for what is in the world. Ids are strings there.

use serde_json::{Value, json};

use super::{Application, Ban, Guild, Role, User, World, iso};

impl World {
    /// Discord's user object; someone unknown if there is no such user.
    pub fn user_json(&self, id: u64) -> Value {
        match self.users.get(&id) {
            Some(user) => user.json(),
            None => {
                json!({ "id": id.to_string(), "username": "unknown", "discriminator": "0", "global_name": null, "avatar": null })
            }
        }
    }

    /// Discord's user object as the user itself sees it: more than others see of it.
    pub(crate) fn own_user_json(&self, id: u64) -> Value {
        let mut user = self.user_json(id);
        let known = self.users.get(&id);
        user["mfa_enabled"] = json!(true);
        user["verified"] = json!(true);
        user["locale"] = json!(known.map(|user| &user.locale));
        user["email"] = json!(known.and_then(|user| user.email.as_ref()));
        user["flags"] = json!(0);
        user
    }

    /// Discord's member object, with the user inside.
    pub fn member_json(&self, guild: &Guild, user: u64) -> Option<Value> {
        let mut member = self.partial_member_json(guild, user)?;
        member["user"] = self.user_json(user);
        member["deaf"] = json!(false);
        member["mute"] = json!(false);
        Some(member)
    }

    /// A member as an interaction's `resolved` holds it: without `user`, `deaf` and `mute`.
    pub fn partial_member_json(&self, guild: &Guild, user: u64) -> Option<Value> {
        let member = guild.members.get(&user)?;
        let timeout = member.communication_disabled_until_ms.filter(|_| self.is_timed_out(member));
        Some(json!({
            "nick": member.nick, "avatar": null, "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "joined_at": iso(member.joined_at_ms), "premium_since": null, "flags": 0, "pending": member.pending,
            "communication_disabled_until": timeout.map(iso),
        }))
    }

    /// Discord's ban object.
    pub fn ban_json(&self, user: u64, ban: &Ban) -> Value {
        json!({ "reason": ban.reason, "user": self.user_json(user) })
    }
}

impl User {
    /// Discord's user object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "username": self.username, "discriminator": "0", "global_name": self.global_name,
            "avatar": null, "bot": self.bot, "public_flags": 0,
        })
    }
}

impl Application {
    /// Discord's application object.
    pub fn json(&self) -> Value {
        const GATEWAY_PRESENCE_LIMITED: u64 = 1 << 13;
        const GATEWAY_GUILD_MEMBERS_LIMITED: u64 = 1 << 15;
        const GATEWAY_MESSAGE_CONTENT_LIMITED: u64 = 1 << 19;
        let flag = |is_on: bool, bit: u64| if is_on { bit } else { 0 };
        let flags = flag(self.sees_presences, GATEWAY_PRESENCE_LIMITED)
            | flag(self.lists_members, GATEWAY_GUILD_MEMBERS_LIMITED)
            | flag(self.reads_content, GATEWAY_MESSAGE_CONTENT_LIMITED);
        json!({
            "id": self.id.to_string(), "name": self.name, "icon": null, "description": "", "bot_public": true,
            "bot_require_code_grant": false, "verify_key": self.public_key, "flags": flags, "summary": "",
            "interactions_endpoint_url": self.interactions_endpoint_url, "team": null,
            "redirect_uris": self.redirect_uris,
        })
    }
}

impl Guild {
    /// Discord's guild object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "owner_id": self.owner.to_string(), "icon": null, "splash": null,
            "discovery_splash": null, "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1,
            "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [], "features": [], "mfa_level": 0,
            "application_id": null, "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
            "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0, "preferred_locale": self.preferred_locale,
            "public_updates_channel_id": null, "nsfw_level": 0, "premium_progress_bar_enabled": false, "stickers": [],
            "roles": self.roles_json(),
        })
    }

    /// Discord's role objects, @everyone among them.
    pub fn roles_json(&self) -> Vec<Value> {
        self.roles.values().map(Role::json).collect()
    }
}

impl Role {
    /// Discord's role object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": self.name, "color": 0, "hoist": false, "icon": null, "unicode_emoji": null,
            "position": self.position, "permissions": self.permissions.to_string(), "managed": self.managed,
            "mentionable": false, "flags": 0,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        })
    }
}
