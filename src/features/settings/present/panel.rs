//! A feature's settings at a glance, and one of them with the means to change it.

use serde_json::Value;
use twilight_model::{
    channel::{
        ChannelType,
        message::{
            Component,
            component::{
                ActionRow, Button, ButtonStyle, SelectDefaultValue, SelectMenu, SelectMenuOption, SelectMenuType,
            },
        },
    },
    id::Id,
};
use twilight_util::builder::{
    embed::{EmbedBuilder, EmbedFieldBuilder, EmbedFooterBuilder},
    message::{ButtonBuilder, SelectMenuBuilder, SelectMenuOptionBuilder},
};

use crate::{
    discord::{
        limits::{MODAL_TITLE, shorten},
        reply::{Choice, Message},
    },
    features::settings::{
        components::{Open, Pick, Reset, Write},
        find::{Owner, Place},
    },
    platform::{
        feature, form,
        locale::{Locale, say},
        settings::{Document, Field, Kind, Theirs, parse, show},
    },
};

/// All settings of a feature, with a list to open one from.
pub fn overview(locale: Locale, owner: Owner, number: i32, document: &Document) -> Message {
    let lines = owner.declaration.fields.iter().map(|field| {
        let value = document.get(field.name).cloned().unwrap_or_default();
        format!("`{}` {}\n-# {}", field.name, show(locale, field, &value), locale.translate(field.summary))
    });
    let embed = EmbedBuilder::new()
        .title(format!("/settings · {}", owner.name))
        .description(shorten(&lines.collect::<Vec<_>>().join("\n"), 4_000))
        .footer(EmbedFooterBuilder::new(version_words(locale, number)))
        .build();
    let options = owner.declaration.fields.iter().take(25).map(|field| {
        let place = Place { owner, field };
        let summary = shorten(locale.translate(field.summary), 100);
        SelectMenuOptionBuilder::new(field.name, place.path()).description(summary).build()
    });
    let id = feature::Component::custom_id(&Open).to_string();
    let menu = SelectMenuBuilder::new(id, SelectMenuType::Text).placeholder(say!(locale, "Change a setting"));
    let menu = options.fold(menu, SelectMenuBuilder::option).build();
    Message {
        embeds: vec![embed],
        components: vec![row(vec![Component::SelectMenu(menu)])],
        ephemeral: true,
        ..Message::default()
    }
}

/// One setting, and what changes it.
pub fn panel(locale: Locale, place: Place, number: i32, value: &Value, headline: Option<String>) -> Message {
    let field = place.field;
    let default = place.owner.declaration.defaults().remove(field.name).unwrap_or_default();
    let entry = |name: String, value: String| EmbedFieldBuilder::new(name, value);
    let embed = EmbedBuilder::new()
        .title(place.path())
        .description(locale.translate(field.summary))
        .field(entry(say!(locale, "Now"), shorten(&show(locale, field, value), 1_000)))
        .field(entry(say!(locale, "If nobody sets it"), shorten(&show(locale, field, &default), 1_000)))
        .footer(EmbedFooterBuilder::new(version_words(locale, number)))
        .build();
    let id = |component: &dyn feature::Component| {
        let id = component.custom_id();
        id.with(place.owner.name).with(field.name).with(number).to_string()
    };
    let mut rows = Vec::new();
    let mut buttons = Vec::new();
    match picker(locale, field, value, id(&Pick)) {
        Some(menu) => rows.push(row(vec![Component::SelectMenu(menu)])),
        None => buttons.push(button(ButtonStyle::Primary, say!(locale, "Write…"), id(&Write))),
    }
    if *value != default {
        buttons.push(button(ButtonStyle::Secondary, say!(locale, "Back to the default"), id(&Reset)));
    }
    if !buttons.is_empty() {
        rows.push(row(buttons.into_iter().map(Component::Button).collect()));
    }
    Message { content: headline.unwrap_or_default(), embeds: vec![embed], components: rows, ephemeral: true }
}

fn picker(locale: Locale, field: &Field, value: &Value, id: String) -> Option<SelectMenu> {
    let option =
        |label: String, name: &str, chosen: bool| SelectMenuOptionBuilder::new(label, name).default(chosen).build();
    let text_menu = |options: Vec<SelectMenuOption>| {
        let menu = SelectMenuBuilder::new(id.clone(), SelectMenuType::Text);
        options.into_iter().fold(menu, SelectMenuBuilder::option).build()
    };
    match &field.kind {
        Kind::Switch => Some(text_menu(vec![
            option(say!(locale, "on"), "on", value == true),
            option(say!(locale, "off"), "off", value == false),
        ])),
        Kind::Choice(choices) => {
            let options =
                choices.iter().map(|(name, label)| option(locale.translate(label).to_owned(), name, value == name));
            Some(text_menu(options.collect()))
        }
        Kind::Channel => Some(
            SelectMenuBuilder::new(id, SelectMenuType::Channel)
                .channel_types(vec![ChannelType::GuildText, ChannelType::GuildAnnouncement])
                .placeholder(say!(locale, "Choose a channel"))
                .build(),
        ),
        Kind::Channels { most } => {
            let chosen = chosen(value, SelectDefaultValue::Channel);
            Some(
                several(id, SelectMenuType::Channel, *most, chosen)
                    .placeholder(say!(locale, "Choose channels"))
                    .build(),
            )
        }
        Kind::Role => {
            Some(SelectMenuBuilder::new(id, SelectMenuType::Role).placeholder(say!(locale, "Choose a role")).build())
        }
        Kind::Roles { most } => {
            let chosen = chosen(value, SelectDefaultValue::Role);
            Some(several(id, SelectMenuType::Role, *most, chosen).placeholder(say!(locale, "Choose roles")).build())
        }
        _ => None,
    }
}

/// A select of none to `most`, with what is set chosen already.
fn several(id: String, kind: SelectMenuType, most: usize, chosen: Vec<SelectDefaultValue>) -> SelectMenuBuilder {
    let most = u8::try_from(most).unwrap_or(u8::MAX);
    SelectMenuBuilder::new(id, kind).min_values(0).max_values(most).default_values(chosen)
}

fn chosen<T>(value: &Value, of: fn(Id<T>) -> SelectDefaultValue) -> Vec<SelectDefaultValue> {
    let ids = value.as_array().into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok());
    ids.filter_map(Id::new_checked).map(of).collect()
}

fn button(style: ButtonStyle, label: String, id: String) -> Button {
    ButtonBuilder::new(style).label(label).custom_id(id).build()
}

fn row(components: Vec<Component>) -> Component {
    ActionRow { id: None, components }.into()
}

fn version_words(locale: Locale, number: i32) -> String {
    match number {
        0 => say!(locale, "Nobody has changed these settings yet."),
        number => say!(locale, "Version {number}", number = number),
    }
}

/// What a person reads whose change came second. What they wrote is theirs to copy.
pub fn conflict(locale: Locale, theirs: &Theirs, wanted: Option<&Value>) -> String {
    let Theirs { field, value, version } = theirs;
    let words = say!(
        locale,
        "{author} has changed this meanwhile (version {number}): it is {value} now. Yours was not saved. Look at it, and choose again if you still want to.",
        author = format_args!("<@{}>", version.author),
        number = version.number,
        value = show(locale, field, value)
    );
    let Some(wanted) = wanted else { return words };
    let yours = say!(locale, "Yours: {value}", value = show(locale, field, wanted));
    match wanted.as_str() {
        Some(text) if matches!(field.kind, Kind::Text { .. }) => format!("{words}\n{}", copied(text)),
        _ => format!("{words}\n{yours}"),
    }
}

/// Why something was not saved, with what was written, so that it is not lost.
pub fn not_saved(locale: Locale, problem: &str, text: &str) -> String {
    match text.trim() {
        "" => problem.to_owned(),
        text => format!("{problem}\n{}\n{}", say!(locale, "This is what you wrote:"), copied(text)),
    }
}

/// Text to copy.
fn copied(text: &str) -> String {
    format!("```\n{}\n```", shorten(&text.replace("```", "'''"), 1_000))
}

/// The title of a field's form.
pub fn form_title(place: Place) -> String {
    shorten(&place.path(), MODAL_TITLE)
}

/// The inputs of a field's form.
pub fn form(locale: Locale, field: &Field, now: &Value) -> Vec<Component> {
    let (longest, hint) = match &field.kind {
        Kind::Text { longest, placeholders } => {
            let names: Vec<_> = placeholders.iter().map(|name| format!("{{{name}}}")).collect();
            (u16::try_from(*longest).unwrap_or(4_000), names.join(" "))
        }
        Kind::Lines { example, .. } => (2_000, say!(locale, "One per line, such as {example}", example = example)),
        Kind::Duration(_) => (40, say!(locale, "Such as 12h, 7d or 4w; empty for none")),
        _ => (100, String::new()),
    };
    let standing = match now {
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_long = matches!(field.kind, Kind::Text { .. } | Kind::Lines { .. });
    let value = form::Text {
        custom_id: "value",
        label: shorten(field.name, 45),
        description: shorten(&hint, 100),
        longest,
        is_required: !field.kind.is_optional() && !matches!(field.kind, Kind::Lines { .. }),
        is_long,
        value: Some(standing),
    };
    let reason = form::Text {
        custom_id: "reason",
        label: say!(locale, "Why"),
        description: say!(locale, "Kept with the version"),
        longest: 300,
        is_required: false,
        is_long: false,
        value: None,
    };
    vec![value.into(), reason.into()]
}

/// What a field could be set to, while it is typed: what has been typed so far if it would do, and what is usual.
pub fn suggestions(locale: Locale, field: &Field, typed: &str) -> Vec<Choice> {
    let usual: Vec<String> = match &field.kind {
        Kind::Switch => vec![say!(locale, "on"), say!(locale, "off")],
        Kind::Choice(choices) => choices.iter().map(|(_, label)| locale.translate(label).to_owned()).collect(),
        Kind::Duration(_) => ["1d", "1w", "4w", "12w"].map(str::to_owned).to_vec(),
        Kind::Lines { example, .. } => vec![(*example).to_owned()],
        _ => Vec::new(),
    };
    let lower = typed.to_lowercase();
    let own = (!typed.trim().is_empty() && parse(locale, field, typed).is_ok()).then(|| typed.to_owned());
    let fitting = usual.into_iter().filter(|one| one.to_lowercase().contains(&lower) && Some(one) != own.as_ref());
    own.iter()
        .cloned()
        .chain(fitting)
        .filter(|one| one.chars().count() <= 100)
        .map(|one| Choice::text(&one, &one))
        .collect()
}
