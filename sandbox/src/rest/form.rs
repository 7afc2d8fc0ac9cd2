//! Fields of bodies and queries, and what Discord says of wrong ones. Source: Discord docs, "Reference", Error Messages.

use std::{collections::HashMap, ops::RangeInclusive};

use serde_json::Value;

use super::{ApiError, id};

/// A text with so many characters; none for null.
pub(super) fn text(value: &Value, field: &str, allowed: RangeInclusive<usize>) -> Result<Option<String>, ApiError> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(ApiError::form(field, "STRING_TYPE_CONVERT", "Could not interpret this as string.")),
    };
    if allowed.contains(&text.chars().count()) {
        return Ok(Some(text));
    }
    Err(match (*allowed.start(), *allowed.end()) {
        (0, most) => ApiError::form(field, "BASE_TYPE_MAX_LENGTH", &format!("Must be {most} or fewer in length.")),
        (least, most) => {
            ApiError::form(field, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length."))
        }
    })
}

/// A whole number in a range; none for null.
pub(super) fn integer(value: &Value, field: &str, allowed: RangeInclusive<i64>) -> Result<Option<u64>, ApiError> {
    let number = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    };
    let number = number.ok_or_else(|| {
        ApiError::form(field, "NUMBER_TYPE_COERCE", &format!("Value \"{}\" is not int.", bare(value)))
    })?;
    if number > *allowed.end() {
        let words = format!("int value should be less than or equal to {}.", allowed.end());
        return Err(ApiError::form(field, "NUMBER_TYPE_MAX", &words));
    }
    if number < *allowed.start() {
        let words = format!("int value should be greater than or equal to {}.", allowed.start());
        return Err(ApiError::form(field, "NUMBER_TYPE_MIN", &words));
    }
    Ok(u64::try_from(number).ok())
}

/// A set of permissions, which is a string of digits; nothing for null and for none.
pub(super) fn permissions(value: &Value, field: &str) -> Result<u64, ApiError> {
    match value {
        Value::Null => Some(0),
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
    .ok_or_else(|| ApiError::form(field, "NUMBER_TYPE_COERCE", &format!("Value \"{}\" is not int.", bare(value))))
}

/// A list of ids in strings.
pub(super) fn snowflakes(value: &Value, field: &str) -> Result<Vec<u64>, ApiError> {
    let list = value
        .as_array()
        .ok_or_else(|| ApiError::form(field, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"))?;
    list.iter().enumerate().map(|(position, value)| snowflake(value, &format!("{field}.{position}"))).collect()
}

/// An id in a string.
pub(super) fn snowflake(value: &Value, field: &str) -> Result<u64, ApiError> {
    let number = value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64());
    let words = || format!("Value \"{}\" is not snowflake.", bare(value));
    number.ok_or_else(|| ApiError::form(field, "NUMBER_TYPE_COERCE", &words()))
}

/// Refuses a list that holds something twice, as Discord does where it wants a set.
pub(super) fn distinct(ids: &[u64], field: &str) -> Result<(), ApiError> {
    let repeated = ids.iter().enumerate().find(|(position, id)| ids.iter().take(*position).any(|other| other == *id));
    repeated.map_or(Ok(()), |(position, _)| {
        let words = "The set already contains this value";
        Err(ApiError::form(&format!("{field}.{position}"), "SET_TYPE_ALREADY_CONTAINS_VALUE", words))
    })
}

pub(super) fn missing(field: &str) -> ApiError {
    ApiError::form(field, "BASE_TYPE_REQUIRED", "This field is required")
}

/// What follows the question mark.
pub(super) type Fields = HashMap<String, String>;

/// A boolean in a query, false if it is not there.
pub(super) fn flag(query: &Fields, name: &str) -> bool {
    query.get(name).is_some_and(|value| matches!(value.as_str(), "true" | "True" | "1"))
}

/// An id in a query.
pub(super) fn bound(query: &Fields, name: &str) -> Result<Option<u64>, ApiError> {
    query.get(name).map(|text| id(text)).transpose()
}

/// Where a page starts: an id, or zero for the very beginning.
pub(super) fn position(query: &Fields, name: &str) -> Result<Option<u64>, ApiError> {
    query.get(name).map(|text| if text == "0" { Ok(0) } else { id(text) }).transpose()
}

/// How many are wanted, from 1 on.
pub(super) fn limit(query: &Fields, usual: usize, most: usize) -> Result<usize, ApiError> {
    let Some(text) = query.get("limit") else { return Ok(usual) };
    let bound = i64::try_from(most).unwrap_or(i64::MAX);
    let limit = integer(&Value::from(text.as_str()), "limit", 1..=bound)?;
    Ok(limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usual))
}

/// A value as Discord repeats it in words.
fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
