//! What a person presses, chooses from or fills in. Source: Discord docs, "Component Reference".

use std::collections::HashSet;

use serde_json::Value;

use super::{Checked, Problem, at, check_length, check_list, check_url, components::Seen, integer};

/// Discord's numbers for types of components.
pub(crate) mod component_type {
    pub const ACTION_ROW: u64 = 1;
    pub const BUTTON: u64 = 2;
    pub const STRING_SELECT: u64 = 3;
    pub const TEXT_INPUT: u64 = 4;
    pub const USER_SELECT: u64 = 5;
    pub const ROLE_SELECT: u64 = 6;
    pub const MENTIONABLE_SELECT: u64 = 7;
    pub const CHANNEL_SELECT: u64 = 8;
    pub const SECTION: u64 = 9;
    pub const TEXT_DISPLAY: u64 = 10;
    pub const THUMBNAIL: u64 = 11;
    pub const MEDIA_GALLERY: u64 = 12;
    pub const FILE: u64 = 13;
    pub const SEPARATOR: u64 = 14;
    pub const CONTAINER: u64 = 17;
    pub const LABEL: u64 = 18;
    pub const FILE_UPLOAD: u64 = 19;
    pub const RADIO_GROUP: u64 = 21;
    pub const CHECKBOX_GROUP: u64 = 22;
    pub const CHECKBOX: u64 = 23;
}

use component_type::*;

/// A button that opens a page instead of sending an interaction.
const LINK: u64 = 5;
/// A button that sells something.
const PREMIUM: u64 = 6;

/// Where an input stands: in modals some must be answered, and none is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Message,
    Modal,
}

/// How many values a person chooses, of a component that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub least: u64,
    pub most: u64,
    /// An answer to a modal that may be left out is either none, or as many as it has to be.
    pub may_be_none: bool,
}

impl Bounds {
    /// As the component says it. A select of a message ignores `required`.
    pub fn of(part: &Value, is_in_modal: bool) -> Self {
        let options = part["options"].as_array().map_or(0, Vec::len);
        let of_group = u64::try_from(options).unwrap_or(u64::MAX);
        let usual_most = if part["type"] == CHECKBOX_GROUP { of_group } else { 1 };
        Self {
            least: part["min_values"].as_u64().unwrap_or(1),
            most: part["max_values"].as_u64().unwrap_or(usual_most),
            may_be_none: is_in_modal && part["required"] == false,
        }
    }

    pub fn contains(self, count: u64) -> bool {
        (self.least..=self.most).contains(&count) || count == 0 && self.may_be_none
    }
}

pub(super) fn check_button(button: &Value, place: &str, seen: &mut Seen) -> Checked {
    let words = "Value must be one of (1, 2, 3, 4, 5, 6).";
    let style = button["style"].as_u64().filter(|style| (1..=6).contains(style));
    let style = style.ok_or_else(|| Problem::new(&at(place, "style"), "BASE_TYPE_CHOICES", words))?;
    let needed = match style {
        LINK => "url",
        PREMIUM => "sku_id",
        _ => "custom_id",
    };
    for (field, words) in [
        ("url", "A url cannot be used with this style of button"),
        ("sku_id", "A SKU cannot be used with this style of button"),
        ("custom_id", "A custom id cannot be used with this style of button"),
    ] {
        if field != needed && !button[field].is_null() {
            return Err(Problem::new(&at(place, field), "BUTTON_COMPONENT_INVALID_FIELD", words));
        }
    }
    check_length(button, "label", place, 0..=80)?;
    match style {
        PREMIUM if !button["sku_id"].is_string() => return Err(Problem::missing(&at(place, "sku_id"))),
        PREMIUM => return Ok(()),
        LINK => {
            check_length(button, "url", place, 1..=512)?;
            check_url(button, "url", place)?;
        }
        _ => seen.custom_id(button, place)?,
    }
    if super::length(&button["label"]) == 0 && !button["emoji"].is_object() {
        let words = "A button must have a label or an emoji";
        return Err(Problem::new(&at(place, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", words));
    }
    Ok(())
}

/// Everything of a select but its custom_id.
pub(super) fn check_select(select: &Value, kind: u64, place: &str, stands: Where) -> Checked {
    check_length(select, "placeholder", place, 0..=150)?;
    if stands == Where::Modal && select["disabled"] == true {
        let words = "Components in modals cannot be disabled";
        return Err(Problem::new(&at(place, "disabled"), "COMPONENT_MODAL_DISABLED", words));
    }
    let most = check_bounds(select, place, 25, 1, stands)?;
    if kind == STRING_SELECT {
        let least = usize::try_from(most).unwrap_or(usize::MAX);
        return check_options(select, place, least..=25, most);
    }
    let defaults = check_list(select, "default_values", place, 0..=25)?;
    check_defaults(defaults.len(), most, &at(place, "default_values"))
}

/// How many values may be chosen; `most` of all and `usual` if the component does not say. Returns the latter.
fn check_bounds(part: &Value, place: &str, most: u64, usual: u64, stands: Where) -> Result<u64, Problem> {
    let least_allowed = u64::from(stands == Where::Modal && part["required"] != false);
    let least = integer(part, "min_values", place, least_allowed..=most, 1)?;
    let chosen = integer(part, "max_values", place, 1..=most, usual.max(1))?;
    if part["max_values"].is_u64() && least > chosen {
        let words = format!("int value should be less than or equal to {chosen}.");
        return Err(Problem::new(&at(place, "min_values"), "NUMBER_TYPE_MAX", words));
    }
    Ok(chosen)
}

fn check_options(part: &Value, place: &str, allowed: std::ops::RangeInclusive<usize>, most_defaults: u64) -> Checked {
    let options = check_list(part, "options", place, allowed)?;
    let mut values = HashSet::new();
    for (position, option) in options.iter().enumerate() {
        let place = at(&at(place, "options"), position);
        check_length(option, "label", &place, 1..=100)?;
        check_length(option, "value", &place, 1..=100)?;
        check_length(option, "description", &place, 0..=100)?;
        if !values.insert(option["value"].as_str()) {
            let words = "The specified option value is already used";
            return Err(Problem::new(&at(&place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words));
        }
    }
    let defaults = options.iter().filter(|option| option["default"] == true).count();
    check_defaults(defaults, most_defaults, &at(place, "options"))
}

fn check_defaults(count: usize, most: u64, place: &str) -> Checked {
    if u64::try_from(count).is_ok_and(|count| count <= most) {
        return Ok(());
    }
    let words = "The specified number of default values exceeds the specified maximum values";
    Err(Problem::new(place, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", words))
}

/// What stands in a label of a modal.
pub(super) fn check_answer(input: &Value, kind: u64, place: &str, seen: &mut Seen) -> Checked {
    seen.custom_id(input, place)?;
    match kind {
        TEXT_INPUT => check_text_input(input, place),
        RADIO_GROUP => check_options(input, place, 2..=10, 1),
        CHECKBOX_GROUP => {
            let count = input["options"].as_array().map_or(0, Vec::len);
            let usual = u64::try_from(count).unwrap_or(u64::MAX);
            let most = check_bounds(input, place, 10, usual, Where::Modal)?;
            check_options(input, place, 1..=10, most)
        }
        FILE_UPLOAD => check_bounds(input, place, 10, 1, Where::Modal).map(drop),
        CHECKBOX => Ok(()),
        kind => check_select(input, kind, place, Where::Modal),
    }
}

fn check_text_input(input: &Value, place: &str) -> Checked {
    let words = "Value must be one of (1, 2).";
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        return Err(Problem::new(&at(place, "style"), "BASE_TYPE_CHOICES", words));
    }
    let most = integer(input, "max_length", place, 1..=4_000, 4_000)?;
    integer(input, "min_length", place, 0..=most, 0)?;
    check_length(input, "placeholder", place, 0..=100)?;
    check_length(input, "value", place, 0..=usize::try_from(most).unwrap_or(usize::MAX))
}
