//! A page of what was found.

use twilight_model::{
    channel::message::{
        Component,
        component::{ActionRow, ButtonStyle, SelectMenuType},
    },
    id::{Id, marker::InteractionMarker},
};
use twilight_util::builder::{
    embed::EmbedBuilder,
    message::{ActionRowBuilder, ButtonBuilder, SelectMenuBuilder, SelectMenuOptionBuilder},
};

use super::{asked::asked, line::line};
use crate::{
    discord::{limits::shorten, reply::Message},
    features::messages::{
        components::{SearchPage, ShowContext},
        look::Page,
        model::{Cursor, Filter},
        store::Hit,
    },
    platform::{feature::Component as _, invocation::Invocation, locale::say},
};

/// Characters of what was asked: eight messages of the longest kind leave room for so many in an embed.
const ASKED: usize = 400;
/// Characters of a message in the select of those whose context can be shown.
const LABEL: usize = 70;

/// The page, with what was asked, the buttons to the pages beside it and the select of a message to see in context.
pub fn page(call: &Invocation, filter: &Filter, page: &Page, search: Id<InteractionMarker>) -> Message {
    let locale = call.locale;
    let lines: Vec<String> = page.hits.iter().map(|hit| line(call, hit)).collect();
    let found = if lines.is_empty() {
        say!(
            locale,
            "Nothing fits. I know the messages that were written since I was connected to this server, and those that you can read."
        )
    } else {
        lines.join("\n")
    };
    let text = format!("{}\n\n{found}", shorten(&asked(locale, filter), ASKED));
    let embed = EmbedBuilder::new().title(say!(locale, "Messages")).description(text).build();
    let components = [buttons(call, page, search), menu(call, &page.hits)];
    Message {
        embeds: vec![embed],
        components: components.into_iter().flatten().map(Component::ActionRow).collect(),
        ephemeral: true,
        ..Message::default()
    }
}

fn buttons(call: &Invocation, page: &Page, search: Id<InteractionMarker>) -> Option<ActionRow> {
    let newer = page.hits.first().filter(|_| page.has_newer).map(|hit| Cursor::NewerThan(hit.id));
    let older = page.hits.last().filter(|_| page.has_older).map(|hit| Cursor::OlderThan(hit.id));
    let row = [(newer, say!(call.locale, "Newer")), (older, say!(call.locale, "Older"))].into_iter().fold(
        ActionRowBuilder::new(),
        |row, (cursor, label)| match cursor {
            Some(cursor) => {
                let id = SearchPage::address(search, cursor).to_string();
                row.component(ButtonBuilder::new(ButtonStyle::Secondary).label(label).custom_id(id).build())
            }
            None => row,
        },
    );
    let row = row.build();
    (!row.components.is_empty()).then_some(row)
}

fn menu(call: &Invocation, hits: &[Hit]) -> Option<ActionRow> {
    if hits.is_empty() {
        return None;
    }
    let menu = SelectMenuBuilder::new(ShowContext.custom_id().to_string(), SelectMenuType::Text)
        .placeholder(say!(call.locale, "Show what was written around…"));
    let menu = hits.iter().fold(menu, |menu, hit| {
        let said = hit.shown.replace(['\u{E000}', '\u{E001}'], "").replace('\n', " ");
        let label = shorten(&format!("{}: {said}", shorten(&hit.author_name, 25)), LABEL);
        menu.option(SelectMenuOptionBuilder::new(label, hit.id.to_string()).build())
    });
    Some(ActionRowBuilder::new().component(menu.build()).build())
}
