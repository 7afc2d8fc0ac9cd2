//! What `/mydata` shows.

use std::collections::BTreeMap;

use twilight_model::channel::message::{Component, component::ButtonStyle};
use twilight_util::builder::{
    embed::EmbedBuilder,
    message::{ActionRowBuilder, ButtonBuilder},
};

use super::components::{AskErase, EraseOwn};
use crate::{
    discord::{limits::shorten, reply::Message},
    platform::{
        ctx::Ctx,
        feature::Component as _,
        invocation::Invocation,
        locale::{Locale, say},
        personal::{self, Fate},
    },
};

/// Characters of an embed's description. Source: Discord docs, "Message Resource", Embed Limits.
const DESCRIPTION: usize = 4_096;
/// Characters of a button's label.
const LABEL: usize = 80;

/// What is kept about somebody: what goes when they want it, and what stays.
pub fn overview(ctx: &Ctx, call: &Invocation, may_erase: bool) -> Message {
    let locale = call.locale;
    let (mut goes, mut stays) = (Vec::new(), BTreeMap::<&str, Vec<&str>>::new());
    for part in personal::declared(ctx.features).filter(|part| !matches!(part.fate, Fate::WithAccount)) {
        match part.kept_because() {
            None => goes.push(format!("- {}", locale.translate(part.what))),
            Some(why) => stays.entry(why).or_default().push(part.what),
        }
    }
    let stays = stays.into_iter().map(|(why, what)| {
        let what: Vec<_> = what.into_iter().map(|what| locale.translate(what)).collect();
        format!("- {}\n  *{}*", what.join(" "), locale.translate(why))
    });
    let lists = [
        (say!(locale, "What can be erased"), goes.join("\n")),
        (say!(locale, "What stays, and why"), stays.collect::<Vec<_>>().join("\n")),
    ];
    let embed = |(title, text): (String, String)| {
        EmbedBuilder::new().title(title).description(shorten(&text, DESCRIPTION)).build()
    };
    let button = |style| ButtonBuilder::new(style);
    let mut row = ActionRowBuilder::new();
    if ctx.config.oauth.is_some() {
        let data = format!("/api/v1/me/guilds/{}/bots/{}/data", call.guild, call.application);
        let address = format!("{}/auth/discord?return_to={data}", ctx.config.public_url);
        let label = shorten(&say!(locale, "Sign in and get a copy"), LABEL);
        row = row.component(button(ButtonStyle::Link).label(label).url(address).build());
    }
    if may_erase {
        let label = shorten(&say!(locale, "Erase it"), LABEL);
        let id = AskErase.custom_id().to_string();
        row = row.component(button(ButtonStyle::Danger).label(label).custom_id(id).build());
    }
    let row = row.build();
    let content = match may_erase {
        true => say!(locale, "This is what I keep about you in this server."),
        false => say!(locale, "This is what I keep about you in this server. To have it erased, ask its admins."),
    };
    Message {
        embeds: lists.into_iter().map(embed).collect(),
        components: (!row.components.is_empty()).then_some(Component::ActionRow(row)).into_iter().collect(),
        ..Message::ephemeral(content)
    }
}

/// The question whether it is meant.
pub fn asked(locale: Locale) -> Message {
    let label = shorten(&say!(locale, "Erase it for good"), LABEL);
    let id = EraseOwn.custom_id().to_string();
    let button = ButtonBuilder::new(ButtonStyle::Danger).label(label).custom_id(id).build();
    let row = ActionRowBuilder::new().component(button).build();
    let words = say!(
        locale,
        "Everything that can be erased goes, your messages in my search among it, and can't be brought back. Messages on Discord itself stay: delete those there. Do you mean it?"
    );
    Message { components: vec![Component::ActionRow(row)], ..Message::ephemeral(words) }
}

/// That it has begun.
pub fn begun(locale: Locale) -> Message {
    Message::ephemeral(say!(
        locale,
        "I have begun to erase what I keep about you here. With very many messages it takes some minutes. As long as you are a member, Discord tells me your name and roles anew."
    ))
}
