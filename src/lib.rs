//! Guildhall's worker: Discord's signed interactions in, Postgres and Discord's REST out.
//!
//! The map, in reading order. Imports go one way, downwards.

// A panic in wasm ends every concurrent request of the isolate, so nothing here may panic; tests may.
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod inbound; // one file per way in: verify, decode, dispatch; no rules, no SQL

pub mod features; // one folder per feature, each built of the same few files

pub mod platform; // the nouns every feature stands on

pub mod discord; // Discord's shapes: requests, answers, interactions, replies, limits

pub mod db; // the only way to Postgres: a tenant's scope around pipelined statements

pub mod edge; // everything that calls the runtime, each part with a native twin
