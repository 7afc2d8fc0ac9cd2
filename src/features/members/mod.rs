//! Members: who comes and goes, how they are greeted, and the roles that they get by themselves.

mod command;
mod events;
mod german;
mod greet;
mod health;
mod log;
mod model;
mod present;
mod settings;
mod store;
mod tasks;

use twilight_model::gateway::Intents;

use crate::platform::{
    feature::{Feature, Without},
    locale::{Language, Translation},
    settings::{Declaration, Settings as _},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&command::Welcome],
    tasks: &[&tasks::GiveRoles, &log::PostMemberLog],
    listeners: &[&events::Joined, &events::Screened, &events::Left],
    without: &[Without { intents: Intents::GUILD_MEMBERS, what: "Nobody is welcomed, logged or given roles." }],
    checks: &[&health::Channels, &health::AutoRoles],
    settings: Some(&Declaration::of::<settings::MembersSettings>()),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new(
        settings::MembersSettings::FEATURE,
        "Welcome new members, give them their roles, log who comes and goes",
    )
};
