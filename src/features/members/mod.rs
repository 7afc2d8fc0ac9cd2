//! Members: who comes and goes, how they are greeted, the roles that they get by themselves, and who is online.

mod command;
mod events;
mod german;
mod greet;
mod health;
mod log;
mod model;
mod presence;
mod present;
mod settings;
mod store;
mod tasks;

pub use model::Presence;
pub use presence::presence;
pub use present::presence as presence_words;

use twilight_model::gateway::Intents;

use crate::platform::{
    feature::{Feature, Without},
    locale::{Language, Translation},
    settings::{Declaration, Settings as _},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&command::Welcome],
    tasks: &[&tasks::GiveRoles, &log::PostMemberLog, &presence::ForgetPresences],
    listeners: &[&events::Joined, &events::Screened, &events::Left],
    checks: &[&health::Channels, &health::AutoRoles],
    personal_data: store::PERSONAL,
    without: &[
        Without { intents: Intents::GUILD_MEMBERS, what: "Nobody is welcomed, logged or given roles.", setting: None },
        Without { intents: Intents::GUILD_PRESENCES, what: "I don't know who is online.", setting: Some("presence") },
    ],
    settings: Some(&Declaration::of::<settings::MembersSettings>().followed_by(&presence::FollowSetting)),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new(
        settings::MembersSettings::FEATURE,
        "Welcome new members, give them their roles, log who comes and goes",
    )
};
