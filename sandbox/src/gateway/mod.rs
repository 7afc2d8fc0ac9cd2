//! The gateway, version 10: a WebSocket by which bots are told what happens. Source: Discord docs, "Gateway".
//!
//! Everything that changes in the world becomes events when the world is let go of (`publish`): they are made from the
//! difference (`changes`), given to the sessions that may see them (`audience`), kept there for a resume (`session`), and
//! written by the task of each connection (`socket`).

mod audience;
mod changes;
mod encoding;
mod event;
mod guilds;
mod identify;
mod intents;
mod limits;
mod link;
mod members;
mod messages;
mod orders;
mod protocol;
mod publish;
mod resume;
mod session;
mod socket;
mod tell;
mod upgrade;

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use identify::Budget;
pub use orders::{Order, SessionStanding};
pub use protocol::close_code;
pub use publish::Opened;
use session::Session;
pub(crate) use upgrade::router;

/// What the gateway allows, and who is connected. Windows of time are those of the sandbox's clock, except the time
/// that a client has for its heartbeats.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// What HELLO says. After one and a half of it without a heartbeat the connection is closed.
    #[serde(rename = "heartbeat_interval_ms", with = "limits::millis")]
    pub heartbeat_interval: Duration,
    /// For how long events are kept, and a session can be resumed after its connection has ended. Discord does not say.
    #[serde(rename = "resume_window_ms", with = "limits::millis")]
    pub resume_window: Duration,
    /// How many events of a session are kept for a resume.
    pub replayed_events: usize,
    /// How many payloads may wait for a client that does not read before its connection is closed.
    pub queued_payloads: usize,
    /// How many payloads a connection may send in 60 seconds.
    pub payloads_a_minute: u32,
    /// How often an application may IDENTIFY in 24 hours. Once more resets its token.
    pub identifies_a_day: u32,
    /// How many shards may IDENTIFY within 5 seconds.
    pub max_concurrency: u64,
    /// How many shards `GET /gateway/bot` recommends.
    pub shards: u64,
    /// How many guilds a shard may have.
    pub guilds_a_shard: usize,
    /// Whether each event is sent twice, the second time under a sequence number of its own.
    pub repeats_events: bool,
    /// Whether an edit of a message is told only after whatever is told next, so that of two edits the older comes last.
    pub delays_edits: bool,
    /// By their ids.
    #[serde(skip)]
    sessions: BTreeMap<String, Session>,
    /// By application.
    #[serde(skip)]
    budgets: BTreeMap<u64, Budget>,
    /// When a shard of this application and bucket last identified, in milliseconds since 1970.
    #[serde(skip)]
    identified: BTreeMap<(u64, u64), u64>,
    /// When an application was last given all members of a guild, in milliseconds since 1970.
    #[serde(skip)]
    asked: BTreeMap<(u64, u64), u64>,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            heartbeat_interval: Duration::from_millis(41_250),
            resume_window: Duration::from_secs(90),
            replayed_events: 10_000,
            queued_payloads: 10_000,
            payloads_a_minute: 120,
            identifies_a_day: 1_000,
            max_concurrency: 1,
            shards: 1,
            guilds_a_shard: 2_500,
            repeats_events: false,
            delays_edits: false,
            sessions: BTreeMap::new(),
            budgets: BTreeMap::new(),
            identified: BTreeMap::new(),
            asked: BTreeMap::new(),
        }
    }
}
