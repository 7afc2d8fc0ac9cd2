//! What a client asks for over the gateway: members, and to be shown with a status.
//! Source: Discord docs, "Gateway Events", Request Guild Members, Guild Members Chunk, Rate Limited, Update Presence.

use serde_json::{Value, json};

use super::{close_code, guilds, intents, protocol::opcode, session::Identity};
use crate::world::{Guild, World};

/// As many members as are in one chunk.
const CHUNK: usize = 1_000;
/// As many as are found by name or id.
const MOST_FOUND: usize = 100;
/// All members of a guild are given once in so many milliseconds.
const ALL_MEMBERS_MS: u64 = 30_000;

impl World {
    /// Answers with chunks of members, or that it is too early to ask again. An error is the code to close with.
    pub(super) fn request_members(&mut self, session: &str, data: &Value) -> Result<(), u16> {
        let wanted = Wanted::read(data).ok_or(close_code::DECODE_ERROR)?;
        let now_ms = self.now_ms();
        let retention = self.gateway.retention(now_ms);
        let Some(mut found) = self.gateway.sessions.remove(session) else { return Ok(()) };
        let application = found.identity.application;
        if found.guilds.contains_key(&wanted.guild) && wanted.is_allowed(&found.identity) {
            let asked = self.gateway.asked.entry((application, wanted.guild)).or_default();
            let left_ms = (*asked + ALL_MEMBERS_MS).saturating_sub(now_ms);
            if wanted.is_all() && left_ms > 0 {
                found.dispatch(retention, "RATE_LIMITED", &wanted.refusal(left_ms).to_string());
            } else {
                if wanted.is_all() {
                    *asked = now_ms;
                }
                for chunk in wanted.chunks(self) {
                    found.dispatch(retention, "GUILD_MEMBERS_CHUNK", &chunk.to_string());
                }
            }
        }
        self.gateway.sessions.insert(session.to_owned(), found);
        Ok(())
    }

    /// The bot is shown with this status. An error is the code to close with.
    pub(super) fn update_presence(&mut self, session: &str, data: &Value) -> Result<(), u16> {
        let application = self.gateway.sessions.get(session).map(|session| session.identity.application);
        let status = shown_status(data).ok_or(close_code::DECODE_ERROR)?;
        if let Some(user) = application.and_then(|application| self.users.get_mut(&application)) {
            user.status = status.to_owned();
        }
        Ok(())
    }
}

/// How others see the status of an Update Presence object; none for one that Discord does not have.
pub(super) fn shown_status(data: &Value) -> Option<&str> {
    match data["status"].as_str()? {
        "invisible" => Some("offline"),
        status @ ("online" | "idle" | "dnd" | "offline") => Some(status),
        _ => None,
    }
}

/// Which members a client asks for.
struct Wanted<'d> {
    guild: u64,
    by: By<'d>,
    limit: usize,
    with_presences: bool,
    /// What the client calls its question.
    nonce: Option<&'d str>,
}

enum By<'d> {
    /// Those whose name or nickname begins so.
    Name(&'d str),
    Ids(Vec<u64>),
}

impl<'d> Wanted<'d> {
    fn read(data: &'d Value) -> Option<Self> {
        let id = |value: &Value| value.as_str()?.parse::<u64>().ok();
        let by = match (&data["user_ids"], data["query"].as_str()) {
            (Value::Array(ids), _) => By::Ids(ids.iter().take(MOST_FOUND).map(id).collect::<Option<_>>()?),
            (one @ Value::String(_), _) => By::Ids(vec![id(one)?]),
            (_, query) => By::Name(query?),
        };
        Some(Self {
            guild: id(&data["guild_id"])?,
            by,
            limit: usize::try_from(data["limit"].as_u64().unwrap_or(0)).ok()?,
            with_presences: data["presences"] == true,
            nonce: data["nonce"].as_str().filter(|nonce| nonce.len() <= 32),
        })
    }

    fn is_all(&self) -> bool {
        matches!(self.by, By::Name("")) && self.limit == 0
    }

    fn is_allowed(&self, identity: &Identity) -> bool {
        (!self.is_all() || identity.wants(intents::GUILD_MEMBERS))
            && (!self.with_presences || identity.wants(intents::GUILD_PRESENCES))
    }

    fn refusal(&self, left_ms: u64) -> Value {
        let mut meta = json!({ "guild_id": self.guild.to_string() });
        if let Some(nonce) = self.nonce {
            meta["nonce"] = json!(nonce);
        }
        let retry_after = std::time::Duration::from_millis(left_ms).as_secs_f64();
        json!({ "opcode": opcode::REQUEST_GUILD_MEMBERS, "retry_after": retry_after, "meta": meta })
    }

    fn found(&self, world: &World, guild: &Guild) -> Vec<u64> {
        let members = guild.members.keys().copied();
        match &self.by {
            By::Ids(ids) => ids.iter().copied().filter(|id| guild.members.contains_key(id)).collect(),
            By::Name("") if self.limit == 0 => members.collect(),
            By::Name(beginning) => {
                let limit = if self.limit == 0 { MOST_FOUND } else { self.limit.min(MOST_FOUND) };
                members.filter(|user| world.is_called(guild, *user, beginning)).take(limit).collect()
            }
        }
    }

    /// At least one, however few were found.
    fn chunks(&self, world: &World) -> Vec<Value> {
        let Some(guild) = world.guilds.get(&self.guild) else { return Vec::new() };
        let found = self.found(world, guild);
        let missing: Vec<String> = match &self.by {
            By::Ids(ids) => ids.iter().filter(|id| !found.contains(id)).map(u64::to_string).collect(),
            By::Name(_) => Vec::new(),
        };
        let mut parts: Vec<&[u64]> = found.chunks(CHUNK).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        let count = parts.len();
        let chunk = |(index, users): (usize, &[u64])| {
            let members: Vec<Value> = users.iter().filter_map(|user| world.member_json(guild, *user)).collect();
            let mut chunk = json!({
                "guild_id": guild.id.to_string(), "members": members, "chunk_index": index, "chunk_count": count,
            });
            if !missing.is_empty() {
                chunk["not_found"] = json!(missing);
            }
            if self.with_presences {
                chunk["presences"] = users.iter().map(|user| guilds::presence(world, guild.id, *user)).collect();
            }
            if let Some(nonce) = self.nonce {
                chunk["nonce"] = json!(nonce);
            }
            chunk
        };
        parts.into_iter().enumerate().map(chunk).collect()
    }
}
