//! Embeds. Source: Discord docs, "Message Resource", Embed Object and Embed Limits.

use serde_json::Value;

use super::{Checked, Problem, at, check_length, check_list, check_url, integer, length};

/// The characters of all embeds of a message together.
const MOST_TEXT: usize = 6_000;

/// At most ten, each within its limits.
pub(super) fn check(data: &Value) -> Checked {
    let mut total = 0;
    for (position, embed) in check_list(data, "embeds", "", 0..=10)?.iter().enumerate() {
        let place = at("embeds", position);
        check_one(embed, &place)?;
        total += text_of(embed);
    }
    if total > MOST_TEXT {
        let words = format!("Embed size exceeds maximum size of {MOST_TEXT}");
        return Err(Problem::new("embeds", "MAX_EMBED_SIZE_EXCEEDED", words));
    }
    Ok(())
}

fn check_one(embed: &Value, place: &str) -> Checked {
    const SHOWN: [&str; 7] = ["title", "description", "fields", "image", "thumbnail", "footer", "author"];
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    if SHOWN.iter().all(|field| is_empty(&embed[field])) {
        return Err(Problem::missing(&at(place, "description")));
    }
    check_length(embed, "title", place, 0..=256)?;
    check_length(embed, "description", place, 0..=4_096)?;
    check_length(&embed["footer"], "text", &at(place, "footer"), 0..=2_048)?;
    check_length(&embed["author"], "name", &at(place, "author"), 0..=256)?;
    integer(embed, "color", place, 0..=0xFF_FFFF, 0)?;
    check_url(embed, "url", place)?;
    for (part, field) in
        [("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "url"), ("author", "icon_url")]
    {
        check_url(&embed[part], field, &at(place, part))?;
    }
    if let Some(text) = embed["timestamp"].as_str().filter(|text| text.parse::<jiff::Timestamp>().is_err()) {
        let words = format!("Could not parse {text}. Should be ISO8601.");
        return Err(Problem::new(&at(place, "timestamp"), "DATE_TIME_TYPE_PARSE", words));
    }
    for (position, field) in check_list(embed, "fields", place, 0..=25)?.iter().enumerate() {
        let place = at(&at(place, "fields"), position);
        check_length(field, "name", &place, 1..=256)?;
        check_length(field, "value", &place, 1..=1_024)?;
    }
    Ok(())
}

/// What counts towards the characters of all embeds together.
fn text_of(embed: &Value) -> usize {
    let own = [&embed["title"], &embed["description"], &embed["footer"]["text"], &embed["author"]["name"]];
    let fields = embed["fields"].as_array().into_iter().flatten();
    let of_fields = fields.map(|field| length(&field["name"]) + length(&field["value"]));
    own.into_iter().map(length).chain(of_fields).sum()
}
