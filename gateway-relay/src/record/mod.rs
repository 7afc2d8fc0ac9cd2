//! Rows: the only place with SQL. Discord's ids are `bigint`, times go in as Discord writes them.

pub mod ahead; // messages that no listener knows of yet
pub mod bots; // which bots are wanted, and what features listen to
pub mod budgets; // identifies, counted
pub mod callers; // in whose name a call may be made
pub mod events; // what listeners hear of
pub mod found; // the mirror, where a gap is looked into
pub mod gaps; // what is looked for afterwards, and the report
pub mod health; // how many shards are connected
pub mod mirror; // what Discord's servers look like now
pub mod presences; // who is online, where servers have that kept
pub mod sealing; // whose messages are sealed, and under which key
pub mod shards; // leases and sessions
pub mod tokens; // the bots' tokens, to be sealed anew
pub mod trouble; // gaps as they begin, and rejects
