//! Moderation: bans, and the cases that record them.

mod commands;
mod components;
mod model;
mod present;
mod store;
mod tasks;

use crate::platform::feature::{Feature, Group};

/// The feature.
pub static FEATURE: Feature = Feature {
    groups: &[Group { name: "case", summary: "Look at a case or change its reason" }],
    commands: &[
        &commands::ban::Ban,
        &commands::unban::Unban,
        &commands::case_show::CaseShow,
        &commands::case_reason::CaseReason,
    ],
    components: &[&components::RefreshCase, &components::AskReason, &components::GiveReason],
    tasks: &[&tasks::LiftBan],
    ..Feature::new("moderation", "Ban members, for a time or for good, with a numbered case for each")
};
