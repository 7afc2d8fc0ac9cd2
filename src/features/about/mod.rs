//! What people ask of any bot: whether it is there.

mod ping;

use crate::platform::feature::Feature;

/// The feature.
pub static FEATURE: Feature =
    Feature { commands: &[&ping::Ping], ..Feature::new("about", "See whether the bot is awake") };
