//! What was written around a message.

use twilight_model::id::{Id, marker::MessageMarker};
use twilight_util::builder::embed::EmbedBuilder;

use super::line::line;
use crate::{
    discord::{
        markdown::{quote_within, stamp},
        reply::Message,
    },
    features::messages::look::Around,
    platform::{invocation::Invocation, locale::say},
};

/// Older versions that are shown, the newest of them, and the characters of each: with seven messages around they fit the
/// 6,000 characters of a message's embeds.
const VERSIONS: (usize, usize) = (5, 300);

/// The messages, oldest first, with an arrow at the one that was chosen; then what that one said before it was edited.
pub fn context(call: &Invocation, chosen: Id<MessageMarker>, around: &Around) -> Message {
    let said = around.said.as_deref().unwrap_or_default();
    let lines = around.hits.iter().map(|hit| {
        let arrow = if hit.id == chosen { "➜ " } else { "" };
        format!("{arrow}{}", line(call, hit))
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let around = EmbedBuilder::new().title(say!(call.locale, "Around this message")).description(text).build();
    let older = said.iter().skip(said.len().saturating_sub(VERSIONS.0)).map(|version| {
        let text = match version.content.trim() {
            "" => format!("> {}", say!(call.locale, "*no text*")),
            text => quote_within(text, VERSIONS.1),
        };
        format!("{}\n{text}", stamp(version.at, 'f'))
    });
    let older = older.collect::<Vec<_>>().join("\n");
    let older = (!older.is_empty())
        .then(|| EmbedBuilder::new().title(say!(call.locale, "What it said before")).description(older).build());
    Message { embeds: [Some(around), older].into_iter().flatten().collect(), ephemeral: true, ..Message::default() }
}
