//! The relay: keeps the bots' websockets to Discord and writes what they hear into Postgres. It decides nothing.
//!
//! What a batch of events says and how far the session has come are written in one transaction, so that after a crash
//! the session is resumed from there and nothing is lost or written twice. While Postgres is away it is kept on disk.

mod batch; // a batch in one transaction
mod bot; // one bot: its intents, its shards, its problems
mod buffers; // where what was heard waits for Postgres
mod config; // the relay's environment
mod frame; // a message of the gateway, as far as it is read
mod identify; // when a shard may begin a session
mod listen; // one connection: frames into the queue
mod poke; // tells the worker that there are events
mod queue; // what was heard and is not written yet, in memory, bounded in bytes
mod reconcile; // what no session could bring back, by REST
mod record; // rows
mod relay; // which bots are wanted
pub mod rest; // Discord's REST API, within its limits
mod shard; // one shard: lease, connection, writer
mod spool; // the same on disk, while Postgres is away
mod write; // the queue's other end: batches into Postgres

pub use config::{Config, ConfigError};
pub use relay::{Relay, check};
