//! What one request has at hand. Owned and cheap to clone, so that work may outlive the response.

use std::{
    fmt::{self, Display},
    sync::Arc,
};

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use uuid::Uuid;

use super::{
    access::Access,
    config::Config,
    feature::Features,
    locale::{Language, Locale},
    relay::Relayed,
};
use crate::{
    db::{Db, Scope},
    discord::client::{Client, Direct},
    edge::{self, Later},
};

/// The context of one request; the first parameter everywhere.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub config: Arc<Config>,
    /// What this worker serves.
    pub features: Features,
    /// One connection, opened when first needed.
    pub db: Db,
    /// Runs work after the response.
    pub later: Later,
    pub request_id: RequestId,
    /// Who is signed in, in a request to the API; the language of its words, and what names its act if its sender named the
    /// request.
    pub access: Option<Arc<Access>>,
    pub language: Option<Language>,
    pub cause: Option<u64>,
    pub arrived_at: Timestamp,
}

impl Ctx {
    /// The context of a request that arrives now.
    pub fn new(config: Arc<Config>, features: Features, later: Later, request_id: RequestId) -> Self {
        let db = Db::new(config.database.clone(), later.clone());
        Self {
            config,
            features,
            db,
            later,
            request_id,
            access: None,
            language: None,
            cause: None,
            arrived_at: edge::now(),
        }
    }

    /// A language with its sentences.
    pub fn locale(&self, language: Language) -> Locale {
        Locale::new(language, self.features)
    }

    /// The language in which whoever asks over the API is answered.
    pub fn spoken(&self) -> Locale {
        self.locale(self.language.unwrap_or(Language::English))
    }

    /// The rows of the tenant that owns the guild, as seen by this bot; for somebody signed in those of the tenant that
    /// they were let into, and of no other, whoever owns the guild by now.
    pub fn scope(&self, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> Scope {
        match &self.access {
            Some(access) => self.scope_of(access),
            None => Scope::guild(self.db.clone(), application, guild),
        }
    }

    /// The rows of a tenant in which they have a role.
    pub fn scope_in(&self, access: &Access, tenant: Uuid) -> Scope {
        Scope::access(self.db.clone(), access.credential, tenant)
    }

    /// The rows of the tenant that they were let into.
    pub fn scope_of(&self, access: &Access) -> Scope {
        // The nil tenant is nobody's.
        let tenant = access.tenant.map_or(Uuid::nil(), |standing| standing.tenant);
        self.scope_in(access, tenant)
    }

    /// Discord, without a bot's token: for answers to interactions, which carry their own.
    pub fn discord(&self) -> Client {
        match &self.config.relay {
            Some(relay) => Client::new(Relayed { relay: relay.clone(), behalf: None }),
            None => Client::new(Direct { base: self.config.discord_api.clone(), token: None }),
        }
    }
}

/// Names one request in logs, in the database and in apologies. An interaction's is its own id, so that Discord's and
/// our records of it meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// The id of a request that brings one.
    pub fn of(number: u64) -> Self {
        Self(number)
    }

    /// A random one.
    pub fn random() -> Self {
        Self(getrandom::u64().unwrap_or_default())
    }
}

impl Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:x}", self.0)
    }
}
