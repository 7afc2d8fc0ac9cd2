//! Locked channels, in words.

use jiff::Timestamp;
use twilight_model::id::{Id, marker::RoleMarker};

use crate::{
    discord::markdown::{escape, stamp},
    features::moderation::store::Lock,
    platform::locale::{Locale, first_of, say},
};

/// Roles that are named before the rest is only counted.
const NAMED: usize = 5;

/// What everybody in the channel reads when it is locked, with the roles that can write all the same.
pub fn locked(locale: Locale, lock: &Lock, still_write: &[Id<RoleMarker>]) -> String {
    let (channel, moderator) = (mention(lock), escape(&lock.moderator_name));
    let mut words = match until(lock.ends_at) {
        None => say!(locale, "{channel} is locked by **{moderator}**.", channel = channel, moderator = moderator),
        Some(until) => say!(
            locale,
            "{channel} is locked by **{moderator}** until {until}.",
            channel = channel,
            moderator = moderator,
            until = until
        ),
    };
    if !still_write.is_empty() {
        let roles = first_of(locale, still_write.iter().map(|role| format!("<@&{role}>")), NAMED);
        words.push(' ');
        words += &say!(locale, "The channel itself lets these roles write all the same: {roles}.", roles = roles);
    }
    words
}

/// What whoever locks a locked channel reads.
pub fn locked_already(locale: Locale, lock: &Lock) -> String {
    say!(
        locale,
        "{channel} is locked already: **{moderator}** did it {when}. /unlock opens it again.",
        channel = mention(lock),
        moderator = escape(&lock.moderator_name),
        when = stamp(lock.created_at, 'R')
    )
}

/// What everybody in the channel reads when it is unlocked.
pub fn unlocked(locale: Locale, channel: &str, moderator: &str) -> String {
    say!(locale, "{channel} is unlocked by **{moderator}**.", channel = channel, moderator = escape(moderator))
}

/// The line in the log about a lock.
pub fn locked_line(locale: Locale, lock: &Lock) -> String {
    let (channel, moderator) = (mention(lock), escape(&lock.moderator_name));
    match until(lock.ends_at) {
        None => say!(locale, "**{moderator}** locked {channel}.", moderator = moderator, channel = channel),
        Some(until) => say!(
            locale,
            "**{moderator}** locked {channel} until {until}.",
            moderator = moderator,
            channel = channel,
            until = until
        ),
    }
}

/// The line in the log about an unlocking by somebody.
pub fn unlocked_line(locale: Locale, channel: &str, moderator: &str) -> String {
    say!(locale, "**{moderator}** unlocked {channel}.", moderator = escape(moderator), channel = channel)
}

/// The line in the log about a lock whose time is over.
pub fn lock_over_line(locale: Locale, lock: &Lock) -> String {
    say!(
        locale,
        "The time of the lock on {channel} by **{moderator}** is over, so I unlock it.",
        channel = mention(lock),
        moderator = escape(&lock.moderator_name)
    )
}

fn mention(lock: &Lock) -> String {
    format!("<#{}>", lock.channel)
}

fn until(ends_at: Option<Timestamp>) -> Option<String> {
    ends_at.map(|time| stamp(time, 'f'))
}
