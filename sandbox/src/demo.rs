//! A guild to try things in.

use crate::{Sandbox, interactions::Seat, world::Permissions};

/// The demo's bot, guild and people.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// The bot, which is also the id of its user.
    pub application: u64,
    /// The server “Guildhall Demo”.
    pub guild: u64,
    /// Its channel `general`.
    pub channel: u64,
    /// The owner, `ada`.
    pub owner: u64,
    /// May ban; below the bot.
    pub moderator: u64,
    /// May ban; of the same rank as the moderator.
    pub second_moderator: u64,
    /// An ordinary member.
    pub member: u64,
    /// A member above the bot.
    pub elder: u64,
    /// Nobody's member, but known to Discord.
    pub stranger: u64,
}

impl Demo {
    /// The seat of a user towards the demo's bot.
    pub fn seat(&self, user: u64) -> Seat {
        Seat { application: self.application, guild: self.guild, channel: self.channel, user }
    }
}

impl Sandbox {
    /// Makes the guild “Guildhall Demo” with a bot and eight people.
    pub fn demo(&self) -> Demo {
        let mut world = self.world();
        let application = world.create_application("Guildhall");
        let owner = world.create_user("ada");
        let guild = world.create_guild("Guildhall Demo", owner);
        let channel =
            world.guilds.get(&guild).and_then(|guild| guild.channels.keys().next().copied()).unwrap_or_default();
        for name in ["staff", "help", "off-topic"] {
            world.create_channel(guild, name);
        }
        let moderating = Permissions::KICK_MEMBERS
            | Permissions::BAN_MEMBERS
            | Permissions::MODERATE_MEMBERS
            | Permissions::VIEW_AUDIT_LOG;
        let moderators = world.create_role(guild, "Moderator", moderating);
        world.install(guild, application, moderating);
        let elders = world.create_role(guild, "Elder", 0);
        let mut person = |name: &str, roles: &[u64]| {
            let user = world.create_user(name);
            world.join(guild, user, roles);
            user
        };
        let (moderator, second_moderator) = (person("grace", &[moderators]), person("linus", &[moderators]));
        let (member, elder) = (person("mallory", &[]), person("merlin", &[elders]));
        for name in ["alice", "bob", "carol"] {
            person(name, &[]);
        }
        let stranger = world.create_user("eve");
        Demo { application, guild, channel, owner, moderator, second_moderator, member, elder, stranger }
    }
}
