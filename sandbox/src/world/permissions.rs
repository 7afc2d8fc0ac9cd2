//! What a member may. Source: Discord docs, "Permissions".

use super::Guild;

/// The bits that matter here.
#[derive(Debug, Clone, Copy)]
pub struct Permissions;

impl Permissions {
    /// Remove members.
    pub const KICK_MEMBERS: u64 = 1 << 1;
    /// See, make and lift bans.
    pub const BAN_MEMBERS: u64 = 1 << 2;
    /// Everything, whatever a channel says.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// Change the server.
    pub const MANAGE_GUILD: u64 = 1 << 5;
    /// Read who did what.
    pub const VIEW_AUDIT_LOG: u64 = 1 << 7;
    /// See a channel at all.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// Write in it.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// Read what was written before.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// Be offered commands.
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    /// Time members out.
    pub const MODERATE_MEMBERS: u64 = 1 << 40;
    /// Everything that Discord has.
    pub const ALL: u64 = (1 << 53) - 1;
}

impl Guild {
    /// A member's permissions in the guild as a whole. The owner and administrators have them all, outsiders none.
    pub fn permissions(&self, user: u64) -> u64 {
        let Some(member) = self.members.get(&user) else { return 0 };
        if user == self.owner {
            return Permissions::ALL;
        }
        let everyone = self.roles.get(&self.id).map_or(0, |role| role.permissions);
        let all =
            member.roles.iter().filter_map(|id| self.roles.get(id)).fold(everyone, |sum, role| sum | role.permissions);
        if all & Permissions::ADMINISTRATOR == 0 { all } else { Permissions::ALL }
    }

    /// A member's permissions in one channel: those of the guild changed by the overwrites of @everyone, then of all roles together, then of the member.
    pub fn permissions_in(&self, user: u64, channel: u64) -> u64 {
        let base = self.permissions(user);
        let (Some(channel), Some(member)) = (self.channels.get(&channel), self.members.get(&user)) else { return base };
        if base == Permissions::ALL {
            return base;
        }
        let of = |id: u64| channel.overwrites.iter().filter(move |overwrite| overwrite.id == id);
        let apply = |base: u64, allow: u64, deny: u64| base & !deny | allow;
        let base = of(self.id).fold(base, |base, overwrite| apply(base, overwrite.allow, overwrite.deny));
        let (allow, deny) = member
            .roles
            .iter()
            .flat_map(|id| of(*id))
            .fold((0, 0), |(allow, deny), overwrite| (allow | overwrite.allow, deny | overwrite.deny));
        of(user).fold(apply(base, allow, deny), |base, overwrite| apply(base, overwrite.allow, overwrite.deny))
    }
}
