//! A bot added to a guild by a person who manages it. Source: Discord docs, "OAuth2", Bot Authorization Flow.

use serde_json::Value;

use crate::world::{AuditEntry, Guild, Permissions, World, audit_event};

impl World {
    /// The guilds that a person may add bots to.
    pub(super) fn managed_by(&self, user: u64) -> impl Iterator<Item = &Guild> {
        self.guilds.values().filter(move |guild| self.permissions(guild, user) & Permissions::MANAGE_GUILD != 0)
    }

    /// Adds a bot in the name of `by`, with a role of its own if it is to be allowed anything. One that is there already
    /// is allowed this from now on, instead of what it was.
    pub(super) fn install_by(&mut self, guild: u64, bot: u64, permissions: u64, by: u64) {
        let Some(member) = self.guilds.get(&guild).map(|guild| guild.members.get(&bot)) else { return };
        if let Some(member) = member {
            let roles = member.roles.clone();
            let is_own = |role: &u64| self.guilds.get(&guild).is_some_and(|guild| guild.is_managed(*role));
            let own = roles.into_iter().find(is_own);
            if let Some(role) = own.and_then(|role| self.role_mut(role)) {
                role.permissions = permissions;
            }
            return;
        }
        match permissions {
            0 => self.join(guild, bot, &[]),
            _ => drop(self.install(guild, bot, permissions)),
        }
        let (action, changes, options) = (audit_event::BOT_ADD, Vec::new(), Value::Null);
        self.log(guild, AuditEntry { id: 0, action, by, target: bot, reason: None, changes, options });
    }
}

impl Guild {
    fn is_managed(&self, role: u64) -> bool {
        self.roles.get(&role).is_some_and(|role| role.managed)
    }
}
