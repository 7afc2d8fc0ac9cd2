//! A modal. Source: Discord docs, "Receiving and Responding", Modal; "Component Reference", Label.

use serde_json::Value;

use super::{Checked, Problem, at, check_length, check_list, component_type::*, components::Seen, inputs};

/// What stands in a label.
const IN_LABEL: [u64; 10] = [
    STRING_SELECT,
    TEXT_INPUT,
    USER_SELECT,
    ROLE_SELECT,
    MENTIONABLE_SELECT,
    CHANNEL_SELECT,
    FILE_UPLOAD,
    RADIO_GROUP,
    CHECKBOX_GROUP,
    CHECKBOX,
];

/// A title, a custom_id, and one to five labels, texts, or rows with a text input as they were before labels.
pub(crate) fn check(data: &Value) -> Checked {
    check_length(data, "title", "", 1..=45)?;
    check_length(data, "custom_id", "", 1..=100)?;
    let mut seen = Seen::default();
    for (position, part) in check_list(data, "components", "", 1..=5)?.iter().enumerate() {
        let place = at("components", position);
        match part["type"].as_u64() {
            Some(LABEL) => {
                check_length(part, "label", &place, 1..=45)?;
                check_length(part, "description", &place, 0..=100)?;
                check_input(&part["component"], &at(&place, "component"), &IN_LABEL, &mut seen)?;
            }
            Some(ACTION_ROW) => {
                let inner = check_list(part, "components", &place, 1..=1)?;
                let place = at(&place, "components.0");
                for input in inner {
                    check_length(input, "label", &place, 1..=45)?;
                    check_input(input, &place, &[TEXT_INPUT], &mut seen)?;
                }
            }
            Some(TEXT_DISPLAY) => check_length(part, "content", &place, 1..=4_000)?,
            _ => return Err(Problem::choices(&place, "type", &[ACTION_ROW, TEXT_DISPLAY, LABEL])),
        }
    }
    Ok(())
}

fn check_input(input: &Value, place: &str, choices: &[u64], seen: &mut Seen) -> Checked {
    if input.is_null() {
        return Err(Problem::missing(place));
    }
    let kind = input["type"].as_u64().filter(|kind| choices.contains(kind));
    let kind = kind.ok_or_else(|| Problem::choices(place, "type", choices))?;
    inputs::check_answer(input, kind, place, seen)
}
