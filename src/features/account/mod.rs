//! One's own account: who one is, where one is signed in, one's tokens, servers and tenants.

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
    ..Feature::new("account", "Sign in to the dashboard and see where you are signed in")
};
