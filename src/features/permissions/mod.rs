//! Permissions: who may use which command, decided by a server itself, beside Discord's own permissions.

mod api;
mod authority;
mod commands;
mod components;
mod events;
mod find;
mod german;
mod model;
mod present;

use crate::platform::{
    feature::{Feature, Group},
    locale::{Language, Translation},
};

/// Its name, by which its own commands are told from others.
const NAME: &str = "permissions";

/// The feature.
pub static FEATURE: Feature = Feature {
    groups: &[Group { name: NAME, summary: "Decide who may use which of my commands" }],
    commands: &[
        &commands::grant::GrantCommand,
        &commands::revoke::Revoke,
        &commands::list::List,
        &commands::explain::Explain,
    ],
    components: &[&components::Page, &components::RevokeOne],
    routes: Some(api::routes),
    listeners: &[&events::RoleGone, &events::ChannelGone],
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new(NAME, "Decide who may use which of my commands")
};
