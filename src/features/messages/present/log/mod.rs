//! Edits and deletions in the log: a few with all that is known of them, many as a list.

mod detail;
mod list;

use twilight_model::id::{Id, marker::GuildMarker};

use crate::{
    discord::{
        limits::shorten,
        markdown::{escape, visible},
        reply::Message,
    },
    features::messages::{
        log::Item,
        model::{Cause, Known},
    },
    platform::locale::{Locale, say},
};

/// Items that are told in full: more would leave each of them too little of the 6,000 characters that a message's embeds
/// have together.
const IN_FULL: usize = 5;
/// Characters of a name that are shown: escaped it may be twice as long.
const NAME: usize = 32;

const RED: u32 = 0xC9_2A_2A;
const YELLOW: u32 = 0xFC_C4_19;

/// The message that tells of these items.
pub fn log(locale: Locale, guild: Id<GuildMarker>, items: &[Item]) -> Message {
    let embeds = match items.len() {
        0..=IN_FULL => {
            let each = 5_500_usize.checked_div(items.len()).unwrap_or_default();
            items.iter().map(|item| detail::embed(locale, guild, item, each)).collect()
        }
        _ => vec![list::embed(locale, items)],
    };
    Message { embeds, ..Message::default() }
}

/// How the author was shown.
fn name(known: &Known) -> String {
    escape(&visible(&shorten(&known.author_name, NAME)))
}

fn cause(locale: Locale, cause: Cause) -> String {
    match cause {
        Cause::Deleted(Some(user)) => say!(locale, "Deleted through me by <@{user}>.", user = user),
        Cause::Deleted(None) => say!(locale, "Deleted by me."),
        Cause::Banned(Some(user)) => {
            say!(locale, "Deleted because the author was banned through me by <@{user}>.", user = user)
        }
        Cause::DeletedByHand(user) => say!(locale, "Deleted by <@{user}>.", user = user),
        Cause::Banned(None) => say!(locale, "Deleted because I banned the author."),
    }
}
