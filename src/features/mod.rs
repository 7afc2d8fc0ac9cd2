//! The features. `ALL` is the only list of them.

mod about; // what people ask of any bot
mod moderation; // bans and cases

pub mod registration; // Discord's registration JSON, from ALL

use crate::platform::feature::Feature;

/// Every feature, in the order of /help.
pub static ALL: &[&Feature] = &[&about::FEATURE, &moderation::FEATURE];
