//! What Discord takes as a message or a modal, and what it says of one that it does not take.
//! Source: Discord docs, "Message Resource", "Component Reference"; "Reference", Error Messages.

pub(crate) mod choices;
mod components;
mod embeds;
mod ids;
mod inputs;
mod mentions;
pub(crate) mod message;
pub(crate) mod modal;

use std::{fmt, ops::RangeInclusive};

use serde_json::Value;

pub(crate) use components::find;
pub(crate) use ids::numbered;
pub(crate) use inputs::{Bounds, component_type};

/// Why Discord does not take something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Problem {
    /// A message with nothing in it.
    EmptyMessage,
    /// A field, as a dotted path, with Discord's code and words.
    Field { place: String, code: &'static str, words: String },
}

pub(crate) type Checked = Result<(), Problem>;

impl Problem {
    pub fn new(place: &str, code: &'static str, words: impl Into<String>) -> Self {
        Self::Field { place: place.to_owned(), code, words: words.into() }
    }

    pub fn missing(place: &str) -> Self {
        Self::new(place, "BASE_TYPE_REQUIRED", "This field is required")
    }

    /// The same problem of something that stands in a field itself.
    pub fn under(self, field: &str) -> Self {
        match self {
            Self::EmptyMessage => self,
            Self::Field { place, code, words } if place.is_empty() => Self::new(field, code, words),
            Self::Field { place, code, words } => Self::new(&at(field, place), code, words),
        }
    }

    /// The field is none of those that may stand here.
    fn choices(place: &str, field: &str, choices: &[u64]) -> Self {
        let choices = choices.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let words = format!("Value of field \"{field}\" must be one of ({choices}).");
        Self::new(&at(place, field), "UNION_TYPE_CHOICES", words)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyMessage => formatter.write_str("Cannot send an empty message"),
            Self::Field { place, words, .. } => write!(formatter, "{place}: {words}"),
        }
    }
}

impl std::error::Error for Problem {}

/// The path of a field, or of an element of a list.
fn at(place: &str, field: impl fmt::Display) -> String {
    if place.is_empty() { field.to_string() } else { format!("{place}.{field}") }
}

/// The characters of a text; none of what is no text.
fn length(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}

/// A text with so many characters. It may be missing if it may be empty.
fn check_length(part: &Value, field: &str, place: &str, allowed: RangeInclusive<usize>) -> Checked {
    let (text, place) = (&part[field], at(place, field));
    if text.is_null() && *allowed.start() > 0 {
        return Err(Problem::missing(&place));
    }
    if !(text.is_null() || text.is_string()) {
        return Err(Problem::new(&place, "STRING_TYPE_CONVERT", format!("Could not interpret \"{text}\" as string.")));
    }
    in_range(length(text), &place, allowed)
}

/// A list with so many elements. It may be missing if it may be empty.
fn check_list<'a>(
    part: &'a Value,
    field: &str,
    place: &str,
    allowed: RangeInclusive<usize>,
) -> Result<&'a [Value], Problem> {
    let place = at(place, field);
    let list = match &part[field] {
        Value::Array(list) => list.as_slice(),
        Value::Null if *allowed.start() == 0 => &[],
        Value::Null => return Err(Problem::missing(&place)),
        _ => return Err(Problem::new(&place, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")),
    };
    in_range(list.len(), &place, allowed).map(|()| list)
}

fn in_range(count: usize, place: &str, allowed: RangeInclusive<usize>) -> Checked {
    if allowed.contains(&count) {
        return Ok(());
    }
    Err(match (*allowed.start(), *allowed.end()) {
        (0, most) => Problem::new(place, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length.")),
        (least, most) => {
            Problem::new(place, "BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length."))
        }
    })
}

/// A whole number in a range, or `usual` if there is none.
fn integer(part: &Value, field: &str, place: &str, allowed: RangeInclusive<u64>, usual: u64) -> Result<u64, Problem> {
    let (value, place) = (&part[field], at(place, field));
    if value.is_null() {
        return Ok(usual);
    }
    let words = format!("Value \"{value}\" is not int.");
    let number = value.as_u64().ok_or_else(|| Problem::new(&place, "NUMBER_TYPE_COERCE", words))?;
    let (least, most) = (allowed.start(), allowed.end());
    if number > *most {
        let words = format!("int value should be less than or equal to {most}.");
        return Err(Problem::new(&place, "NUMBER_TYPE_MAX", words));
    }
    if number < *least {
        let words = format!("int value should be greater than or equal to {least}.");
        return Err(Problem::new(&place, "NUMBER_TYPE_MIN", words));
    }
    Ok(number)
}

/// A web address, or the name of an uploaded file. It may be missing.
fn check_url(part: &Value, field: &str, place: &str) -> Checked {
    let Some(url) = part[field].as_str() else { return Ok(()) };
    if ["https://", "http://", "attachment://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
    {
        return Ok(());
    }
    let words = "Not a well formed URL.";
    Err(Problem::new(&at(place, field), "URL_TYPE_INVALID_URL", words))
}
