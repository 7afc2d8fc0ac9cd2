//! Whom and what a message names. A person writes `@mallory` and `#general`; Discord's client sends mentions.

use super::suggest::Suggestion;
use crate::World;

/// As many as Discord's client shows.
const MOST: usize = 10;

/// What could be meant by the last word of a message, if it begins with @ or #.
pub(super) fn suggest(world: &World, guild: u64, line: &str) -> Vec<Suggestion> {
    let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (Some(before), Some(word)) = (line.get(..start), line.get(start..)) else { return Vec::new() };
    if !word.starts_with(['@', '#']) {
        return Vec::new();
    }
    let word = word.to_lowercase();
    let fitting = names(world, guild).into_iter().filter(|name| name.typed.to_lowercase().starts_with(&word));
    let suggestion = |name: Name| Suggestion {
        line: format!("{before}{} ", name.typed),
        about: name.about.to_owned(),
        label: name.typed,
    };
    fitting.take(MOST).map(suggestion).collect()
}

/// A message as it is sent: names have become mentions.
pub(crate) fn written(world: &World, guild: u64, text: &str) -> String {
    let mut names = names(world, guild);
    // Of two names that begin alike the longer one is meant.
    names.sort_by_key(|name| std::cmp::Reverse(name.typed.len()));
    let mut sent = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let begins = !sent.ends_with(char::is_alphanumeric);
        let meant = names.iter().filter(|_| begins).find(|name| is_meant(rest, &name.typed));
        let (written, length) = match meant {
            Some(name) => (name.mention.clone(), name.typed.len()),
            None => (letter.to_string(), letter.len_utf8()),
        };
        sent.push_str(&written);
        rest = rest.get(length..).unwrap_or_default();
    }
    sent
}

fn is_meant(rest: &str, typed: &str) -> bool {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    rest.strip_prefix(typed).is_some_and(|after| !after.starts_with(goes_on))
}

/// A name as a person types it, and as a message holds it.
struct Name {
    typed: String,
    mention: String,
    about: &'static str,
}

fn names(world: &World, guild: u64) -> Vec<Name> {
    let Some(guild) = world.guilds.get(&guild) else { return Vec::new() };
    let members = guild.members.keys().filter_map(|id| world.users.get(id)).map(|user| Name {
        typed: format!("@{}", user.username),
        mention: format!("<@{}>", user.id),
        about: if user.bot { "bot" } else { "member" },
    });
    let roles = guild.roles.values().filter(|role| role.id != guild.id).map(|role| Name {
        typed: format!("@{}", role.name),
        mention: format!("<@&{}>", role.id),
        about: "role",
    });
    let channels = guild.channels.values().map(|channel| Name {
        typed: format!("#{}", channel.name),
        mention: format!("<#{}>", channel.id),
        about: "channel",
    });
    members.chain(roles).chain(channels).collect()
}
