//! Intents: what a session wants to be told. Source: Discord docs, "Gateway", Gateway Intents.

use crate::world::Application;

pub(super) const GUILDS: u64 = 1;
pub(super) const GUILD_MEMBERS: u64 = 1 << 1;
pub(super) const GUILD_MODERATION: u64 = 1 << 2;
pub(super) const GUILD_PRESENCES: u64 = 1 << 8;
pub(super) const GUILD_MESSAGES: u64 = 1 << 9;
pub(super) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;

/// Those that Discord has: up to scheduled events, auto moderation, and polls.
const ALL: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/// Whether every bit is one of Discord's.
pub(super) fn are_known(intents: u64) -> bool {
    intents & !ALL == 0
}

/// Whether the application was given every privileged intent among them.
pub(super) fn are_allowed(intents: u64, application: &Application) -> bool {
    let privileged = [
        (GUILD_MEMBERS, application.lists_members),
        (GUILD_PRESENCES, application.sees_presences),
        (MESSAGE_CONTENT, application.reads_content),
    ];
    privileged.iter().all(|(intent, is_given)| *is_given || intents & intent == 0)
}
