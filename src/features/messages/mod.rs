//! Messages: the index of what was written, searched by whoever could read it anyway, and the log of what was changed and
//! deleted.

mod api;
mod ask;
mod attribute;
mod commands;
mod components;
mod events;
mod german;
mod health;
mod log;
mod look;
mod model;
mod present;
mod reseal;
mod settings;
mod store;
mod tasks;
mod upkeep;

pub use look::{Readable, readable};

use twilight_model::gateway::Intents;

use crate::platform::{
    feature::{Feature, Without},
    locale::{Language, Translation},
    settings::{Declaration, Settings as _},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    commands: &[&commands::search::Search],
    components: &[&components::SearchPage, &components::ShowContext],
    tasks: &[&tasks::ForgetMessages, &log::PostMessageLog, &reseal::Reseal],
    listeners: &[&events::LogDeletion, &events::LogDeletions, &events::LogEdit, &attribute::DeletedByHand],
    checks: &[&health::LogChannel, &health::Resealing],
    upkeep: Some(&upkeep::KeepMessages),
    personal_data: store::PERSONAL,
    without: &[
        Without {
            intents: Intents::MESSAGE_CONTENT,
            what: "I know that messages were written, and not what they say: words in them are not found.",
            setting: None,
        },
        Without {
            intents: Intents::GUILD_MEMBERS,
            what: "I don't learn who joins, leaves or changes their name.",
            setting: None,
        },
        Without {
            intents: Intents::MESSAGE_CONTENT,
            what: "The log tells that messages were deleted, not what they said, and knows of no edits.",
            setting: None,
        },
    ],
    settings: Some(&Declaration::of::<settings::MessagesSettings>().followed_by(&reseal::FollowSetting)),
    routes: Some(api::routes),
    translations: &[Translation { language: Language::German, sentences: german::SENTENCES }],
    ..Feature::new(
        settings::MessagesSettings::FEATURE,
        "Find messages by what they say, by whom and where; log edits and deletions",
    )
};
