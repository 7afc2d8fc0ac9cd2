//! Privacy: what is kept about somebody, as a copy for them, and erased where they or the server want it.

mod api;
mod command;
mod components;
mod erase;
mod german;
mod present;
mod settings;

use crate::platform::{
    feature::Feature,
    locale::{Language, Translation},
    settings::{Declaration, Settings as _},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&command::MyData],
    components: &[&components::AskErase, &components::EraseOwn],
    tasks: &[&erase::Erase],
    routes: Some(api::routes),
    settings: Some(&Declaration::of::<settings::PrivacySettings>()),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new(settings::PrivacySettings::FEATURE, "See what I keep about you, get a copy or have it erased")
};
