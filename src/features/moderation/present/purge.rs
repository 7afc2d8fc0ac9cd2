//! A purge, in words.

use crate::{
    discord::markdown::escape,
    features::moderation::{
        model::{self, Filter, Found},
        purge::{Deleted, End, Purge, Purged},
    },
    platform::locale::{Locale, say},
};

/// Authors that are named before the rest is only counted.
const NAMED: usize = 5;

/// How far it has come.
pub fn purging(locale: Locale, done: usize, all: usize) -> String {
    say!(locale, "Deleted {done} of {messages} so far…", done = done, messages = messages(locale, all))
}

/// What the moderator reads in the end.
pub fn purged(locale: Locale, purged: &Purged) -> String {
    let Purged { found, end, deleted } = purged;
    let mut lines = Vec::new();
    if found.picked.is_empty() {
        lines.push(say!(locale, "There is no message to delete that fits."));
    }
    if !deleted.messages.is_empty() {
        let count = messages(locale, deleted.messages.len());
        lines.push(say!(
            locale,
            "Deleted {messages}: {authors}.",
            messages = count,
            authors = authors(locale, deleted)
        ));
    }
    if deleted.queued > 0 {
        lines.push(say!(
            locale,
            "Queued: {messages}. Discord is not answering or slow, or something else comes first. I keep trying by myself.",
            messages = messages(locale, deleted.queued)
        ));
    }
    if let Some((count, words)) = &deleted.refused {
        lines.push(say!(
            locale,
            "Not deleted, because Discord refused: {messages}. It says: {words}. Check my permissions, then try again.",
            messages = messages(locale, *count),
            words = escape(words.trim_end_matches('.'))
        ));
    }
    if deleted.lost > 0 {
        lines.push(say!(
            locale,
            "Then my database failed, so I don't know about {messages}. Look, and run the command again if they are there.",
            messages = messages(locale, deleted.lost)
        ));
    }
    lines.extend(left(locale, found, *end));
    lines.join("\n")
}

/// The line in the log.
pub fn purged_line(locale: Locale, moderator: &str, purge: &Purge, deleted: &Deleted) -> String {
    let channel = format!("<#{}>", purge.channel);
    let mut words = say!(
        locale,
        "**{moderator}** deleted {messages} in {channel}.",
        moderator = escape(moderator),
        messages = messages(locale, deleted.messages.len()),
        channel = channel
    );
    if deleted.queued > 0 {
        words.push(' ');
        words += &say!(locale, "Queued: {messages}.", messages = messages(locale, deleted.queued));
    }
    let filters = filters(locale, &purge.filter);
    if !filters.is_empty() {
        words.push(' ');
        words += &say!(locale, "Only those {filters}.", filters = filters.join(", "));
    }
    words
}

/// What was left, and why.
fn left(locale: Locale, found: &Found, end: End) -> Vec<String> {
    let mut lines = Vec::new();
    if found.pinned > 0 {
        lines.push(say!(locale, "Left, because pinned: {messages}.", messages = messages(locale, found.pinned)));
    }
    if found.old > 0 {
        lines.push(say!(
            locale,
            "Left, because older than two weeks: {messages}. Discord lets nobody delete such messages in bulk.",
            messages = messages(locale, found.old)
        ));
    }
    if found.notices > 0 {
        lines.push(say!(
            locale,
            "Left, because nobody can delete Discord's own notices: {messages}.",
            messages = messages(locale, found.notices)
        ));
    }
    match end {
        End::Complete => {}
        End::Limit => lines.push(say!(
            locale,
            "I looked through the newest {seen} and no further.",
            seen = messages(locale, found.seen)
        )),
        End::Time => lines.push(say!(
            locale,
            "Discord is slow, so I looked through no more than {seen}. Run the command again to go on.",
            seen = messages(locale, found.seen)
        )),
    }
    lines
}

/// `20 by **mallory**, 4 by **bob**, 3 by others`.
fn authors(locale: Locale, deleted: &Deleted) -> String {
    let (named, others) = model::authors(&deleted.messages, NAMED);
    let by =
        |(name, count): &(String, usize)| say!(locale, "{count} by **{name}**", count = count, name = escape(name));
    let mut parts: Vec<String> = named.iter().map(by).collect();
    if others > 0 {
        parts.push(say!(locale, "{count} by others", count = others));
    }
    parts.join(", ")
}

fn filters(locale: Locale, filter: &Filter) -> Vec<String> {
    let Filter { author, contains, pattern, attachments, bots, before, after } = filter;
    let parts = [
        author.map(|author| say!(locale, "by {author}", author = format_args!("<@{author}>"))),
        contains.as_ref().map(|part| say!(locale, "that contain “{text}”", text = escape(part))),
        pattern.as_ref().map(|pattern| say!(locale, "that match “{pattern}”", pattern = escape(pattern.as_str()))),
        attachments.map(|with| if with { say!(locale, "that have files") } else { say!(locale, "that have no files") }),
        bots.map(|bots| if bots { say!(locale, "by bots") } else { say!(locale, "by people") }),
        before.map(|id| say!(locale, "before message {id}", id = id)),
        after.map(|id| say!(locale, "after message {id}", id = id)),
    ];
    parts.into_iter().flatten().collect()
}

/// `1 message`, `2 messages`.
fn messages(locale: Locale, count: usize) -> String {
    match count {
        1 => say!(locale, "1 message"),
        count => say!(locale, "{count} messages", count = count),
    }
}
