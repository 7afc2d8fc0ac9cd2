//! What a bot suggests while a person types. Source: Discord docs, "Receiving and Responding", Autocomplete.

use serde_json::Value;

use super::{Checked, at, check_length, check_list};

/// At most 25 suggestions.
pub(crate) fn check(data: &Value) -> Checked {
    if data["choices"].is_null() {
        return Err(super::Problem::missing("choices"));
    }
    for (position, choice) in check_list(data, "choices", "", 0..=25)?.iter().enumerate() {
        let place = at("choices", position);
        check_length(choice, "name", &place, 1..=100)?;
        if choice["value"].is_string() {
            check_length(choice, "value", &place, 0..=100)?;
        }
    }
    Ok(())
}
