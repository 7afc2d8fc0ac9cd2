//! Many edits and deletions as a list, a line each.

use twilight_model::channel::message::Embed;
use twilight_util::builder::embed::EmbedBuilder;

use super::{RED, cause, name};
use crate::{
    discord::markdown::visible,
    features::messages::{
        log::Item,
        model::{Told, snippet},
    },
    platform::locale::{Locale, say},
};

/// Characters of the list, short of an embed's 4,096.
const LENGTH: usize = 3_800;
/// Characters of a message that are shown.
const SNIPPET: usize = 100;

/// As many of the items as an embed holds, and of the rest how many they are.
pub fn embed(locale: Locale, items: &[Item]) -> Embed {
    let deleted = items.iter().filter(|item| matches!(item.told, Told::Deletion { .. })).count();
    let title = match items.len().saturating_sub(deleted) {
        0 => say!(locale, "{deleted} messages deleted", deleted = deleted),
        edited => say!(locale, "{deleted} messages deleted, {edited} edited", deleted = deleted, edited = edited),
    };
    let mut text = String::new();
    // What is true of all is said once.
    let shared =
        items.first().and_then(|item| item.cause).filter(|first| items.iter().all(|item| item.cause == Some(*first)));
    if let Some(shared) = shared {
        text.push_str(&cause(locale, shared));
        text.push('\n');
    }
    let mut length = text.chars().count();
    for (shown, item) in items.iter().enumerate() {
        let line = line(locale, item);
        length = length.saturating_add(line.chars().count()).saturating_add(1);
        if length > LENGTH {
            let rest = items.len().saturating_sub(shown);
            text.push_str(&say!(
                locale,
                "… and {rest} more. Who manages messages finds them with /search and “deleted”.",
                rest = rest
            ));
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    EmbedBuilder::new().title(title).color(RED).description(text.trim_end()).build()
}

fn line(locale: Locale, item: &Item) -> String {
    let channel = item.told.channel();
    let what = match item.told {
        Told::Deletion { .. } => say!(locale, "deleted"),
        Told::Edit { .. } => say!(locale, "edited"),
    };
    let version = item.known.as_ref().and_then(|known| match item.told {
        Told::Deletion { .. } => known.versions.last(),
        Told::Edit { at, .. } => known.edit(at).1,
    });
    let said = match version {
        None => say!(locale, "*not known*"),
        Some(version) if version.content.trim().is_empty() => say!(locale, "*no text that I know of*"),
        Some(version) => snippet(&visible(&version.content), SNIPPET),
    };
    let author = item.known.as_ref().map(|known| format!("**{}** ", name(known))).unwrap_or_default();
    format!("{author}<#{channel}> {what}: {said}")
}
