//! What people ask of any bot: whether it is there, and what it can do.

mod german;
mod help;
mod ping;

use crate::platform::{
    feature::Feature,
    locale::{Language, Translation},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&ping::Ping, &help::Help],
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new("about", "See whether the bot is awake and what it can do")
};
