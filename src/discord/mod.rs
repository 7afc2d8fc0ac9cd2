//! Discord's shapes: what it sends us, what we answer, what we ask of its REST API.

pub mod audit_log;
pub mod bits;
pub mod cdn;
pub mod client;
pub mod custom_id;
pub mod interaction;
pub mod limits;
pub mod markdown;
pub mod message_link;
pub mod options;
pub mod reply;
pub mod rest;
pub mod routes;
pub mod snowflake;
