//! Effects, as people see them: what was done on Discord, what waits to be, and what never could be.

mod api;
mod german;
mod model;
mod store;

use crate::platform::{
    feature::Feature,
    locale::{Language, Translation},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    routes: Some(api::routes),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new("effects", "See what I did on Discord, what waits to be done and what failed; retry or cancel it")
};
