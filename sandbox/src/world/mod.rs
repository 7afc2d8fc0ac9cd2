//! What is in this Discord.

mod guild;
mod json;
mod message;
mod permissions;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;

pub use guild::{AuditEntry, Ban, Channel, Guild, Member, Overwrite, Role};
pub use message::{EPHEMERAL, IS_COMPONENTS_V2, LOADING, Message};
pub use permissions::Permissions;

use crate::{
    faults::Fault,
    interactions::Pending,
    rest::{Limit, Limits, Seen},
};

/// Everything that is in this Discord. Ids are snowflakes.
#[derive(Debug)]
pub struct World {
    /// By id.
    pub applications: BTreeMap<u64, Application>,
    /// People and bots, by id.
    pub users: BTreeMap<u64, User>,
    /// By id.
    pub guilds: BTreeMap<u64, Guild>,
    /// Of all channels, by id.
    pub messages: BTreeMap<u64, Message>,
    /// Those still to come; push a [`Fault`] to order one.
    pub faults: Vec<Fault>,
    /// The newest REST calls, at most 10,000.
    pub requests: VecDeque<Seen>,
    pub(crate) interactions: HashMap<u64, Pending>,
    pub(crate) limits: Limits,
    /// How long after a response Discord still answers 404 to its edits.
    pub settling: Duration,
    offset: Duration,
    last_id: u64,
}

/// A bot.
#[derive(Debug, Clone)]
pub struct Application {
    /// Also the id of the bot's user.
    pub id: u64,
    /// As people see it.
    pub name: String,
    /// What the bot authorizes itself with, after `Bot `.
    pub token: String,
    /// In hex.
    pub public_key: String,
    /// Where its interactions are delivered.
    pub interactions_endpoint_url: Option<String>,
    /// Registered for all guilds, as Discord returns them.
    pub commands: Vec<Value>,
    /// Registered for one guild alone, by its id.
    pub guild_commands: BTreeMap<u64, Vec<Value>>,
    signing_key: SigningKey,
}

impl Application {
    /// The two headers by which Discord signs a request. Source: Discord docs, "Setting Up an Endpoint".
    pub fn sign(&self, timestamp: i64, body: &[u8]) -> [(&'static str, String); 2] {
        let timestamp = timestamp.to_string();
        let signature = self.signing_key.sign(&[timestamp.as_bytes(), body].concat());
        [("X-Signature-Ed25519", hex::encode(signature.to_bytes())), ("X-Signature-Timestamp", timestamp)]
    }
}

/// A person or a bot.
#[derive(Debug, Clone)]
pub struct User {
    /// A snowflake.
    pub id: u64,
    /// Unique among Discord’s users, but not enforced here.
    pub username: String,
    /// What they are shown as, if it is another.
    pub global_name: Option<String>,
    /// Whether it is an application’s.
    pub bot: bool,
}

/// The first second of 2015, from which snowflakes count.
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

impl World {
    pub(crate) fn new() -> Self {
        Self {
            applications: BTreeMap::new(),
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            messages: BTreeMap::new(),
            faults: Vec::new(),
            requests: VecDeque::new(),
            interactions: HashMap::new(),
            limits: Limits::default(),
            settling: Duration::from_millis(30),
            offset: Duration::ZERO,
            last_id: 0,
        }
    }

    /// Allows one bot so many calls of a route in such a time, instead of the usual 50 a second (5 in two seconds for
    /// the routes that carry an interaction's token). The route is written as in [`Fault`].
    pub fn limit_route(&mut self, route: &str, calls: u32, per: Duration) {
        self.limits.routes.insert(route.to_owned(), Limit::new(calls, per));
    }

    /// Allows one bot so many calls a second over all routes, instead of 50.
    pub fn limit_globally(&mut self, calls_per_second: u32) {
        self.limits.global = calls_per_second;
    }

    pub(crate) fn record(&mut self, seen: Seen) {
        const KEPT: usize = 10_000;
        if self.requests.len() == KEPT {
            self.requests.pop_front();
        }
        self.requests.push_back(seen);
    }

    /// Milliseconds since 1970 on this Discord's clock.
    pub fn now_ms(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + self.offset;
        u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.offset += by;
    }

    /// A new id that carries the time. Source: Discord docs, "Reference", Snowflakes.
    pub fn snowflake(&mut self) -> u64 {
        let fresh = self.now_ms().saturating_sub(DISCORD_EPOCH_MS) << 22;
        self.last_id = fresh.max(self.last_id + 1);
        self.last_id
    }

    /// When the thing of this id was made, in milliseconds since 1970.
    pub fn time_of(id: u64) -> u64 {
        (id >> 22) + DISCORD_EPOCH_MS
    }

    /// Makes an application with a bot user, a token of Discord's shape and a key of its own. Returns its id.
    pub fn create_application(&mut self, name: &str) -> u64 {
        let id = self.snowflake();
        let mut seed = [0; 32];
        let mut secret = [0; 20];
        // Without randomness nothing here is worth running.
        getrandom::fill(&mut seed).and_then(|()| getrandom::fill(&mut secret)).expect("the system has randomness");
        let signing_key = SigningKey::from_bytes(&seed);
        let application = Application {
            id,
            name: name.to_owned(),
            token: format!(
                "{}.{}.{}",
                hex::encode(id.to_string()),
                hex::encode(&secret[..3]),
                hex::encode(&secret[3..])
            ),
            public_key: hex::encode(signing_key.verifying_key().to_bytes()),
            interactions_endpoint_url: None,
            commands: Vec::new(),
            guild_commands: BTreeMap::new(),
            signing_key,
        };
        self.applications.insert(id, application);
        self.users
            .insert(id, User { id, username: name.to_lowercase().replace(' ', "-"), global_name: None, bot: true });
        id
    }

    /// Makes a person. Returns its id.
    pub fn create_user(&mut self, username: &str) -> u64 {
        let id = self.snowflake();
        self.users.insert(id, User { id, username: username.to_owned(), global_name: None, bot: false });
        id
    }

    /// Makes a guild with an @everyone role and a channel `general`; its owner is its first member.
    /// Returns its id.
    pub fn create_guild(&mut self, name: &str, owner: u64) -> u64 {
        let id = self.snowflake();
        let mut guild = Guild::new(id, name, owner);
        guild.members.insert(owner, Member { joined_at_ms: self.now_ms(), ..Member::default() });
        self.guilds.insert(id, guild);
        self.create_channel(id, "general");
        id
    }

    /// Makes a text channel without overwrites. Returns its id.
    pub fn create_channel(&mut self, guild: u64, name: &str) -> u64 {
        let id = self.snowflake();
        let channel = Channel { id, name: name.to_owned(), overwrites: Vec::new() };
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.channels.insert(id, channel);
        }
        id
    }

    /// Makes a role above all others of the guild. Returns its id.
    pub fn create_role(&mut self, guild: u64, name: &str, permissions: u64) -> u64 {
        let id = self.snowflake();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let position = guild.roles.values().map(|role| role.position).max().unwrap_or(0) + 1;
            guild.roles.insert(id, Role { id, name: name.to_owned(), position, permissions, managed: false });
        }
        id
    }

    /// Adds a member with these roles.
    pub fn join(&mut self, guild: u64, user: u64, roles: &[u64]) {
        let joined_at_ms = self.now_ms();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.members.insert(user, Member { roles: roles.to_vec(), nick: None, joined_at_ms });
        }
    }

    /// Adds a bot with its managed role, above all others of the guild. Returns the role.
    pub fn install(&mut self, guild: u64, application: u64, permissions: u64) -> u64 {
        let name = self.applications.get(&application).map(|application| application.name.clone()).unwrap_or_default();
        let role = self.create_role(guild, &name, permissions);
        if let Some(role) = self.guilds.get_mut(&guild).and_then(|guild| guild.roles.get_mut(&role)) {
            role.managed = true;
        }
        self.join(guild, application, &[role]);
        role
    }

    /// The application, or an error that says there is none.
    pub fn application(&self, id: u64) -> Result<&Application> {
        self.applications.get(&id).context("there is no such application")
    }

    /// The guild, or an error that says there is none.
    pub fn guild(&self, id: u64) -> Result<&Guild> {
        self.guilds.get(&id).context("there is no such guild")
    }
}

/// A time as Discord writes it: ISO 8601 with microseconds.
pub(crate) fn iso(ms: u64) -> String {
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}
