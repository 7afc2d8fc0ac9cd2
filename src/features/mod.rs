//! The features. `ALL` is the only list of them.

mod about; // what people ask of any bot
mod account; // one's sessions, tokens, servers and tenants
mod effects; // what was done on Discord, and what is to be
mod health; // what keeps the bot from its work
mod members; // who comes and goes
pub mod messages; // the index of messages, and searching it
mod moderation; // what is done to members, and the cases that record it
mod permissions; // who may use which command
mod privacy; // what is kept about people
mod runs; // which commands were run
mod settings; // what a server has set
mod tenancy; // tenants, their servers and their people

pub mod registration; // Discord's registration JSON, from ALL

use crate::platform::feature::Feature;

/// Every feature, in the order of /help.
pub static ALL: &[&Feature] = &[
    &about::FEATURE,
    &moderation::FEATURE,
    &messages::FEATURE,
    &members::FEATURE,
    &settings::FEATURE,
    &permissions::FEATURE,
    &privacy::FEATURE,
    &health::FEATURE,
    &effects::FEATURE,
    &runs::FEATURE,
    &account::FEATURE,
    &tenancy::FEATURE,
];
