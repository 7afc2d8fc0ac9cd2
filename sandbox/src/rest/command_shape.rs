//! What Discord takes for a command. Source: Discord docs, "Application Commands", Naming and Option Structure.

use std::{collections::HashSet, ops::RangeInclusive};

use serde_json::Value;

use super::{ApiError, localizations::is_locale};

const SUB_COMMAND: u64 = 1;
const SUB_COMMAND_GROUP: u64 = 2;
const MOST_TEXT: usize = 8_000;

/// Checks a whole list, as the bulk overwrite does.
pub(super) fn check_list(body: &Value) -> Result<&[Value], ApiError> {
    let list = body
        .as_array()
        .ok_or_else(|| ApiError::form("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType."))?;
    check_count(list)?;
    let mut names = HashSet::new();
    for (position, command) in list.iter().enumerate() {
        check_at(command, &position.to_string())?;
        if !names.insert((kind(command), command["name"].as_str())) {
            return Err(form(
                &position.to_string(),
                "name",
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            ));
        }
    }
    Ok(list)
}

/// Checks one command.
pub(super) fn check(command: &Value) -> Result<(), ApiError> {
    check_at(command, "")
}

/// At most 100 chat input, 15 user and 15 message commands.
pub(super) fn check_count(list: &[Value]) -> Result<(), ApiError> {
    for (wanted, most) in [(1, 100), (2, 15), (3, 15)] {
        if list.iter().filter(|command| kind(command) == wanted).count() > most {
            return Err(ApiError::TOO_MANY_COMMANDS);
        }
    }
    Ok(())
}

fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn check_at(command: &Value, place: &str) -> Result<(), ApiError> {
    let is_chat_input = kind(command) == 1;
    check_words(command, place, "name", |name, place| check_name(name, is_chat_input, place))?;
    let description = if is_chat_input { 1..=100 } else { 0..=0 };
    check_words(command, place, "description", |text, place| check_length(text, description.clone(), place))?;
    if !is_chat_input && command["options"].as_array().is_some_and(|options| !options.is_empty()) {
        let words = "Context menu commands cannot have options";
        return Err(form(place, "options", "APPLICATION_COMMAND_INVALID_OPTIONS", words));
    }
    if let Some(permissions) = command.get("default_member_permissions").filter(|value| !value.is_null())
        && permissions.as_str().is_none_or(|text| text.parse::<u64>().is_err())
    {
        let words = "A set of permissions is a string of digits.";
        return Err(form(place, "default_member_permissions", "BITWISE_TYPE_CONVERT", words));
    }
    check_options(&command["options"], place, 0)?;
    if text_length(command) > MOST_TEXT {
        let words = "Command exceeds maximum size (8000)";
        return Err(form(place, "_errors", "APPLICATION_COMMAND_TOO_LARGE", words));
    }
    Ok(())
}

/// `depth` counts the subcommands and groups above.
fn check_options(options: &Value, place: &str, depth: u8) -> Result<(), ApiError> {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    if options.len() > 25 {
        return Err(form(place, "options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length."));
    }
    let mut names = HashSet::new();
    let mut optional_seen = false;
    for (position, option) in options.iter().enumerate() {
        let place = join(place, &format!("options.{position}"));
        check_option(option, &place, depth)?;
        if !names.insert(option["name"].as_str()) {
            let words = "Option name already exists in options";
            return Err(form(&place, "name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words));
        }
        let required = option["required"].as_bool().unwrap_or(false);
        if required && optional_seen {
            let words = "Required options must be placed before non-required options";
            return Err(form(&place, "_errors", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words));
        }
        optional_seen |= !required;
    }
    let is_branch = |option: &Value| matches!(option["type"].as_u64(), Some(SUB_COMMAND | SUB_COMMAND_GROUP));
    if options.iter().any(is_branch) && !options.iter().all(is_branch) {
        let words = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        return Err(form(place, "options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words));
    }
    Ok(())
}

fn check_option(option: &Value, place: &str, depth: u8) -> Result<(), ApiError> {
    check_words(option, place, "name", |name, place| check_name(name, true, place))?;
    check_words(option, place, "description", |text, place| check_length(text, 1..=100, place))?;
    let number = option["type"].as_u64().unwrap_or(0);
    // A group holds subcommands, a subcommand holds values.
    let lowest = if depth < 2 { SUB_COMMAND } else { SUB_COMMAND_GROUP + 1 };
    if !(lowest..=11).contains(&number) || depth > 0 && number == SUB_COMMAND_GROUP {
        return Err(form(place, "type", "BASE_TYPE_CHOICES", "This type of option cannot stand here."));
    }
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    if choices.len() > 25 {
        return Err(form(place, "choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length."));
    }
    for (position, choice) in choices.iter().enumerate() {
        let place = join(place, &format!("choices.{position}"));
        check_words(choice, &place, "name", |name, place| check_length(name, 1..=100, place))?;
    }
    if option["autocomplete"] == true && !choices.is_empty() {
        let words = "Autocomplete and choices exclude each other.";
        return Err(form(place, "autocomplete", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_INVALID", words));
    }
    if matches!(number, SUB_COMMAND | SUB_COMMAND_GROUP) {
        let inner = option["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        if number == SUB_COMMAND_GROUP && inner.iter().any(|option| option["type"] != SUB_COMMAND) {
            return Err(form(place, "options", "BASE_TYPE_CHOICES", "A group holds subcommands."));
        }
        let depth = if number == SUB_COMMAND { 2 } else { depth + 1 };
        return check_options(&option["options"], place, depth);
    }
    Ok(())
}

/// A text and its translations, of which each must be as the text must be and stand under a locale of Discord's.
fn check_words(
    part: &Value,
    place: &str,
    field: &str,
    check: impl Fn(&Value, &str) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    check(&part[field], &join(place, field))?;
    let dictionary = dictionary(field);
    for (locale, text) in part[&dictionary].as_object().into_iter().flatten() {
        let place = join(place, &format!("{dictionary}.{locale}"));
        if !is_locale(locale) {
            let words = format!("Value \"{locale}\" is not a valid enum value.");
            return Err(ApiError::form(&place, "ENUM_TYPE_COERCE", &words));
        }
        if !text.is_null() {
            check(text, &place)?;
        }
    }
    Ok(())
}

/// Where the translations of a field stand.
fn dictionary(field: &str) -> String {
    format!("{field}_localizations")
}

fn check_name(name: &Value, is_chat_input: bool, place: &str) -> Result<(), ApiError> {
    check_length(name, 1..=32, place)?;
    let allowed =
        |letter: char| letter.is_alphanumeric() && !letter.is_uppercase() || matches!(letter, '-' | '_' | '\'');
    if is_chat_input && !name.as_str().unwrap_or_default().chars().all(allowed) {
        return Err(ApiError::form(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"));
    }
    Ok(())
}

fn check_length(text: &Value, allowed: RangeInclusive<usize>, place: &str) -> Result<(), ApiError> {
    let length = text.as_str().map(|text| text.chars().count());
    if length.is_none() && *allowed.start() > 0 {
        return Err(ApiError::form(place, "BASE_TYPE_REQUIRED", "This field is required"));
    }
    if allowed.contains(&length.unwrap_or(0)) {
        return Ok(());
    }
    let words = format!("Must be between {} and {} in length.", allowed.start(), allowed.end());
    Err(ApiError::form(place, "BASE_TYPE_BAD_LENGTH", &words))
}

/// The characters of all names, descriptions and values of a command, its options and their choices. Of a text and its
/// translations the longest counts.
fn text_length(part: &Value) -> usize {
    let length = |text: &Value| text.as_str().map_or(0, |text| text.chars().count());
    let longest = |field: &str| {
        let translated = part[dictionary(field)].as_object().into_iter().flatten().map(|(_, text)| length(text));
        translated.chain([length(&part[field])]).max().unwrap_or(0)
    };
    let own: usize = ["name", "description", "value"].into_iter().map(longest).sum();
    let inner = ["options", "choices"].into_iter().filter_map(|field| part[field].as_array()).flatten();
    own + inner.map(text_length).sum::<usize>()
}

fn form(place: &str, field: &str, code: &str, words: &str) -> ApiError {
    let place = if field == "_errors" { place.to_owned() } else { join(place, field) };
    ApiError::form(&place, code, words)
}

fn join(place: &str, field: &str) -> String {
    if place.is_empty() { field.to_owned() } else { format!("{place}.{field}") }
}
