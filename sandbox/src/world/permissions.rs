//! What a member may. Source: Discord docs, "Permissions".

use super::{Channel, Guild, Member, World};

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
    /// Change channels.
    pub const MANAGE_CHANNELS: u64 = 1 << 4;
    /// Change the server.
    pub const MANAGE_GUILD: u64 = 1 << 5;
    /// React to what others wrote.
    pub const ADD_REACTIONS: u64 = 1 << 6;
    /// Read who did what.
    pub const VIEW_AUDIT_LOG: u64 = 1 << 7;
    /// See a channel at all.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// Write in it.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// Delete what others wrote.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// Send embeds.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// Read what was written before.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// Call everyone, and roles that cannot be mentioned by all.
    pub const MENTION_EVERYONE: u64 = 1 << 17;
    /// Choose one's own nickname.
    pub const CHANGE_NICKNAME: u64 = 1 << 26;
    /// Choose the nicknames of others.
    pub const MANAGE_NICKNAMES: u64 = 1 << 27;
    /// Give and take roles, and change the overwrites of channels.
    pub const MANAGE_ROLES: u64 = 1 << 28;
    /// Be offered commands.
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    /// Change threads, and delete them.
    pub const MANAGE_THREADS: u64 = 1 << 34;
    /// Open threads that everybody sees,
    pub const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
    /// and those that only some see.
    pub const CREATE_PRIVATE_THREADS: u64 = 1 << 36;
    /// Write in threads, where SEND_MESSAGES does not count.
    pub const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
    /// Time members out.
    pub const MODERATE_MEMBERS: u64 = 1 << 40;
    /// Write however slow the channel is.
    pub const BYPASS_SLOWMODE: u64 = 1 << 52;
    /// Everything that Discord has.
    pub const ALL: u64 = (1 << 53) - 1;
    /// What a timeout leaves.
    const OF_TIMED_OUT: u64 = Self::VIEW_CHANNEL | Self::READ_MESSAGE_HISTORY;
}

impl World {
    /// A member's permissions in the guild as a whole. The owner and administrators have them all, outsiders none.
    pub fn permissions(&self, guild: &Guild, user: u64) -> u64 {
        let Some(member) = guild.members.get(&user) else { return 0 };
        guild.base_permissions(user, member) & self.left_by_timeout(guild, user, member)
    }

    /// A member's permissions in one channel: those of the guild changed by the overwrites of @everyone, then of all
    /// roles together, then of the member.
    pub fn permissions_in(&self, guild: &Guild, user: u64, channel: u64) -> u64 {
        let Some(member) = guild.members.get(&user) else { return 0 };
        let base = guild.base_permissions(user, member);
        let held = guild.channels.get(&channel).map_or(base, |channel| apply(base, guild.id, user, member, channel));
        held & self.left_by_timeout(guild, user, member)
    }

    /// Whether a timeout of the member is running.
    pub fn is_timed_out(&self, member: &Member) -> bool {
        member.communication_disabled_until_ms.is_some_and(|until| until > self.now_ms())
    }

    /// The owner and administrators lose nothing.
    fn left_by_timeout(&self, guild: &Guild, user: u64, member: &Member) -> u64 {
        let is_bound = self.is_timed_out(member) && !guild.is_administrator(user);
        if is_bound { Permissions::OF_TIMED_OUT } else { Permissions::ALL }
    }
}

impl Guild {
    /// Whether no overwrite and no timeout touches this member: the owner and administrators.
    pub fn is_administrator(&self, user: u64) -> bool {
        self.members.get(&user).is_some_and(|member| self.base_permissions(user, member) == Permissions::ALL)
    }

    fn base_permissions(&self, user: u64, member: &Member) -> u64 {
        if user == self.owner {
            return Permissions::ALL;
        }
        let everyone = self.roles.get(&self.id).map_or(0, |role| role.permissions);
        let all =
            member.roles.iter().filter_map(|id| self.roles.get(id)).fold(everyone, |sum, role| sum | role.permissions);
        if all & Permissions::ADMINISTRATOR == 0 { all } else { Permissions::ALL }
    }
}

fn apply(base: u64, everyone: u64, user: u64, member: &Member, channel: &Channel) -> u64 {
    if base & Permissions::ADMINISTRATOR != 0 {
        return base;
    }
    let apply = |base: u64, (allow, deny): (u64, u64)| base & !deny | allow;
    let of = |id: u64| channel.overwrite(id).map_or((0, 0), |overwrite| (overwrite.allow, overwrite.deny));
    let of_roles = member.roles.iter().map(|role| of(*role)).fold((0, 0), |sum, one| (sum.0 | one.0, sum.1 | one.1));
    apply(apply(apply(base, of(everyone)), of_roles), of(user))
}
