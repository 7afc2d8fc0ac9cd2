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
        Kind::Duration(_) => json!(text),
        Kind::Channel | Kind::Role => json!(bare(text)),
        Kind::Channels { .. } | Kind::Roles { .. } => {
            json!(text.split([',', ' ', '\n']).filter(|one| !one.is_empty()).map(bare).collect::<Vec<_>>())
        }
        Kind::Lines { .. } => {
            let lines = text.lines().flat_map(|line| line.split(',')).map(str::trim).filter(|line| !line.is_empty());
            json!(lines.collect::<Vec<_>>())
        }
    };
    accept(locale, field, &value)
}

/// The id in a mention.
fn bare(mention: &str) -> &str {
    mention.trim_matches(['<', '>', '#', '@', '&'])
}

/// A value, wherever it comes from, in the form in which the field keeps it. The error is for the person.
pub fn accept(locale: Locale, field: &Field, value: &Value) -> Result<Value, String> {
    if value.is_null() && field.kind.is_optional() {
        return Ok(Value::Null);
    }
    // Postgres stores no NUL.
    let text = |value: &Value| value.as_str().unwrap_or_default().replace('\0', " ").trim().to_owned();
    let no_channel = || say!(locale, "That is no channel. Pick one from the list.");
    let no_role = || say!(locale, "That is no role. Pick one from the list.");
    match &field.kind {
        Kind::Switch if value.is_boolean() => Ok(value.clone()),
        Kind::Switch => Err(say!(locale, "Write “on” or “off”.")),
        Kind::Whole { least, most } => match value.as_i64() {
            Some(number) if (*least..=*most).contains(&number) => Ok(json!(number)),
            _ => Err(say!(locale, "Write a whole number from {least} to {most}.", least = least, most = most)),
        },
        Kind::Text { longest, placeholders } => {
            let text = text(value);
            check_text(locale, &text, *longest, placeholders)?;
            Ok(json!(text))
        }
        Kind::Choice(choices) if choices.iter().any(|(known, _)| value == known) => Ok(value.clone()),
        Kind::Choice(choices) => {
            let labels: Vec<_> = choices.iter().map(|(_, label)| locale.translate(label)).collect();
            Err(say!(locale, "Choose one of: {choices}.", choices = labels.join(", ")))
        }
        Kind::Duration(bounds) => Ok(json!(brief(bounds.read(locale, &text(value))?))),
        Kind::Channel => snowflake(value).ok_or_else(no_channel),
        Kind::Channels { most } => snowflakes(list(locale, value, *most)?).ok_or_else(no_channel),
        Kind::Role => snowflake(value).ok_or_else(no_role),
        Kind::Roles { most } => snowflakes(list(locale, value, *most)?).ok_or_else(no_role),
        Kind::Lines { most, read, .. } => {
            let lines = list(locale, value, *most)?.iter().map(|line| read(locale, &text(line)));
            Ok(json!(lines.collect::<Result<Vec<_>, _>>()?))
        }
    }
}

/// One of Discord's ids, written in the one way.
fn snowflake(value: &Value) -> Option<Value> {
    let id = value.as_str()?.parse::<u64>().ok().filter(|id| *id > 0)?;
    Some(json!(id.to_string()))
}

fn snowflakes(list: &[Value]) -> Option<Value> {
    list.iter().map(snowflake).collect()
}

fn list(locale: Locale, value: &Value, most: usize) -> Result<&[Value], String> {
    let Some(list) = value.as_array() else { return Err(say!(locale, "Write a list, one entry per line.")) };
    if list.len() > most {
        return Err(say!(locale, "Those are too many: there may be at most {most}.", most = most));
    }
    Ok(list)
}

fn check_text(locale: Locale, text: &str, longest: usize, placeholders: &[&str]) -> Result<(), String> {
    if text.is_empty() || text.chars().count() > longest {
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
