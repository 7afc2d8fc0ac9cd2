//! Tenants: who owns which servers, who may work for whom, and who changed what.

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
    ..Feature::new("tenancy", "Make a tenant, claim servers, invite people and see who changed what")
};
