//! What was written around a message.

use twilight_model::id::{Id, marker::MessageMarker};
use twilight_util::builder::embed::EmbedBuilder;

use super::line::line;
use crate::{
    discord::reply::Message,
    features::messages::store::Hit,
    platform::{invocation::Invocation, locale::say},
};

/// The messages, oldest first, with an arrow at the one that was chosen.
pub fn context(call: &Invocation, chosen: Id<MessageMarker>, around: &[Hit]) -> Message {
    let lines = around.iter().map(|hit| {
        let arrow = if hit.id == chosen { "➜ " } else { "" };
        format!("{arrow}{}", line(call, hit))
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let embed = EmbedBuilder::new().title(say!(call.locale, "Around this message")).description(text).build();
    Message { embeds: vec![embed], ephemeral: true, ..Message::default() }
}
