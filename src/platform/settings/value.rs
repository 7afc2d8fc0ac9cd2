//! Values of fields: read from what a person typed, checked, shown.

use serde_json::{Value, json};

use super::{Declaration, Document, Field, Kind};
use crate::{
    discord::{limits::shorten, markdown::escape},
    platform::{
        duration::brief,
        locale::{Locale, say},
    },
};

/// What a person typed, as the field's value. The error is for the person.
pub fn parse(locale: Locale, field: &Field, text: &str) -> Result<Value, String> {
    let text = text.trim();
    if text.is_empty() && field.kind.is_optional() {
        return Ok(Value::Null);
    }
    let value = match &field.kind {
        Kind::Switch => json!(match text.to_lowercase().as_str() {
            "on" | "yes" | "true" | "an" | "ja" => true,
            "off" | "no" | "false" | "aus" | "nein" => false,
            _ => return Err(say!(locale, "Write “on” or “off”.")),
        }),
        Kind::Whole { .. } => {
            json!(text.parse::<i64>().map_err(|_| say!(locale, "Write a whole number, such as 5."))?)
        }
        Kind::Text { .. } => json!(text),
        Kind::Choice(choices) => {
            let chosen = choices.iter().find(|(value, label)| {
                value.eq_ignore_ascii_case(text) || locale.translate(label).eq_ignore_ascii_case(text)
            });
            json!(chosen.map_or(text, |(value, _)| value))
        }
        Kind::Duration(bounds) => json!(brief(bounds.read(locale, text)?)),
        Kind::Channel | Kind::Role => json!(bare(text)),
        Kind::Channels { .. } | Kind::Roles { .. } => {
            json!(text.split([',', ' ', '\n']).filter(|one| !one.is_empty()).map(bare).collect::<Vec<_>>())
        }
        Kind::Lines { read, .. } => {
            let lines = text.lines().flat_map(|line| line.split(',')).map(str::trim).filter(|line| !line.is_empty());
            json!(lines.map(|line| read(locale, line)).collect::<Result<Vec<_>, _>>()?)
        }
    };
    check(locale, field, &value)?;
    Ok(value)
}

/// The id in a mention.
fn bare(mention: &str) -> &str {
    mention.trim_matches(['<', '>', '#', '@', '&'])
}

/// Whether a value, wherever it comes from, may stand in the field. The error is for the person.
pub fn check(locale: Locale, field: &Field, value: &Value) -> Result<(), String> {
    if value.is_null() && field.kind.is_optional() {
        return Ok(());
    }
    let is_snowflake =
        |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok()).is_some_and(|id| id > 0);
    match &field.kind {
        Kind::Switch if value.is_boolean() => Ok(()),
        Kind::Switch => Err(say!(locale, "Write “on” or “off”.")),
        Kind::Whole { least, most } => match value.as_i64() {
            Some(number) if (*least..=*most).contains(&number) => Ok(()),
            _ => Err(say!(locale, "Write a whole number from {least} to {most}.", least = least, most = most)),
        },
        Kind::Text { longest, placeholders } => check_text(locale, value, *longest, placeholders),
        Kind::Choice(choices) if choices.iter().any(|(known, _)| value == known) => Ok(()),
        Kind::Choice(choices) => {
            let labels: Vec<_> = choices.iter().map(|(_, label)| locale.translate(label)).collect();
            Err(say!(locale, "Choose one of: {choices}.", choices = labels.join(", ")))
        }
        Kind::Duration(bounds) => bounds.read(locale, value.as_str().unwrap_or_default()).map(drop),
        Kind::Channel if is_snowflake(value) => Ok(()),
        Kind::Channel => Err(say!(locale, "That is no channel. Pick one from the list.")),
        Kind::Channels { most } if list(locale, value, *most)?.iter().all(is_snowflake) => Ok(()),
        Kind::Channels { .. } => Err(say!(locale, "That is no channel. Pick one from the list.")),
        Kind::Role if is_snowflake(value) => Ok(()),
        Kind::Role => Err(say!(locale, "That is no role. Pick one from the list.")),
        Kind::Roles { most } if list(locale, value, *most)?.iter().all(is_snowflake) => Ok(()),
        Kind::Roles { .. } => Err(say!(locale, "That is no role. Pick one from the list.")),
        Kind::Lines { most, read, .. } => {
            let mut lines = list(locale, value, *most)?.iter();
            lines.try_for_each(|line| read(locale, line.as_str().unwrap_or_default()).map(drop))
        }
    }
}

fn list(locale: Locale, value: &Value, most: usize) -> Result<&[Value], String> {
    let Some(list) = value.as_array() else { return Err(say!(locale, "Write a list, one entry per line.")) };
    if list.len() > most {
        return Err(say!(locale, "Those are too many: there may be at most {most}.", most = most));
    }
    Ok(list)
}

fn check_text(locale: Locale, value: &Value, longest: usize, placeholders: &[&str]) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default();
    if text.trim().is_empty() || text.chars().count() > longest {
        return Err(say!(locale, "Write 1 to {longest} characters.", longest = longest));
    }
    let mut inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    match inside.find(|name| !placeholders.contains(name)) {
        None => Ok(()),
        Some(unknown) => Err(say!(
            locale,
            "I don't know {unknown}. I replace only {known}.",
            unknown = format_args!("{{{unknown}}}"),
            known = placeholders.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
        )),
    }
}

/// A value as people read it in Discord.
pub fn show(locale: Locale, field: &Field, value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match &field.kind {
        _ if value.is_null() => say!(locale, "nothing"),
        Kind::Switch if value == true => say!(locale, "on"),
        Kind::Switch => say!(locale, "off"),
        Kind::Whole { .. } => value.to_string(),
        Kind::Text { .. } => format!("“{}”", escape(&shorten(text, 300))),
        Kind::Choice(choices) => choices
            .iter()
            .find(|(known, _)| *known == text)
            .map_or(text, |(_, label)| locale.translate(label))
            .to_owned(),
        Kind::Duration(_) => text.to_owned(),
        Kind::Channel => channel(text),
        Kind::Channels { .. } => show_list(locale, value, channel),
        Kind::Role => role(text),
        Kind::Roles { .. } => show_list(locale, value, role),
        Kind::Lines { .. } => show_list(locale, value, escape),
    }
}

fn show_list(locale: Locale, value: &Value, show: fn(&str) -> String) -> String {
    match value.as_array().map(Vec::as_slice) {
        Some([]) | None => say!(locale, "nothing"),
        Some(list) => list.iter().filter_map(Value::as_str).map(show).collect::<Vec<_>>().join(", "),
    }
}

fn channel(id: &str) -> String {
    format!("<#{id}>")
}

fn role(id: &str) -> String {
    format!("<@&{id}>")
}

/// The fields in which two documents differ, with the value in each.
pub fn differences<'a>(
    declaration: &Declaration,
    before: &'a Document,
    after: &'a Document,
) -> Vec<(&'static Field, &'a Value, &'a Value)> {
    let fields = declaration.fields.iter();
    let both = fields.filter_map(|field| Some((field, before.get(field.name)?, after.get(field.name)?)));
    both.filter(|(_, before, after)| before != after).collect()
}
