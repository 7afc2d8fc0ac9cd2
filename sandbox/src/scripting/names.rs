//! What things are called in sentences.

use crate::World;

impl World {
    /// `@mallory`, `@Elder` or `#general`: whatever has this id.
    pub(super) fn name_of(&self, guild: u64, id: u64) -> Option<String> {
        let guild = self.guilds.get(&guild);
        let user = self.users.get(&id).map(|user| format!("@{}", user.username));
        let role = guild.and_then(|guild| guild.roles.get(&id)).map(|role| format!("@{}", role.name));
        let channel = guild.and_then(|guild| guild.channels.get(&id)).map(|channel| format!("#{}", channel.name));
        user.or(role).or(channel)
    }
}
