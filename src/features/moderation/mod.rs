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
        &commands::kick::Kick,
        &commands::warn::Warn,
        &commands::note::Note,
        &commands::case_show::CaseShow,
        &commands::case_reason::CaseReason,
    ],
    components: &[&components::RefreshCase, &components::AskReason, &components::GiveReason],
    tasks: &[&tasks::LiftBan],
    ..Feature::new("moderation", "Ban, kick and warn members, with a numbered case for each")
};
