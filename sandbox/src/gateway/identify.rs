//! IDENTIFY: checked as Discord checks it, then a session begins. Source: Discord docs, "Gateway", Identifying, Sharding;
//! "Gateway Events", Identify, Ready.

use serde_json::{Value, json};

use super::{
    Gateway, close_code, guilds, intents,
    link::{Link, Out},
    members::shown_status,
    session::{Identity, Session},
};
use crate::world::{World, random};

/// Why a session does not begin, or does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The connection is closed with this code.
    Close(u16),
    /// Op 9: the client may identify anew over the same connection.
    InvalidSession,
}

/// How often an application has identified, and until when that counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Budget {
    used: u32,
    resets_at_ms: u64,
}

const DAY_MS: u64 = 24 * 3_600 * 1_000;
/// Of so many milliseconds, each bucket of shards may identify in one.
const SPACING_MS: u64 = 5_000;

impl World {
    /// Begins a session over this connection: READY, then the guilds. Returns the session's id.
    pub(super) fn identify(&mut self, data: &Value, url: &str, link: Link) -> Result<String, Refused> {
        let identity = self.identity(data)?;
        let application = identity.application;
        self.spend_identify(application)?;
        self.check_pace(&identity)?;
        let id = hex::encode(random::<16>());
        let status = shown_status(&data["presence"]).unwrap_or("online").to_owned();
        if let Some(user) = self.users.get_mut(&application) {
            user.status = status;
        }
        let mut session = Session::new(identity, link);
        let retention = self.gateway.retention(self.now_ms());
        let ready = self.ready(&id, url, &session.identity).to_string();
        session.dispatch(retention, "READY", &ready);
        for guild in self.guilds.keys() {
            session.tell_of_guild(self, retention, *guild);
        }
        self.gateway.sessions.insert(id.clone(), session);
        Ok(id)
    }

    fn identity(&self, data: &Value) -> Result<Identity, Refused> {
        let malformed = Refused::Close(close_code::DECODE_ERROR);
        let token = data["token"].as_str().ok_or(malformed)?;
        let intents = data["intents"].as_u64().ok_or(malformed)?;
        if !data["properties"].is_object() {
            return Err(malformed);
        }
        let application = self.authenticated(token)?;
        let shard = match &data["shard"] {
            Value::Null => (0, 1),
            shard => {
                let number = |position: usize| shard[position].as_u64();
                number(0).zip(number(1)).filter(|(number, count)| number < count).ok_or(INVALID_SHARD)?
            }
        };
        let large_threshold = data["large_threshold"].as_u64().unwrap_or(50).clamp(50, 250);
        let large_threshold = usize::try_from(large_threshold).unwrap_or(50);
        let identity = Identity { application, shard, intents, large_threshold };
        let is_given = |of| intents::are_allowed(intents, of);
        if !intents::are_known(intents) {
            return Err(Refused::Close(close_code::INVALID_INTENTS));
        }
        if !self.applications.get(&application).is_some_and(is_given) {
            return Err(Refused::Close(close_code::DISALLOWED_INTENTS));
        }
        if identity.guilds(self).count() > self.gateway.guilds_a_shard {
            return Err(Refused::Close(close_code::SHARDING_REQUIRED));
        }
        Ok(identity)
    }

    /// The application of a token, which may stand after `Bot `.
    pub(super) fn authenticated(&self, token: &str) -> Result<u64, Refused> {
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        let found = self.applications.values().find(|application| application.token == token);
        found.map(|application| application.id).ok_or(Refused::Close(close_code::AUTHENTICATION_FAILED))
    }

    /// One too many ends all sessions of the application, and its token is another one from then on.
    fn spend_identify(&mut self, application: u64) -> Result<(), Refused> {
        let now_ms = self.now_ms();
        let allowed = self.gateway.identifies_a_day;
        let budget = self.gateway.budgets.entry(application).or_default();
        if budget.resets_at_ms <= now_ms {
            *budget = Budget { used: 0, resets_at_ms: now_ms + DAY_MS };
        }
        if budget.used < allowed {
            budget.used += 1;
            return Ok(());
        }
        if let Some(application) = self.applications.get_mut(&application) {
            application.reset_token();
        }
        self.gateway.sessions.retain(|_, session| {
            let stays = session.identity.application != application;
            if !stays {
                session.send(Out::Close(close_code::AUTHENTICATION_FAILED));
            }
            stays
        });
        Err(Refused::Close(close_code::AUTHENTICATION_FAILED))
    }

    /// One shard of a bucket within five seconds.
    fn check_pace(&mut self, identity: &Identity) -> Result<(), Refused> {
        let now_ms = self.now_ms();
        let bucket = identity.shard.0 % self.gateway.max_concurrency.max(1);
        let last = self.gateway.identified.entry((identity.application, bucket)).or_default();
        if *last + SPACING_MS > now_ms {
            return Err(Refused::InvalidSession);
        }
        *last = now_ms;
        Ok(())
    }

    fn ready(&self, session: &str, url: &str, identity: &Identity) -> Value {
        let Identity { application, shard: (number, count), .. } = *identity;
        let flags = self.applications.get(&application).map(|application| application.json()["flags"].clone());
        let known = identity.guilds(self).map(|guild| guilds::unavailable(guild.id));
        json!({
            "v": 10, "user": self.own_user_json(application), "guilds": known.collect::<Vec<_>>(),
            "session_id": session, "session_type": "normal", "resume_gateway_url": url, "shard": [number, count],
            "application": { "id": application.to_string(), "flags": flags }, "private_channels": [],
            "relationships": [], "user_settings": {}, "presences": [], "guild_join_requests": [],
            "geo_ordered_rtc_regions": [], "_trace": ["sandbox"],
        })
    }
}

const INVALID_SHARD: Refused = Refused::Close(close_code::INVALID_SHARD);

impl Gateway {
    /// Discord's session start limit object.
    pub(crate) fn session_start_limit(&self, application: u64, now_ms: u64) -> Value {
        let budget = self.budgets.get(&application).filter(|budget| budget.resets_at_ms > now_ms).copied();
        let (used, resets_at_ms) = budget.map_or((0, now_ms), |budget| (budget.used, budget.resets_at_ms));
        json!({
            "total": self.identifies_a_day, "remaining": self.identifies_a_day.saturating_sub(used),
            "reset_after": resets_at_ms - now_ms, "max_concurrency": self.max_concurrency,
        })
    }
}
