//! What was kept with a case, as Discord shows it.

use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::{
    embed::{EmbedBuilder, EmbedFooterBuilder},
    message::{ActionRowBuilder, ButtonBuilder},
};

use crate::{
    discord::{
        limits::shorten,
        markdown::{escape, quote, stamp},
        reply::Message,
        snowflake,
    },
    features::moderation::{components::EvidencePage, look::Evidence, store::Kept},
    platform::{
        feature::Component as _,
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// Characters of a page, with room for what an embed has besides: 4,096 fit its description.
const PAGE: usize = 3_900;
/// Characters of an older version that are shown.
const OLDER: usize = 400;

/// A page of the evidence of a case; the last one, if there are not so many.
pub fn evidence(call: &Invocation, shown: &Evidence, page: usize) -> Message {
    let pages = pages(shown.messages.iter().map(|message| entry(call, message)));
    let page = page.min(pages.len().saturating_sub(1));
    let title = say!(call.locale, "Evidence of case {number}", number = shown.case);
    let mut embed = EmbedBuilder::new().title(title).description(pages.get(page).cloned().unwrap_or_default());
    if shown.hidden > 0 {
        let hidden = say!(call.locale, "Not shown: {count}, from channels that you can't read.", count = shown.hidden);
        embed = embed.footer(EmbedFooterBuilder::new(hidden));
    }
    let earlier = page.checked_sub(1);
    let later = page.checked_add(1).filter(|later| *later < pages.len());
    let row = [(earlier, say!(call.locale, "Earlier")), (later, say!(call.locale, "Later"))].into_iter().fold(
        ActionRowBuilder::new(),
        |row, (page, label)| match page {
            Some(page) => {
                let id = EvidencePage.custom_id().with(shown.case).with(page).to_string();
                row.component(ButtonBuilder::new(ButtonStyle::Secondary).label(label).custom_id(id).build())
            }
            None => row,
        },
    );
    let row = row.build();
    let components = if row.components.is_empty() { Vec::new() } else { vec![row.into()] };
    Message { embeds: vec![embed.build()], components, ephemeral: true, ..Message::default() }
}

/// Entries, as many on a page as fit. One alone always fits.
fn pages(entries: impl Iterator<Item = String>) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for entry in entries {
        let length = |text: &str| text.chars().count();
        match pages.last_mut() {
            Some(last) if length(last).saturating_add(length(&entry)) < PAGE => {
                last.push('\n');
                last.push_str(&entry);
            }
            _ => pages.push(entry),
        }
    }
    pages
}

/// Who wrote it, when and where, what it said, and what it had said before.
fn entry(call: &Invocation, message: &Kept) -> String {
    let locale = call.locale;
    let mut marks = String::new();
    if message.is_edited {
        marks.push_str(&say!(locale, " (edited)"));
    }
    match message.deleted_by {
        Some(user) => marks.push_str(&say!(locale, " (deleted by <@{user}>)", user = user)),
        None if message.is_deleted => marks.push_str(&say!(locale, " (deleted)")),
        None => {}
    }
    let name = escape(&shorten(&message.author_name, 32));
    let when = stamp(snowflake::made_at(message.id.get()), 'f');
    let link = format!("https://discord.com/channels/{}/{}/{}", call.guild, message.channel, message.id);
    let there = say!(locale, "Go there");
    let mut lines = vec![
        format!("**{name}** · {when} · <#{}> · [{there}]({link}){marks}", message.channel),
        text(locale, &message.content),
    ];
    let files: Vec<&str> = message.attachments.iter().filter_map(|file| file.get("filename")?.as_str()).collect();
    if !files.is_empty() {
        lines.push(say!(locale, "Files: {names}", names = escape(&shorten(&files.join(", "), 400))));
    }
    if !message.versions.is_empty() {
        lines.push(say!(locale, "Before it was edited:"));
        lines.extend(message.versions.iter().map(|older| text(locale, &shorten(&older.content, OLDER))));
    }
    shorten(&lines.join("\n"), PAGE)
}

fn text(locale: Locale, content: &str) -> String {
    if content.is_empty() { format!("> {}", say!(locale, "*no text*")) } else { quote(content) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_share_a_page_while_they_fit_and_one_alone_has_its_own() {
        let texts = ["a".repeat(2_000), "b".repeat(1_800), "c".repeat(3_900), "d".to_owned()];
        let pages = pages(texts.into_iter());
        let lengths: Vec<_> = pages.iter().map(String::len).collect();
        assert_eq!(lengths, [3_801, 3_900, 1]);
    }
}
