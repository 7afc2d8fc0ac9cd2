//! One edit or deletion with all that is known of it.

use twilight_model::{
    channel::message::Embed,
    id::{Id, marker::GuildMarker},
};
use twilight_util::builder::embed::EmbedBuilder;

use super::{RED, YELLOW, cause, name};
use crate::{
    discord::{
        limits::shorten,
        markdown::{escape, quote_within, stamp, visible},
        snowflake,
    },
    features::messages::{
        log::Item,
        model::{Known, Told, Version},
        present::kind,
    },
    platform::locale::{Locale, first_of, say},
};

/// Characters that everything beside the quoted words may take.
const FRAME: usize = 700;
/// As many as an embed's description has.
const DESCRIPTION: usize = 4_000;
/// Files that are named, and how much of a name.
const FILES: (usize, usize) = (5, 30);

/// The item in at most so many characters.
pub fn embed(locale: Locale, guild: Id<GuildMarker>, item: &Item, most: usize) -> Embed {
    let room = most.min(DESCRIPTION).saturating_sub(FRAME);
    let known = item.known.as_ref();
    let head = head(locale, item);
    let (title, colour, lines) = match item.told {
        Told::Deletion { .. } => {
            let said = known.and_then(|known| known.versions.last().map(|last| (known, last)));
            let said = match said {
                Some((known, version)) => words(locale, known, version, room),
                None => say!(
                    locale,
                    "I don't know what it said: it was written while I was not listening, or longer ago than messages are kept."
                ),
            };
            let because = item.cause.map(|because| cause(locale, because));
            (say!(locale, "Message deleted"), RED, [Some(head), Some(said), because])
        }
        Told::Edit { channel, message, at } => {
            let (before, after) = known.map_or((None, None), |known| known.edit(at));
            let link = format!("https://discord.com/channels/{guild}/{channel}/{message}");
            let head = format!("{head} · [{}]({link})", say!(locale, "Go there"));
            let part = |version: Option<&Version>| match (known, version) {
                (Some(known), Some(version)) => words(locale, known, version, room / 2),
                _ => say!(locale, "*not known*"),
            };
            let before = format!("**{}**\n{}", say!(locale, "Before"), part(before));
            let after = format!("**{}**\n{}", say!(locale, "After"), part(after));
            (say!(locale, "Message edited"), YELLOW, [Some(head), Some(before), Some(after)])
        }
    };
    let text = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
    EmbedBuilder::new().title(title).color(colour).description(shorten(&text, most.min(DESCRIPTION))).build()
}

/// Who wrote it, where and when.
fn head(locale: Locale, item: &Item) -> String {
    let author = item.known.as_ref().map(|known| format!("**{}** (<@{}>) · ", name(known), known.author));
    let written = stamp(snowflake::made_at(item.told.message().get()), 'f');
    let written = say!(locale, "written {when}", when = written);
    format!("{}<#{}> · {written}", author.unwrap_or_default(), item.told.channel())
}

/// What it said, and the names of its files.
fn words(locale: Locale, known: &Known, version: &Version, room: usize) -> String {
    let said = if version.content.trim().is_empty() {
        let kinds: Vec<String> = known.holds.iter().map(|holds| kind(locale, *holds)).collect();
        let words =
            if kinds.is_empty() { say!(locale, "*no text that I know of*") } else { format!("*{}*", kinds.join(", ")) };
        format!("> {words}")
    } else {
        quote_within(&version.content, room)
    };
    if version.files.is_empty() {
        return said;
    }
    let names = version.files.iter().map(|file| escape(&visible(&shorten(file, FILES.1))));
    let names = first_of(locale, names, FILES.0);
    format!("{said}\n{}", say!(locale, "Files: {names}", names = names))
}
