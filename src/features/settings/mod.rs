//! Settings in Discord: what every feature lets a server set, shown, changed and taken back.

mod api;
mod commands;
mod components;
mod find;
mod german;
mod here;
mod present;
mod save;
mod store;

use crate::platform::{
    feature::{Feature, Group},
    locale::{Language, Translation},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    groups: &[Group { name: "settings", summary: "See, change and take back what I do in this server" }],
    commands: &[&commands::show::Show, &commands::set::Set, &commands::history::History, &commands::rollback::Rollback],
    components: &[
        &components::Open,
        &components::Pick,
        &components::Write,
        &components::Written,
        &components::Reset,
        &components::Older,
    ],
    routes: Some(api::routes),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new("settings", "See, change and take back what I do in this server")
};
