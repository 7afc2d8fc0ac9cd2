//! Moderation: what is done to members, and the numbered cases that record it.

mod act;
mod api;
mod commands;
mod components;
mod events;
mod german;
mod health;
mod look;
mod massban;
mod model;
mod present;
mod purge;
mod seal;
mod settings;
mod store;
mod tasks;

pub use model::{Leaver, Removal, Way};
pub use store::{is_over, removals};

use twilight_model::gateway::Intents;

use crate::platform::{
    feature::{Feature, Group, Without},
    locale::{Language, Translation},
    settings::{Declaration, Settings as _},
};

/// The feature.
pub static FEATURE: Feature = Feature {
    groups: &[
        Group { name: "case", summary: "Look at cases or change them" },
        Group { name: "role", summary: "Give roles and take them away" },
    ],
    commands: &[
        &commands::ban::Ban,
        &commands::unban::Unban,
        &commands::massban::MassBan,
        &commands::kick::Kick,
        &commands::timeout::Timeout,
        &commands::untimeout::Untimeout,
        &commands::warn::Warn,
        &commands::note::Note,
        &commands::case_show::CaseShow,
        &commands::case_list::CaseList,
        &commands::case_reason::CaseReason,
        &commands::case_note::CaseNote,
        &commands::case_hide::CaseHide,
        &commands::case_delete::CaseDelete,
        &commands::purge::PurgeMessages,
        &commands::slowmode::Slowmode,
        &commands::lock::LockChannel,
        &commands::unlock::Unlock,
        &commands::nick::Nick,
        &commands::role_add::RoleAdd,
        &commands::role_remove::RoleRemove,
        &commands::member_card::MemberCard,
        &commands::warn_for_message::WarnForMessage,
    ],
    components: &[
        &components::RefreshCase,
        &components::AskReason,
        &components::GiveReason,
        &components::CasePage,
        &components::ShowEvidence,
        &components::EvidencePage,
        &components::DeleteCase,
        &components::AskAct,
        &components::DoAct,
        &components::WarnAndDelete,
    ],
    tasks: &[
        &tasks::LiftBan,
        &tasks::ExtendTimeout,
        &tasks::LogCase,
        &massban::SettleMassBan,
        &tasks::UnlockChannel,
        &tasks::UndoRole,
        &tasks::ForgetEvidence,
    ],
    listeners: &[&events::ActByHand],
    routes: Some(api::routes),
    holders: &[&seal::Evidence],
    personal_data: store::PERSONAL,
    without: &[Without {
        intents: Intents::MESSAGE_CONTENT,
        what: "The evidence of a case shows who wrote and when, and no words.",
        setting: None,
    }],
    checks: &[&health::LogChannel],
    settings: Some(&Declaration::of::<settings::ModerationSettings>()),
    translations: &[
        Translation { language: Language::German, sentences: german::COMMANDS },
        Translation { language: Language::German, sentences: german::ACTS },
        Translation { language: Language::German, sentences: german::CASES },
        Translation { language: Language::German, sentences: german::CHANNELS },
        Translation { language: Language::German, sentences: german::ROLES },
        Translation { language: Language::German, sentences: german::SETTINGS },
        Translation { language: Language::German, sentences: german::PERSONAL },
    ],
    ..Feature::new(
        settings::ModerationSettings::FEATURE,
        "Ban, kick, time out and warn members, with a numbered case for each",
    )
};
