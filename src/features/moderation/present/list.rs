//! A page of cases.

use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::{
    embed::EmbedBuilder,
    message::{ActionRowBuilder, ButtonBuilder},
};

use super::title;
use crate::{
    discord::{
        custom_id::CustomId,
        limits::shorten,
        markdown::{escape, stamp},
        reply::Message,
    },
    features::moderation::model::Case,
    platform::locale::{Locale, say},
};

/// A page, and the custom_ids of the buttons that lead to the newest and to the older ones.
pub fn page(locale: Locale, cases: &[Case], newest: Option<CustomId>, older: Option<CustomId>) -> Message {
    let lines: Vec<String> = cases.iter().map(|case| line(locale, case)).collect();
    let text = if lines.is_empty() { say!(locale, "There is no such case.") } else { lines.join("\n") };
    let embed = EmbedBuilder::new().title(say!(locale, "Cases")).description(text).build();
    let buttons = [(newest, say!(locale, "Newest")), (older, say!(locale, "Older"))].into_iter();
    let row = buttons.fold(ActionRowBuilder::new(), |row, (id, label)| match id {
        Some(id) => {
            row.component(ButtonBuilder::new(ButtonStyle::Secondary).label(label).custom_id(id.to_string()).build())
        }
        None => row,
    });
    let row = row.build();
    let components = if row.components.is_empty() { Vec::new() } else { vec![row.into()] };
    Message { embeds: vec![embed], components, ephemeral: true, ..Message::default() }
}

pub(super) fn line(locale: Locale, case: &Case) -> String {
    let what = match (&case.deleted, &case.reason) {
        (Some(_), _) => say!(locale, "*deleted*"),
        (None, Some(reason)) => escape(&shorten(&reason.replace('\n', " "), 80)),
        (None, None) => say!(locale, "*No reason given.*"),
    };
    let hidden = if case.is_hidden { say!(locale, " (hidden)") } else { String::new() };
    let (when, kind) = (stamp(case.created_at, 'd'), title(locale, case.kind));
    format!("**{}** {when} {kind}{hidden} · {} · {what}", case.number, escape(&case.user_name))
}
