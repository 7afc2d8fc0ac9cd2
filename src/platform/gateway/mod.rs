//! Gateway events: what the relay heard from Discord and wrote down, handed to the features that listen.
//!
//! An event is a row until each of its listeners has handled it. A listener that writes says so in the transaction of
//! what it writes, by [`claim`], so that an event that is handed out again has no second effect. One listener's failure
//! stops no other. There is no order: of two events about one thing the later may come first.

mod run;
mod store;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};

use super::{
    ctx::Ctx,
    error::{Error, Result},
};
use crate::db::Scope;

pub use run::run_due;
pub use store::{claim, is_own_bot, status};

/// How long a runner owns what it has claimed. Longer than the 20 seconds for which one goes on.
pub const LEASE_SECONDS: i32 = 60;
/// Attempts before an event that keeps failing is dead.
pub const MAX_ATTEMPTS: i32 = 10;

/// An event whose lease this runner holds.
#[derive(Debug, Clone)]
pub struct Event {
    pub id: i64,
    pub attempt: i32,
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
    /// Discord's name of it: `GUILD_BAN_ADD`. Source: Discord docs, "Gateway Events".
    pub name: String,
    /// Discord's `d`.
    pub payload: Value,
    /// Listeners that are done with it.
    pub handled_by: Vec<String>,
    /// Of an event that nobody heard and that was found afterwards: when it happened, or the earliest moment at which it
    /// may have. A listener for which that is too late does nothing.
    pub happened_at: Option<jiff::Timestamp>,
}

impl Event {
    /// What happened, as Discord says it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.payload).map_err(|error| Error::Internal(format!("{}: {error}", self.name)))
    }

    /// The rows of the tenant that the event belongs to, for as long as this attempt holds it.
    pub fn scope(&self, ctx: &Ctx) -> Scope {
        Scope::gateway_event(ctx.db.clone(), self.id, self.attempt)
    }
}

/// What /status says of the events.
#[derive(Debug, Clone, Serialize)]
pub struct GatewayStatus {
    pub pending: i64,
    pub running: i64,
    pub dead: i64,
    pub oldest_due_seconds: i64,
    /// Stretches that no session could bring back and whose report is not complete yet.
    pub open_gaps: i64,
    pub oldest_gap_seconds: i64,
    /// Events that Postgres would not take.
    pub rejected: i64,
}

/// Tells the relay what this version's features listen to. Deploying calls it.
pub async fn subscribe(ctx: &Ctx) -> Result<()> {
    let listeners = ctx.features.iter().flat_map(|feature| feature.listeners);
    let wanted = listeners.map(|listener| {
        serde_json::json!({ "event": listener.event(), "listener": listener.name(), "intents": listener.intents().bits() })
    });
    Ok(store::declare(&ctx.db, wanted.collect()).await?)
}
