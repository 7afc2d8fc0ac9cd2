//! Command runs, as people see them: which commands were run, by whom, and how it went.

mod api;
mod german;
mod store;

use crate::platform::{
    feature::Feature,
    locale::{Language, Translation},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    routes: Some(api::routes),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new("runs", "See which commands were run, by whom and how it went")
};
