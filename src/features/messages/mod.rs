//! Messages: the index of what was written, searched by whoever could read it anyway, and the log of what was changed and
//! deleted.

mod commands;
mod components;
mod events;
mod german;
mod health;
mod log;
mod look;
mod model;
mod present;
mod settings;
mod store;
mod tasks;
mod upkeep;

use crate::platform::{
    feature::Feature,
    locale::{Language, Translation},
    settings::{Declaration, Settings as _},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&commands::search::Search],
    components: &[&components::SearchPage, &components::ShowContext],
    tasks: &[&tasks::ForgetMessages, &log::PostMessageLog],
    listeners: &[&events::LogDeletion, &events::LogDeletions, &events::LogEdit],
    checks: &[&health::LogChannel],
    upkeep: Some(&upkeep::KeepMessages),
    settings: Some(&Declaration::of::<settings::MessagesSettings>()),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new(
        settings::MessagesSettings::FEATURE,
        "Find messages by what they say, by whom and where; log edits and deletions",
    )
};
