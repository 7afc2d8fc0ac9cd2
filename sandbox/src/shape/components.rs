//! Components of messages. Source: Discord docs, "Component Reference".

use std::collections::HashSet;

use serde_json::Value;

use super::{Checked, Problem, at, check_length, check_list, check_url, component_type::*, inputs, integer, length};

/// As many as a message has, however deep they stand.
const MOST: usize = 40;
/// The characters of everything that they show.
const MOST_TEXT: usize = 4_000;

/// What stands directly in a message, and in a container.
const ON_TOP: [u64; 7] = [ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER];
const IN_CONTAINER: [u64; 6] = [ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR];
const IN_ROW: [u64; 6] = [BUTTON, STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT];
const ACCESSORIES: [u64; 2] = [BUTTON, THUMBNAIL];

/// What may stand in a message only once, and what is counted.
#[derive(Default)]
pub(super) struct Seen {
    custom_ids: HashSet<String>,
    ids: HashSet<u64>,
    count: usize,
    text: usize,
}

impl Seen {
    /// Counts a component, whose type must be one of these. Returns the type.
    fn count(&mut self, part: &Value, place: &str, choices: &[u64]) -> Result<u64, Problem> {
        self.count += 1;
        let kind = part["type"].as_u64().filter(|kind| choices.contains(kind));
        let kind = kind.ok_or_else(|| Problem::choices(place, "type", choices))?;
        let id = integer(part, "id", place, 0..=u64::from(u32::MAX), 0)?;
        if id != 0 && !self.ids.insert(id) {
            let words = "Component id cannot be duplicated";
            return Err(Problem::new(&at(place, "id"), "COMPONENT_ID_DUPLICATED", words));
        }
        Ok(kind)
    }

    /// A custom_id of 1 to 100 characters that no other component has.
    pub fn custom_id(&mut self, part: &Value, place: &str) -> Checked {
        check_length(part, "custom_id", place, 1..=100)?;
        if self.custom_ids.insert(part["custom_id"].as_str().unwrap_or_default().to_owned()) {
            return Ok(());
        }
        let words = "Component custom id cannot be duplicated";
        Err(Problem::new(&at(place, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words))
    }
}

/// The component of that custom_id, however deep it sits.
pub(crate) fn find<'a>(components: &'a Value, custom_id: &str) -> Option<&'a Value> {
    components.as_array()?.iter().find_map(|part| of(part, custom_id))
}

fn of<'a>(part: &'a Value, custom_id: &str) -> Option<&'a Value> {
    if part["custom_id"] == custom_id {
        return Some(part);
    }
    let single = ["accessory", "component"].into_iter().find_map(|field| of(part.get(field)?, custom_id));
    single.or_else(|| find(&part["components"], custom_id))
}

/// An ordinary message: at most five rows, each with up to five buttons or one select.
pub(super) fn check_rows(data: &Value) -> Checked {
    let mut seen = Seen::default();
    for (position, row) in check_list(data, "components", "", 0..=5)?.iter().enumerate() {
        let place = at("components", position);
        seen.count(row, &place, &[ACTION_ROW])?;
        check_row(row, &place, &mut seen)?;
    }
    Ok(())
}

/// A message made of components alone.
pub(super) fn check_v2(data: &Value) -> Checked {
    let mut seen = Seen::default();
    for (position, part) in check_list(data, "components", "", 1..=MOST)?.iter().enumerate() {
        let place = at("components", position);
        if seen.count(part, &place, &ON_TOP)? == CONTAINER {
            integer(part, "accent_color", &place, 0..=0xFF_FFFF, 0)?;
            for (position, inner) in check_list(part, "components", &place, 1..=MOST)?.iter().enumerate() {
                let place = at(&at(&place, "components"), position);
                let kind = seen.count(inner, &place, &IN_CONTAINER)?;
                check_part(inner, kind, &place, &mut seen)?;
            }
        } else {
            check_part(part, part["type"].as_u64().unwrap_or(0), &place, &mut seen)?;
        }
    }
    if seen.count > MOST {
        let words = format!("Total number of components cannot exceed {MOST}");
        return Err(Problem::new("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words));
    }
    if seen.text > MOST_TEXT {
        let words = format!("Total size of displayable text ({}) exceeds the maximum of {MOST_TEXT}", seen.text);
        return Err(Problem::new("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words));
    }
    Ok(())
}

fn check_part(part: &Value, kind: u64, place: &str, seen: &mut Seen) -> Checked {
    match kind {
        ACTION_ROW => check_row(part, place, seen),
        SECTION => {
            for (position, text) in check_list(part, "components", place, 1..=3)?.iter().enumerate() {
                let place = at(&at(place, "components"), position);
                seen.count(text, &place, &[TEXT_DISPLAY])?;
                check_text(text, &place, seen)?;
            }
            let (accessory, place) = (&part["accessory"], at(place, "accessory"));
            if accessory.is_null() {
                return Err(Problem::missing(&place));
            }
            match seen.count(accessory, &place, &ACCESSORIES)? {
                BUTTON => inputs::check_button(accessory, &place, seen),
                _ => check_media(accessory, &place),
            }
        }
        TEXT_DISPLAY => check_text(part, place, seen),
        MEDIA_GALLERY => {
            for (position, item) in check_list(part, "items", place, 1..=10)?.iter().enumerate() {
                check_media(item, &at(&at(place, "items"), position))?;
            }
            Ok(())
        }
        FILE => match part["file"]["url"].as_str() {
            Some(url) if url.starts_with("attachment://") => Ok(()),
            Some(_) => {
                let words = "Only attachment references are supported.";
                Err(Problem::new(&at(place, "file.url"), "UNFURLED_MEDIA_ITEM_ATTACHMENT_REQUIRED", words))
            }
            None => Err(Problem::missing(&at(place, "file.url"))),
        },
        _ => integer(part, "spacing", place, 1..=2, 1).map(drop),
    }
}

fn check_text(text: &Value, place: &str, seen: &mut Seen) -> Checked {
    seen.text += length(&text["content"]);
    check_length(text, "content", place, 1..=MOST_TEXT)
}

/// A picture with its description.
fn check_media(item: &Value, place: &str) -> Checked {
    check_length(item, "description", place, 0..=1_024)?;
    let place = at(place, "media");
    check_length(&item["media"], "url", &place, 1..=2_048)?;
    check_url(&item["media"], "url", &place)
}

/// One to five buttons, or one select.
fn check_row(row: &Value, place: &str, seen: &mut Seen) -> Checked {
    let parts = check_list(row, "components", place, 1..=5)?;
    for (position, part) in parts.iter().enumerate() {
        let place = at(&at(place, "components"), position);
        match seen.count(part, &place, &IN_ROW)? {
            BUTTON => inputs::check_button(part, &place, seen)?,
            _ if parts.len() > 1 => {
                let words = "The specified component exceeds the maximum width";
                return Err(Problem::new(&place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words));
            }
            kind => {
                seen.custom_id(part, &place)?;
                inputs::check_select(part, kind, &place, inputs::Where::Message)?;
            }
        }
    }
    Ok(())
}
