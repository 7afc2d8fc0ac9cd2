//! A guild to try things in.

use anyhow::{Context, Result};
use serde_json::json;

use crate::{
    Sandbox,
    interactions::Seat,
    world::{Overwrite, Permissions, World},
};

/// The demo's bot, guild and people.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// The bot, which is also the id of its user.
    pub application: u64,
    /// The server “Guildhall Demo”.
    pub guild: u64,
    /// Its channel `general`.
    pub channel: u64,
    /// Its channel `mod-log`, which ordinary members do not see.
    pub mod_log: u64,
    /// The owner, `ada`.
    pub owner: u64,
    /// Manages the server beside the owner, `barbara`; below the bot and above the moderators.
    pub admin: u64,
    /// May moderate, `grace`; below the bot.
    pub moderator: u64,
    /// May moderate, `linus`; of the same rank as the moderator.
    pub second_moderator: u64,
    /// An ordinary member, `mallory`.
    pub member: u64,
    /// A member above the bot, `merlin`.
    pub elder: u64,
    /// Nobody's member, but known to Discord: `eve`.
    pub stranger: u64,
    /// The lowest role, `Helper`, which gives nothing and which nobody has.
    pub helper_role: u64,
    /// The application that people sign in to the platform with, which has no bot and [`PLATFORM_SECRET`]. Where it may
    /// send them back to is for [`World::register_redirect`] to say.
    pub platform: u64,
}

/// The client secret of [`Demo::platform`], for everybody to know.
pub const PLATFORM_SECRET: &str = "guildhall-demo-client-secret";

const NAME: &str = "Guildhall Demo";

/// What the demo's moderators may beside what everybody may.
const MODERATING: u64 = Permissions::KICK_MEMBERS
    | Permissions::BAN_MEMBERS
    | Permissions::MODERATE_MEMBERS
    | Permissions::VIEW_AUDIT_LOG
    | Permissions::MANAGE_MESSAGES
    | Permissions::MANAGE_CHANNELS
    | Permissions::MANAGE_NICKNAMES
    | Permissions::MANAGE_ROLES;

/// What a bot that moderates asks for when it is installed. MANAGE_GUILD is there for bans of many at once.
const OF_BOT: u64 = MODERATING
    | Permissions::MANAGE_GUILD
    | Permissions::VIEW_CHANNEL
    | Permissions::SEND_MESSAGES
    | Permissions::EMBED_LINKS
    | Permissions::READ_MESSAGE_HISTORY;

impl Demo {
    /// The seat of a user towards the demo's bot.
    pub fn seat(&self, user: u64) -> Seat {
        Seat { application: self.application, guild: self.guild, channel: self.channel, user }
    }
}

impl Sandbox {
    /// Makes the guild “Guildhall Demo” with a bot and nine people.
    pub fn demo(&self) -> Demo {
        let mut world = self.world();
        let application = world.create_application("Guildhall");
        world.furnish(NAME, application)
    }

    /// Forgets everything but the bots, with their tokens, keys, endpoints and commands, sets the clock right, and makes
    /// the demo anew for the first of them.
    pub fn reset(&self) -> Result<Demo> {
        let mut world = self.world();
        let application = world.applications.keys().next().copied().context("there is no bot to make a demo with")?;
        let before = world.guilds.keys().next().copied();
        world.forget();
        let demo = world.furnish(NAME, application);
        world.install_all(demo.guild);
        // Commands of the server that stood in the demo's place are now those of the demo.
        for bot in world.applications.values_mut() {
            let commands = before.and_then(|guild| std::mem::take(&mut bot.guild_commands).remove(&guild));
            let moved = commands.into_iter().flatten().map(|mut command| {
                command["guild_id"] = json!(demo.guild.to_string());
                command
            });
            bot.guild_commands.insert(demo.guild, moved.collect());
        }
        Ok(demo)
    }
}

impl World {
    /// Adds every bot that is not there yet, with what a bot that moderates asks for.
    pub(crate) fn install_all(&mut self, guild: u64) {
        let bots: Vec<u64> = self.applications.keys().copied().filter(|id| self.has_bot(*id)).collect();
        for bot in bots {
            if self.guilds.get(&guild).is_some_and(|guild| !guild.members.contains_key(&bot)) {
                self.install(guild, bot, OF_BOT);
            }
        }
    }

    /// Makes one more guild like the demo's, with the same bot and people of its own: in the second they are `ada2`,
    /// `grace2` and so on.
    pub fn furnish(&mut self, name: &str, application: u64) -> Demo {
        let number = self.guilds.len() + 1;
        let called = |name: &str| if number == 1 { name.to_owned() } else { format!("{name}{number}") };
        let owner = self.create_user(&called("ada"));
        let guild = self.create_guild(name, owner);
        let channel =
            self.guilds.get(&guild).and_then(|guild| guild.channels.keys().next().copied()).unwrap_or_default();
        for name in ["staff", "help", "off-topic"] {
            self.create_channel(guild, name);
        }
        let mod_log = self.create_channel(guild, "mod-log");
        let helper_role = self.create_role(guild, "Helper", 0);
        let moderators = self.create_role(guild, "Moderator", MODERATING);
        let admins = self.create_role(guild, "Admin", MODERATING | Permissions::MANAGE_GUILD);
        let bots = self.install(guild, application, OF_BOT);
        let elders = self.create_role(guild, "Elder", 0);
        if let Some(channel) = self.channel_mut(mod_log) {
            let seen = Permissions::VIEW_CHANNEL;
            channel.overwrites.push(Overwrite { id: guild, allow: 0, deny: seen });
            channel.overwrites.extend([moderators, admins, bots].map(|id| Overwrite { id, allow: seen, deny: 0 }));
        }
        let mut person = |name: &str, roles: &[u64]| self.create_member(guild, &called(name), roles);
        let (moderator, second_moderator) = (person("grace", &[moderators]), person("linus", &[moderators]));
        let (member, elder) = (person("mallory", &[]), person("merlin", &[elders]));
        for name in ["alice", "bob", "carol"] {
            person(name, &[]);
        }
        let admin = person("barbara", &[admins]);
        let stranger = self.create_user(&called("eve"));
        let platform = self.platform();
        // After a reset its people are gone.
        for application in self.applications.values_mut() {
            application.owner = application.owner.filter(|owner| self.users.contains_key(owner)).or(Some(owner));
        }
        Demo {
            application,
            guild,
            channel,
            mod_log,
            owner,
            admin,
            moderator,
            second_moderator,
            member,
            elder,
            stranger,
            helper_role,
            platform,
        }
    }

    /// The one application that people sign in to the platform with, made if there is none.
    pub fn platform(&mut self) -> u64 {
        let there = self.applications.values().find(|application| application.client_secret == PLATFORM_SECRET);
        let there = there.map(|application| application.id);
        there.unwrap_or_else(|| self.create_client("Guildhall", PLATFORM_SECRET))
    }

    /// Lets an application send people back to this address.
    pub fn register_redirect(&mut self, application: u64, uri: &str) {
        if let Some(application) = self.applications.get_mut(&application) {
            application.redirect_uris.push(uri.to_owned());
        }
    }
}
