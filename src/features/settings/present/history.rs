//! Versions and what each of them changed.

use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::{
    embed::EmbedBuilder,
    message::{ActionRowBuilder, ButtonBuilder},
};

use crate::{
    discord::{
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

/// The longest description of a page, in characters: Discord takes 4,096.
const LONGEST: usize = 4_000;

/// The first of these versions, newest first: `page` of them, or as many as fit. The one after them is what the last is
/// compared with.
pub fn history(locale: Locale, owner: Owner, versions: &[Version], page: usize) -> Message {
    let defaults = owner.declaration.defaults();
    let mut text = String::new();
    let mut last = None;
    for (place, version) in versions.iter().take(page).enumerate() {
        let before = versions.get(place.saturating_add(1));
        let before = before.map_or_else(|| defaults.clone(), |before| owner.declaration.complete(before.value.clone()));
        let entry = entry(locale, owner.declaration, &before, version);
        let length = text.chars().count().saturating_add(entry.chars().count());
        if last.is_some() && length > LONGEST {
            break;
        }
        text.push_str(&entry);
        text.push_str("\n\n");
        last = Some(version.number);
    }
    let text = match last {
        None => say!(locale, "Nobody has changed these settings yet."),
        Some(_) => shorten(text.trim_end(), LONGEST),
    };
    let embed = EmbedBuilder::new().title(format!("/settings history · {}", owner.name)).description(text).build();
    let older = last.filter(|last| versions.last().is_some_and(|oldest| oldest.number < *last)).map(|last| {
        let id = Older.custom_id().with(owner.name).with(last);
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
