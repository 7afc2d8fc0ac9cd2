//! Health: what keeps me from doing my work in this server, and what mends it.

mod checks;
mod command;
mod gateway;
mod german;
mod present;
mod store;

use crate::platform::{
    feature::Feature,
    locale::{Language, Translation},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&command::Health],
    checks: &[&checks::Lacking, &checks::RoleOrder, &checks::Failures, &gateway::Gateway],
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new("health", "See what keeps me from doing my work here, and how to mend it")
};
