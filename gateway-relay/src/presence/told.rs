//! What Discord says of who is online, as far as it is read: never what somebody plays, hears or writes there.
//! Source: Discord docs, "Gateway Events", Presence Update, Guild Create, Guild Members Chunk.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use crate::record::mirror::Snowflake;

/// Of a server with more members than this Discord names nobody who is online when it arrives.
pub const NAMED: u64 = 75_000;

/// Whether somebody is online, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    pub status: Status,
    pub clients: Clients,
    /// When that was heard, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Discord's word for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Online,
    Idle,
    Dnd,
    Offline,
}

impl Status {
    /// As it is stored.
    pub fn column(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Idle => "idle",
            Self::Dnd => "dnd",
            Self::Offline => "offline",
        }
    }
}

/// By which clients somebody is online.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clients {
    desktop: bool,
    mobile: bool,
    web: bool,
}

impl Clients {
    /// As Postgres reads an array of texts.
    pub fn column(self) -> String {
        let named = [(self.desktop, "desktop"), (self.mobile, "mobile"), (self.web, "web")];
        let names: Vec<&str> = named.into_iter().filter(|(is_used, _)| *is_used).map(|(_, name)| name).collect();
        format!("{{{}}}", names.join(","))
    }
}

/// Discord's presence update object.
#[derive(Deserialize)]
struct Told {
    user: User,
    status: Status,
    #[serde(default)]
    client_status: ClientStatus,
}

#[derive(Deserialize)]
struct User {
    id: Snowflake,
}

/// A client is named if somebody is online by it, with a status of its own.
#[derive(Default, Deserialize)]
struct ClientStatus {
    desktop: Option<IgnoredAny>,
    mobile: Option<IgnoredAny>,
    web: Option<IgnoredAny>,
}

impl Told {
    fn presence(&self, at_ms: i64) -> Presence {
        let ClientStatus { desktop, mobile, web } = &self.client_status;
        let clients = Clients { desktop: desktop.is_some(), mobile: mobile.is_some(), web: web.is_some() };
        Presence { status: self.status, clients, at_ms }
    }
}

fn online(presences: Vec<Told>, at_ms: i64) -> BTreeMap<i64, Presence> {
    let online = presences.into_iter().filter(|told| told.status != Status::Offline);
    online.map(|told| (told.user.id.0, told.presence(at_ms))).collect()
}

/// PRESENCE_UPDATE.
#[derive(Debug)]
pub struct Updated {
    pub guild: i64,
    pub user: i64,
    pub presence: Presence,
}

impl Updated {
    /// None: it is about another server than those that are `wanted`. Of most servers no more than that is read.
    pub fn read(data: &RawValue, at_ms: i64, wanted: impl FnOnce(i64) -> bool) -> serde_json::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Place {
            guild_id: Snowflake,
        }
        let Place { guild_id } = serde_json::from_str(data.get())?;
        if !wanted(guild_id.0) {
            return Ok(None);
        }
        let told: Told = serde_json::from_str(data.get())?;
        Ok(Some(Self { guild: guild_id.0, user: told.user.id.0, presence: told.presence(at_ms) }))
    }
}

/// GUILD_CREATE, as far as it tells who is online.
#[derive(Debug)]
pub struct Arrived {
    pub guild: i64,
    /// All who are online. None: the server is too large to be told of at once, or Discord has an outage there.
    pub online: Option<BTreeMap<i64, Presence>>,
}

impl Arrived {
    pub fn read(data: &RawValue, at_ms: i64) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Guild {
            id: Snowflake,
            #[serde(default)]
            unavailable: bool,
            #[serde(default)]
            member_count: u64,
            presences: Option<Vec<Told>>,
        }
        let Guild { id, unavailable, member_count, presences } = serde_json::from_str(data.get())?;
        let told = presences.filter(|_| !unavailable && member_count <= NAMED);
        Ok(Self { guild: id.0, online: told.map(|presences| online(presences, at_ms)) })
    }
}

/// GUILD_MEMBERS_CHUNK that was asked for with presences.
#[derive(Debug)]
pub struct Chunk {
    pub guild: i64,
    pub online: BTreeMap<i64, Presence>,
    /// Its place, from 0 on, and of how many parts.
    pub index: u64,
    pub count: u64,
}

impl Chunk {
    /// None: nobody asked for presences.
    pub fn read(data: &RawValue, at_ms: i64) -> serde_json::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Part {
            guild_id: Snowflake,
            chunk_index: u64,
            chunk_count: u64,
            presences: Option<Vec<Told>>,
        }
        let Part { guild_id, chunk_index: index, chunk_count: count, presences } = serde_json::from_str(data.get())?;
        Ok(presences.map(|told| Self { guild: guild_id.0, online: online(told, at_ms), index, count }))
    }
}

/// GUILD_MEMBER_REMOVE.
#[derive(Debug)]
pub struct Removed {
    pub guild: i64,
    pub user: i64,
}

impl Removed {
    pub fn read(data: &RawValue) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Left {
            guild_id: Snowflake,
            user: User,
        }
        let Left { guild_id, user } = serde_json::from_str(data.get())?;
        Ok(Self { guild: guild_id.0, user: user.id.0 })
    }
}

/// The same event without its presences, which hold what people do. None: it has none.
pub fn without_presences(data: &RawValue) -> Option<Box<RawValue>> {
    let mut fields: BTreeMap<String, &RawValue> = serde_json::from_str(data.get()).ok()?;
    fields.remove("presences")?;
    serde_json::value::to_raw_value(&fields).ok()
}
