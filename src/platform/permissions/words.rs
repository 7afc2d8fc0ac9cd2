//! Grants, and why somebody may use something or not, in words. Pure.

use super::{Because, Effect, Grant, Subject, Target, named};
use crate::{
    discord::markdown::stamp,
    platform::{
        error::Error,
        feature::translated_name,
        locale::{Locale, say},
    },
};

impl Target {
    /// As people name it: `/ban`, or everything of a feature.
    pub fn shown(&self, locale: Locale) -> String {
        match self {
            Self::Command(name) => translated_name(locale, name),
            Self::Feature(name) => say!(locale, "everything of {feature}", feature = name),
        }
    }
}

/// Whom a grant is about, as Discord shows them.
pub fn whom(locale: Locale, subject: Subject) -> String {
    match subject {
        Subject::User(user) => format!("<@{user}>"),
        Subject::Role(role) => format!("<@&{role}>"),
        Subject::Everyone => say!(locale, "everyone"),
    }
}

/// A grant: whom it is about, what was decided, by whom and when. No sentence of its own. `subject` is [`whom`], or what
/// stands for somebody who is gone.
pub fn granted(locale: Locale, grant: &Grant, subject: &str) -> String {
    let what = grant.key.target.shown(locale);
    let author = format!("<@{}>", grant.created_by);
    let date = stamp(grant.created_at, 'D');
    let channel = grant.key.channel.map(|channel| format!("<#{channel}>"));
    match (grant.effect, channel) {
        (Effect::Allow, None) => say!(
            locale,
            "{subject} was granted {what} by {author} on {date}",
            subject = subject,
            what = what,
            author = author,
            date = date
        ),
        (Effect::Allow, Some(channel)) => say!(
            locale,
            "{subject} was granted {what} in {channel} by {author} on {date}",
            subject = subject,
            what = what,
            channel = channel,
            author = author,
            date = date
        ),
        (Effect::Deny, None) => say!(
            locale,
            "{subject} was denied {what} by {author} on {date}",
            subject = subject,
            what = what,
            author = author,
            date = date
        ),
        (Effect::Deny, Some(channel)) => say!(
            locale,
            "{subject} was denied {what} in {channel} by {author} on {date}",
            subject = subject,
            what = what,
            channel = channel,
            author = author,
            date = date
        ),
    }
}

/// Why somebody may or may not. No sentence of its own.
pub fn reason(locale: Locale, because: &Because) -> String {
    match because {
        Because::Administers => say!(locale, "whoever owns or administers the server may use everything"),
        Because::Granted(grant) | Because::Denied(grant) => granted(locale, grant, &whom(locale, grant.key.subject)),
        Because::Holds(needs) if needs.is_empty() => say!(locale, "it takes no permission, and no grant is about it"),
        Because::Holds(needs) => {
            say!(locale, "the permission {names} is enough, and no grant is about it", names = named(locale, *needs))
        }
        Because::Lacks(lacking) => {
            say!(locale, "the permission {names} is missing, and nothing grants it", names = named(locale, *lacking))
        }
    }
}

/// What somebody reads who may not, here or in the channel that is mentioned.
pub fn refusal(locale: Locale, because: &Because, channel: Option<&str>) -> Error {
    Error::user(match (because, channel) {
        (Because::Lacks(lacking), None) => {
            say!(locale, "You need the permission {names} for this.", names = named(locale, *lacking))
        }
        (Because::Lacks(lacking), Some(channel)) => say!(
            locale,
            "You need the permission {names} in {channel} for this.",
            names = named(locale, *lacking),
            channel = channel
        ),
        (because, None) => say!(
            locale,
            "You may not use this here: {reason}. Whoever manages the server can change that with /permissions.",
            reason = reason(locale, because)
        ),
        (because, Some(channel)) => say!(
            locale,
            "You may not use this in {channel}: {reason}. Whoever manages the server can change that with /permissions.",
            channel = channel,
            reason = reason(locale, because)
        ),
    })
}
