//! The relay: keeps the bots' websockets to Discord and writes what they hear into Postgres. It decides nothing.
//!
//! What a batch of events says and how far the session has come are written in one transaction, so that after a crash
//! the session is resumed from there and nothing is lost or written twice. While Postgres is away it is kept on disk.

mod ahead; // new messages, before their batch's turn
mod batch; // a batch in one transaction
mod bot; // one bot: its intents, its shards, its problems
mod buffers; // where what was heard waits for Postgres
mod config; // the relay's environment
mod door; // the worker's calls to Discord
mod ear; // what a connection hears, on its way into the queue
mod frame; // a message of the gateway, as far as it is read
mod identify; // when a shard may begin a session
mod intents; // what a bot asks to be told
mod keys; // keys for a new deployment
mod listen; // one connection: frames into the queue
mod metrics; // what is counted
mod poke; // tells the worker that there are events
mod presence; // who is online, until it is written
mod queue; // what was heard and is not written yet, in memory, bounded in bytes
mod reconcile; // what no session could bring back, by REST
mod record; // rows
mod relay; // which bots are wanted
mod reseal; // tokens of workers become the relay's
pub mod rest; // Discord's REST API, within its limits
#[cfg(test)]
mod served;
mod shard; // one shard: lease, connection, writer
mod spool; // the same on disk, while Postgres is away
mod tokens; // the bots' tokens, in both forms
mod write; // the queue's other end: batches into Postgres

pub use config::{Config, ConfigError, Listening};
pub use keys::keys;
pub use relay::{Relay, check};
pub use reseal::{Resealed, reseal};
