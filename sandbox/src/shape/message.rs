//! A message as a whole. Source: Discord docs, "Message Resource", Create Message and Edit Message.

use serde_json::{Value, json};

use super::{Checked, Problem, check_length, components, embeds, length, mentions};
use crate::world::{IS_COMPONENTS_V2, Message};

/// A message's limits; `flags` are those that it has already.
pub(crate) fn check(data: &Value, flags: u64) -> Checked {
    let flags = flags | data["flags"].as_u64().unwrap_or(0);
    mentions::check(data)?;
    let count = |field: &str| data[field].as_array().map_or(0, Vec::len);
    if flags & IS_COMPONENTS_V2 != 0 {
        for (field, is_used) in [("content", length(&data["content"]) > 0), ("embeds", count("embeds") > 0)] {
            if is_used {
                let words = format!("The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
                return Err(Problem::new(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words));
            }
        }
        if count("components") == 0 {
            return Err(Problem::EmptyMessage);
        }
        return components::check_v2(data);
    }
    check_length(data, "content", "", 0..=2_000)?;
    if length(&data["content"]) == 0 && count("embeds") == 0 && count("components") == 0 {
        return Err(Problem::EmptyMessage);
    }
    embeds::check(data)?;
    components::check_rows(data)
}

/// Whether a message may become what `data` makes of it.
pub(crate) fn check_edit(message: &Message, data: &Value) -> Checked {
    let mut whole = json!({ "content": message.content, "embeds": message.embeds, "components": message.components });
    for field in ["content", "embeds", "components", "flags", "allowed_mentions"] {
        if let Some(value) = data.get(field) {
            whole[field] = value.clone();
        }
    }
    check(&whole, message.flags)
}
