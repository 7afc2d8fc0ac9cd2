//! What is in this Discord.

mod audit;
mod channel;
mod create;
mod dm;
mod guild;
mod json;
mod mentions;
mod message;
mod permissions;
mod watched;
mod writing;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;

pub use audit::{AuditEntry, audit_event};
pub use channel::{Channel, Overwrite, channel_type};
pub(crate) use create::random;
pub use dm::Dm;
pub use guild::{Ban, Guild, GuildBefore, Member, Role};
pub(crate) use mentions::Allowed;
pub use mentions::Mentions;
pub(crate) use message::veil;
pub use message::{Attachment, EPHEMERAL, IS_COMPONENTS_V2, LOADING, Message, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS};
pub use permissions::Permissions;
pub use watched::{Watch, Watched};

use crate::{
    faults::Fault,
    gateway::Gateway,
    interactions::Pending,
    oauth::{OAuth, Scope},
    rest::{Limit, Limits, Seen},
};

/// Everything that is in this Discord. Ids are snowflakes.
#[derive(Debug)]
pub struct World {
    /// By id.
    pub applications: BTreeMap<u64, Application>,
    /// People and bots, by id.
    pub users: Watched<User>,
    /// By id.
    pub guilds: Watched<Guild>,
    /// Conversations of bots with people, by id.
    pub dms: BTreeMap<u64, Dm>,
    /// Of all channels, by id.
    pub messages: Watched<Message>,
    /// Those still to come; push a [`Fault`] to order one.
    pub faults: Vec<Fault>,
    /// The newest REST calls, at most 10,000.
    pub requests: VecDeque<Seen>,
    pub(crate) interactions: HashMap<u64, Pending>,
    pub(crate) limits: Limits,
    /// How long after a response Discord still answers 404 to its edits.
    pub settling: Duration,
    /// What the gateway allows, and who is connected to it.
    pub gateway: Gateway,
    /// What people have authorized applications for, and the codes and tokens of it.
    pub oauth: OAuth,
    offset: Duration,
    last_id: u64,
}

/// An application: a bot, or one that people only sign in with.
#[derive(Debug, Clone)]
pub struct Application {
    /// Also the client id of OAuth2, and the id of the bot's user if it has one.
    pub id: u64,
    /// As people see it.
    pub name: String,
    /// What the bot authorizes itself with, after `Bot `.
    pub token: String,
    /// In hex.
    pub public_key: String,
    /// Where its interactions are delivered.
    pub interactions_endpoint_url: Option<String>,
    /// Whether it reads what others write: the privileged intent MESSAGE_CONTENT, on unless a test says otherwise.
    pub reads_content: bool,
    /// Whether it may list members: the privileged intent GUILD_MEMBERS, on unless a test says otherwise.
    pub lists_members: bool,
    /// Whether it is told who is online: the privileged intent GUILD_PRESENCES, on unless a test says otherwise.
    pub sees_presences: bool,
    /// Registered for all guilds, as Discord returns them.
    pub commands: Vec<Value>,
    /// Registered for one guild alone, by its id.
    pub guild_commands: BTreeMap<u64, Vec<Value>>,
    /// The person whose application it is, for whom it acts with its own credentials alone.
    pub owner: Option<u64>,
    /// What it authenticates itself with at the token endpoint.
    pub client_secret: String,
    /// Where people may be sent back to, compared letter by letter. The first is taken if an address names none.
    pub redirect_uris: Vec<String>,
    /// What it may ask people for: everything, unless a test says otherwise.
    pub scopes: BTreeSet<Scope>,
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
    /// The language of their client, one of Discord's locales.
    pub locale: String,
    /// What a client with the scope `email` is told; a bot has none.
    pub email: Option<String>,
    /// Whether they take no direct messages.
    pub closed_dms: bool,
    /// `online`, `idle`, `dnd` or `offline`. A bot's own is what it last said over the gateway.
    pub status: String,
}

impl Watch for User {
    type Before = Self;

    fn before(&self) -> Self {
        self.clone()
    }
}

/// The language of people and guilds that have chosen no other.
const DEFAULT_LOCALE: &str = "en-US";

/// The first second of 2015, from which snowflakes count.
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

impl World {
    pub(crate) fn new() -> Self {
        Self {
            applications: BTreeMap::new(),
            users: Watched::default(),
            guilds: Watched::default(),
            dms: BTreeMap::new(),
            messages: Watched::default(),
            faults: Vec::new(),
            requests: VecDeque::new(),
            interactions: HashMap::new(),
            limits: Limits::default(),
            settling: Duration::from_millis(30),
            gateway: Gateway::default(),
            oauth: OAuth::default(),
            offset: Duration::ZERO,
            last_id: 0,
        }
    }

    /// Allows one bot or person so many calls of a route in such a time, instead of the usual 50 a second (5 in two
    /// seconds for the routes that carry an interaction's token, one a second for a person's guilds). The route is
    /// written as in [`Fault`].
    pub fn limit_route(&mut self, route: &str, calls: u32, per: Duration) {
        self.limits.routes.insert(route.to_owned(), Limit::new(calls, per));
    }

    /// Allows one bot or person so many calls a second over all routes, instead of 50.
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

    /// Forgets everything but the bots, and sets the clock right.
    pub(crate) fn forget(&mut self) {
        self.users.retain(|id, _| self.applications.contains_key(id));
        self.guilds.clear();
        self.messages.clear();
        *self = Self {
            applications: std::mem::take(&mut self.applications),
            users: std::mem::take(&mut self.users),
            guilds: std::mem::take(&mut self.guilds),
            messages: std::mem::take(&mut self.messages),
            settling: self.settling,
            gateway: std::mem::take(&mut self.gateway),
            ..Self::new()
        };
    }

    /// How often a route was called, as far back as [`World::requests`] goes. It is written as in [`Fault`].
    pub fn calls(&self, route: &str) -> usize {
        self.requests.iter().filter(|seen| seen.route == route).count()
    }

    /// How far this Discord's clock is ahead of the machine's, in milliseconds.
    pub(crate) fn ahead_ms(&self) -> u64 {
        u64::try_from(self.offset.as_millis()).unwrap_or(u64::MAX)
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.offset += by;
    }

    /// A new id that carries the time. Source: Discord docs, "Reference", Snowflakes.
    pub fn snowflake(&mut self) -> u64 {
        self.last_id = Self::first_id_at(self.now_ms()).max(self.last_id + 1);
        self.last_id
    }

    /// The lowest id that carries this time, in milliseconds since 1970.
    pub fn first_id_at(ms: u64) -> u64 {
        ms.saturating_sub(DISCORD_EPOCH_MS) << 22
    }

    /// When the thing of this id was made, in milliseconds since 1970.
    pub fn time_of(id: u64) -> u64 {
        (id >> 22) + DISCORD_EPOCH_MS
    }

    /// Whether it is more than an application that people sign in with.
    pub(crate) fn has_bot(&self, application: u64) -> bool {
        self.users.contains_key(&application)
    }

    /// The application, or an error that says there is none.
    pub fn application(&self, id: u64) -> Result<&Application> {
        self.applications.get(&id).context("there is no such application")
    }

    /// Whether a member's name or nickname begins so, whatever its case.
    pub(crate) fn is_called(&self, guild: &Guild, user: u64, beginning: &str) -> bool {
        let beginning = beginning.to_lowercase();
        let account = self.users.get(&user);
        let nick = guild.members.get(&user).and_then(|member| member.nick.as_deref());
        let names = [
            account.map(|account| account.username.as_str()),
            account.and_then(|account| account.global_name.as_deref()),
            nick,
        ];
        names.into_iter().flatten().any(|name| name.to_lowercase().starts_with(&beginning))
    }

    /// A member to change; none if there is no such guild or member.
    pub fn member_mut(&mut self, guild: u64, user: u64) -> Option<&mut Member> {
        self.guilds.get_mut(&guild)?.members.get_mut(&user)
    }

    /// A channel of a guild to change.
    pub fn channel_mut(&mut self, channel: u64) -> Option<&mut Channel> {
        let guild = self.guilds.values().find(|guild| guild.channels.contains_key(&channel))?.id;
        self.guilds.get_mut(&guild)?.channels.get_mut(&channel)
    }

    /// A role to change.
    pub fn role_mut(&mut self, role: u64) -> Option<&mut Role> {
        let guild = self.guilds.values().find(|guild| guild.roles.contains_key(&role))?.id;
        self.guilds.get_mut(&guild)?.roles.get_mut(&role)
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
