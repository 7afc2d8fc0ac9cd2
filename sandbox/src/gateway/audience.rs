//! Who hears of an event: by shard, intents and permissions. Source: Discord docs, "Gateway", Gateway Intents, Sharding.

use super::{
    event::{Event, Scope},
    intents,
    session::{Identity, Session},
};
use crate::world::{Guild, Permissions, World};

impl Identity {
    pub fn wants(&self, intent: u64) -> bool {
        self.intents & intent != 0
    }

    /// Whether the bot is in this guild, and the guild one of this shard's.
    pub fn is_in(&self, guild: &Guild) -> bool {
        let (number, count) = self.shard;
        (guild.id >> 22) % count == number && guild.members.contains_key(&self.application)
    }

    /// The guilds of this shard that the bot is in.
    pub fn guilds<'w>(&self, world: &'w World) -> impl Iterator<Item = &'w Guild> {
        world.guilds.values().filter(|guild| self.is_in(guild))
    }
}

impl Session {
    /// What this session is told of the event, as JSON; nothing if it is not told at all.
    pub fn hears<'e>(&self, world: &World, event: &'e Event) -> Option<&'e str> {
        if !self.is_concerned(world, event.scope) {
            return None;
        }
        let reads_all = self.identity.wants(intents::MESSAGE_CONTENT);
        let veiled =
            event.veiled.as_ref().filter(|one| !reads_all && !one.readers.contains(&self.identity.application));
        Some(veiled.map_or(&event.data, |veiled| &veiled.data))
    }

    fn is_concerned(&self, world: &World, scope: Scope) -> bool {
        let Identity { application, shard, .. } = self.identity;
        let wants = |intent: u64| self.identity.wants(intent);
        let is_told_of = |guild: u64| self.guilds.get(&guild) == Some(&true);
        match scope {
            Scope::Guild { guild, intent } => wants(intent) && is_told_of(guild),
            Scope::Member { guild, user } => {
                (wants(intents::GUILD_MEMBERS) || user == application) && is_told_of(guild)
            }
            Scope::AuditLog { guild } => {
                let held = world.guilds.get(&guild).map_or(0, |guild| world.permissions(guild, application));
                wants(intents::GUILD_MODERATION) && is_told_of(guild) && held & Permissions::VIEW_AUDIT_LOG != 0
            }
            Scope::Messages { guild, channel } => {
                let found = world.guilds.get(&guild).filter(|_| wants(intents::GUILD_MESSAGES) && is_told_of(guild));
                let held = found.map_or(0, |guild| world.permissions_in(guild, application, channel));
                held & Permissions::VIEW_CHANNEL != 0
            }
            Scope::Direct { application: meant } => {
                wants(intents::DIRECT_MESSAGES) && meant == application && shard.0 == 0
            }
        }
    }
}
