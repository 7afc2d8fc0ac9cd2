//! Channels of a guild. Source: Discord docs, "Channel Resource".

use serde_json::{Value, json};

use super::{Guild, Watch};

/// Discord's numbers for kinds of channels.
pub mod channel_type {
    /// A text channel of a guild.
    pub const GUILD_TEXT: u64 = 0;
    /// A conversation of two.
    pub const DM: u64 = 1;
    /// A voice channel of a guild, which has messages too.
    pub const GUILD_VOICE: u64 = 2;
    /// A channel that other guilds can follow.
    pub const GUILD_ANNOUNCEMENT: u64 = 5;
    /// A thread in a text channel.
    pub const PUBLIC_THREAD: u64 = 11;
}

/// A channel of a guild.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channel {
    /// A snowflake.
    pub id: u64,
    /// One of [`channel_type`].
    pub kind: u64,
    /// Without the #.
    pub name: String,
    /// What it is for.
    pub topic: Option<String>,
    /// Slowmode: seconds between two messages of one person, up to 21,600.
    pub rate_limit_per_user: u64,
    /// What is different here for some roles and members.
    pub overwrites: Vec<Overwrite>,
}

impl Watch for Channel {
    type Before = Self;

    fn before(&self) -> Self {
        self.clone()
    }
}

/// What a role or member may and may not in one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overwrite {
    /// The role's or the member's id.
    pub id: u64,
    /// Bits that are granted.
    pub allow: u64,
    /// Bits that are taken away, before any is granted.
    pub deny: u64,
}

impl Overwrite {
    const ROLE: u64 = 0;
    const MEMBER: u64 = 1;

    /// Discord's number for whom it is about; `guild` is the one that the channel is in.
    pub(crate) fn kind(&self, guild: &Guild) -> u64 {
        if guild.roles.contains_key(&self.id) { Self::ROLE } else { Self::MEMBER }
    }

    /// Discord's overwrite object.
    pub fn json(&self, guild: &Guild) -> Value {
        json!({
            "id": self.id.to_string(), "type": self.kind(guild),
            "allow": self.allow.to_string(), "deny": self.deny.to_string(),
        })
    }
}

impl Channel {
    /// The overwrite for a role or member.
    pub fn overwrite(&self, id: u64) -> Option<&Overwrite> {
        self.overwrites.iter().find(|overwrite| overwrite.id == id)
    }

    /// Discord's channel object; `guild` is the one that the channel is in.
    pub fn json(&self, guild: &Guild) -> Value {
        let overwrites: Vec<Value> = self.overwrites.iter().map(|overwrite| overwrite.json(guild)).collect();
        let position = guild.channels.range(..self.id).count();
        json!({
            "id": self.id.to_string(), "type": self.kind, "name": self.name, "guild_id": guild.id.to_string(),
            "position": position, "permission_overwrites": overwrites, "nsfw": false, "topic": self.topic,
            "parent_id": null, "rate_limit_per_user": self.rate_limit_per_user, "flags": 0,
        })
    }
}
