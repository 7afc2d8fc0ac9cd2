//! What was searched for, in words.

use crate::{
    discord::markdown::{escape, stamp},
    features::messages::model::{Filter, Holds},
    platform::locale::{Locale, say},
};

/// The filter as the person reads it again: `“free nitro” · from <@1> · has a link`.
pub fn asked(locale: Locale, filter: &Filter) -> String {
    let parts = [
        filter.words.as_ref().map(|words| format!("“{}”", escape(words))),
        filter.part.as_ref().map(|part| say!(locale, "contains “{part}”", part = escape(part))),
        filter.author.map(|user| say!(locale, "from <@{user}>", user = user)),
        filter.mentions.map(|user| say!(locale, "mentions <@{user}>", user = user)),
        filter.channel.map(|channel| say!(locale, "in <#{channel}>", channel = channel)),
        filter.holds.map(|holds| say!(locale, "has: {kind}", kind = kind(locale, holds))),
        filter.after.map(|moment| say!(locale, "after {moment}", moment = stamp(moment, 'f'))),
        filter.before.map(|moment| say!(locale, "before {moment}", moment = stamp(moment, 'f'))),
        filter.with_deleted.then(|| say!(locale, "deleted ones as well")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a message can have, in a word.
pub fn kind(locale: Locale, holds: Holds) -> String {
    match holds {
        Holds::Link => say!(locale, "link"),
        Holds::Image => say!(locale, "image"),
        Holds::Video => say!(locale, "video"),
        Holds::Audio => say!(locale, "sound"),
        Holds::File => say!(locale, "file"),
        Holds::Embed => say!(locale, "embed"),
        Holds::Sticker => say!(locale, "sticker"),
    }
}
