//! Versions and what each of them changed.

use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::{
    embed::EmbedBuilder,
    message::{ActionRowBuilder, ButtonBuilder},
};

use crate::{
    discord::{
        custom_id::CustomId,
        limits::shorten,
        markdown::{escape, stamp},
        reply::Message,
    },
    features::settings::{components::Older, find::Owner},
    platform::{
        feature::Component as _,
        locale::{Locale, say},
        settings::{Declaration, Document, Version, differences, show},
    },
};

/// The first `page` of these versions, newest first; the one after them is what the last is compared with.
pub fn history(locale: Locale, owner: Owner, versions: &[Version], page: usize) -> Message {
    let defaults = owner.declaration.defaults();
    let entries: Vec<String> = versions
        .iter()
        .take(page)
        .enumerate()
        .map(|(place, version)| {
            let before = versions.get(place.saturating_add(1));
            let before =
                before.map_or_else(|| defaults.clone(), |before| owner.declaration.complete(before.value.clone()));
            entry(locale, owner.declaration, &before, version)
        })
        .collect();
    let text = if entries.is_empty() {
        say!(locale, "Nobody has changed these settings yet.")
    } else {
        shorten(&entries.join("\n\n"), 4_000)
    };
    let embed = EmbedBuilder::new().title(format!("/settings history · {}", owner.name)).description(text).build();
    let older = versions.get(page.saturating_sub(1)).filter(|_| versions.len() > page).map(|last| {
        let id = CustomId::new(Older.name(), Older.version()).with(owner.name).with(last.number);
        let button = ButtonBuilder::new(ButtonStyle::Secondary).label(say!(locale, "Older")).custom_id(id.to_string());
        ActionRowBuilder::new().component(button.build()).build().into()
    });
    Message { embeds: vec![embed], components: older.into_iter().collect(), ephemeral: true, ..Message::default() }
}

fn entry(locale: Locale, declaration: &Declaration, before: &Document, version: &Version) -> String {
    let heading = say!(
        locale,
        "**Version {number}** by {author} {when}",
        number = version.number,
        author = format_args!("<@{}>", version.author),
        when = stamp(version.created_at, 'R')
    );
    let restored = version
        .restored
        .map(|restored| say!(locale, ", version {restored} brought back", restored = restored))
        .unwrap_or_default();
    let reason = version.reason.as_deref().map(|reason| format!(" · {}", escape(reason))).unwrap_or_default();
    let after = declaration.complete(version.value.clone());
    format!("{heading}{restored}{reason}\n{}", changes(locale, declaration, before, &after))
}

/// What differs between two documents, a line each.
pub fn changes(locale: Locale, declaration: &Declaration, before: &Document, after: &Document) -> String {
    let lines = differences(declaration, before, after).into_iter().map(|(field, before, after)| {
        format!("`{}` {} → {}", field.name, show(locale, field, before), show(locale, field, after))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A version as a suggestion while its number is typed.
pub fn suggestion(version: &Version) -> String {
    let reason = version.reason.as_deref().map(|reason| format!(" · {reason}")).unwrap_or_default();
    format!("{} · {}{reason}", version.number, version.author_name)
}
