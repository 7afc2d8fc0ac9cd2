//! What a bot reaches: the guilds that it is in, the channels that it sees, and what it may there.

use super::{ApiError, id};
use crate::world::{Dm, Guild, Permissions, World};

/// A guild that the calling bot is in.
pub(super) fn entered<'a>(world: &'a World, bot: u64, text: &str) -> Result<&'a Guild, ApiError> {
    let guild = world.guilds.get(&id(text)?).ok_or(ApiError::UNKNOWN_GUILD)?;
    if guild.members.contains_key(&bot) { Ok(guild) } else { Err(ApiError::MISSING_ACCESS) }
}

/// Whether the bot has the permission in the guild as a whole.
pub(super) fn require(world: &World, guild: &Guild, bot: u64, permission: u64) -> Result<(), ApiError> {
    if world.permissions(guild, bot) & permission == 0 { Err(ApiError::MISSING_PERMISSIONS) } else { Ok(()) }
}

/// A member of the guild: 404 for one who is known and not in it as well, by another code.
pub(super) fn known_member(world: &World, guild: &Guild, text: &str) -> Result<u64, ApiError> {
    let user = id(text)?;
    if !world.users.contains_key(&user) {
        return Err(ApiError::UNKNOWN_USER);
    }
    if guild.members.contains_key(&user) { Ok(user) } else { Err(ApiError::UNKNOWN_MEMBER) }
}

/// A channel that the calling bot sees, and what it may there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub channel: u64,
    /// None for a conversation with one person.
    guild: Option<u64>,
    permissions: u64,
}

/// What a bot may in a conversation with one person.
const IN_DMS: u64 = Permissions::VIEW_CHANNEL
    | Permissions::SEND_MESSAGES
    | Permissions::EMBED_LINKS
    | Permissions::READ_MESSAGE_HISTORY;

impl Place {
    /// 404 for a channel that is not there, 403 for one that the bot does not see.
    pub fn find(world: &World, bot: u64, text: &str) -> Result<Self, ApiError> {
        let channel = id(text)?;
        if world.dms.get(&channel).is_some_and(|dm| dm.application == bot) {
            return Ok(Self { channel, guild: None, permissions: IN_DMS });
        }
        let guild = world.guild_of(channel).ok_or(ApiError::UNKNOWN_CHANNEL)?;
        let permissions = world.permissions_in(guild, bot, channel);
        if permissions & Permissions::VIEW_CHANNEL == 0 {
            return Err(ApiError::MISSING_ACCESS);
        }
        Ok(Self { channel, guild: Some(guild.id), permissions })
    }

    /// Whether the bot has one of these permissions here.
    pub fn may(self, permission: u64) -> bool {
        self.permissions & permission != 0
    }

    /// Nobody has a permission of guilds in a conversation of two.
    pub fn require(self, permission: u64) -> Result<(), ApiError> {
        match self.guild {
            _ if self.may(permission) => Ok(()),
            Some(_) => Err(ApiError::MISSING_PERMISSIONS),
            None => Err(ApiError::NOT_IN_DMS),
        }
    }

    pub fn dm(self, world: &World) -> Option<&Dm> {
        world.dms.get(&self.channel)
    }

    pub fn guild_id(self) -> Result<u64, ApiError> {
        self.guild.ok_or(ApiError::NOT_IN_DMS)
    }

    pub fn guild(self, world: &World) -> Result<&Guild, ApiError> {
        world.guilds.get(&self.guild_id()?).ok_or(ApiError::UNKNOWN_GUILD)
    }
}
