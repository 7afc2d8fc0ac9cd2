//! Components of messages and modals, checked as Discord checks them. Source: Discord docs, "Component Reference".

use std::collections::HashSet;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

const ACTION_ROW: u64 = 1;
const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;
const TEXT_INPUT: u64 = 4;
const TEXT_DISPLAY: u64 = 10;
const LABEL: u64 = 18;
/// A button that opens a page instead of sending an interaction.
const LINK: u64 = 5;
/// A button that sells something.
const PREMIUM: u64 = 6;

/// The component of that custom_id, however deep it sits.
pub(super) fn find<'a>(components: &'a Value, custom_id: &str) -> Option<&'a Value> {
    components.as_array()?.iter().find_map(|part| {
        let inner = [&part["components"], &part["accessory"]];
        if part["custom_id"] == custom_id {
            Some(part)
        } else {
            inner.into_iter().find_map(|list| find(list, custom_id))
        }
    })
}

/// The rows of an ordinary message: at most five, each with up to five buttons or one select.
pub(super) fn check_rows(rows: &[Value]) -> Result<()> {
    ensure!(rows.len() <= 5, "components: Must be 5 or fewer in length.");
    let mut seen = HashSet::new();
    for row in rows {
        ensure!(row["type"] == ACTION_ROW, "components: an ordinary message holds action rows");
        check_row(row, &mut seen)?;
    }
    Ok(())
}

/// A message made of components alone: at most 40 of them with 4,000 characters of text.
pub(super) fn check_v2(components: &[Value]) -> Result<()> {
    let mut seen = HashSet::new();
    let (mut count, mut text) = (0, 0);
    check_tree(components, &mut seen, &mut count, &mut text)?;
    ensure!(count <= 40, "components: Must be 40 or fewer in total.");
    ensure!(text <= 4_000, "components: their text must be 4000 or fewer in length.");
    Ok(())
}

/// What a modal asks: a title, a custom_id, one to five inputs.
pub(super) fn check_modal(data: &Value) -> Result<()> {
    ensure!((1..=45).contains(&length(&data["title"])), "title: Must be between 1 and 45 in length.");
    ensure!((1..=100).contains(&length(&data["custom_id"])), "custom_id: Must be between 1 and 100 in length.");
    let parts = data["components"].as_array().context("components: a modal holds inputs")?;
    ensure!((1..=5).contains(&parts.len()), "components: Must be between 1 and 5 in length.");
    let mut seen = HashSet::new();
    for part in parts {
        let input = match part["type"].as_u64() {
            Some(LABEL) => {
                ensure!((1..=45).contains(&length(&part["label"])), "components: a label has 1 to 45 characters");
                ensure!(length(&part["description"]) <= 100, "components: a description has up to 100 characters");
                &part["component"]
            }
            Some(ACTION_ROW) => {
                let input = &part["components"][0];
                ensure!(input["type"] == TEXT_INPUT, "components: a modal's action row holds a text input");
                input
            }
            Some(TEXT_DISPLAY) => continue,
            other => bail!("components: type {other:?} does not belong into a modal"),
        };
        // Texts, selects, a file upload, radio buttons and checkboxes.
        ensure!(
            matches!(input["type"].as_u64(), Some(STRING_SELECT..=8 | 19 | 21..=23)),
            "components: type {} is no input of a modal",
            input["type"]
        );
        check_custom_id(input, &mut seen)?;
        if input["type"] == TEXT_INPUT {
            ensure!(matches!(input["style"].as_u64(), Some(1 | 2)), "components: a text input has style 1 or 2");
            ensure!(length(&input["value"]) <= 4_000, "components: a value has up to 4000 characters");
        }
    }
    Ok(())
}

fn check_tree(parts: &[Value], seen: &mut HashSet<String>, count: &mut usize, text: &mut usize) -> Result<()> {
    for part in parts {
        *count += 1;
        match part["type"].as_u64() {
            Some(ACTION_ROW) => {
                *count += check_row(part, seen)?;
                continue;
            }
            Some(TEXT_DISPLAY) => *text += length(&part["content"]),
            Some(9 | 11..=14 | 17) => {}
            other => bail!("components: type {other:?} does not belong into a message"),
        }
        if let Some(accessory) = part.get("accessory") {
            *count += 1;
            if accessory["type"] == BUTTON {
                check_part(accessory, seen)?;
            }
        }
        check_tree(part["components"].as_array().map(Vec::as_slice).unwrap_or_default(), seen, count, text)?;
    }
    Ok(())
}

/// Returns how many components the row holds.
fn check_row(row: &Value, seen: &mut HashSet<String>) -> Result<usize> {
    let parts = row["components"].as_array().context("components: a row holds components")?;
    ensure!((1..=5).contains(&parts.len()), "components: a row holds 1 to 5 components");
    let are_buttons = parts.iter().all(|part| part["type"] == BUTTON);
    ensure!(are_buttons || parts.len() == 1, "components: a row holds buttons or one select");
    for part in parts {
        check_part(part, seen)?;
    }
    Ok(parts.len())
}

fn check_part(part: &Value, seen: &mut HashSet<String>) -> Result<()> {
    match (part["type"].as_u64(), part["style"].as_u64()) {
        (Some(BUTTON), Some(LINK)) => {
            ensure!(part["url"].is_string(), "components: a link button has a URL");
            return Ok(());
        }
        (Some(BUTTON), Some(PREMIUM)) => {
            ensure!(part["sku_id"].is_string(), "components: a premium button has a SKU");
            return Ok(());
        }
        (Some(BUTTON), style) => {
            ensure!(matches!(style, Some(1..=4)), "components: a button has a style");
            ensure!(length(&part["label"]) <= 80, "components: a button's label has up to 80 characters");
            ensure!(
                length(&part["label"]) > 0 || part["emoji"].is_object(),
                "components: a button has a label or an emoji"
            );
        }
        (Some(STRING_SELECT), _) => check_choices_of_select(part)?,
        (Some(5..=8), _) => check_count_of_values(part)?,
        (other, _) => bail!("components: type {other:?} does not belong into a row"),
    }
    check_custom_id(part, seen)
}

fn check_choices_of_select(select: &Value) -> Result<()> {
    let options = select["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!((1..=25).contains(&options.len()), "components: a select has 1 to 25 options");
    let mut values = HashSet::new();
    for option in options {
        ensure!((1..=100).contains(&length(&option["label"])), "components: an option's label has 1 to 100 characters");
        ensure!((1..=100).contains(&length(&option["value"])), "components: an option's value has 1 to 100 characters");
        ensure!(length(&option["description"]) <= 100, "components: a description has up to 100 characters");
        ensure!(values.insert(option["value"].as_str()), "components: The specified option value is already used");
    }
    check_count_of_values(select)
}

fn check_count_of_values(select: &Value) -> Result<()> {
    let (least, most) = (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
    ensure!(least <= 25 && (1..=25).contains(&most) && least <= most, "components: a select takes 0 to 25 values");
    ensure!(length(&select["placeholder"]) <= 150, "components: a placeholder has up to 150 characters");
    Ok(())
}

fn check_custom_id(part: &Value, seen: &mut HashSet<String>) -> Result<()> {
    let custom_id = part["custom_id"].as_str().unwrap_or_default();
    ensure!((1..=100).contains(&custom_id.chars().count()), "components: a custom_id has 1 to 100 characters");
    ensure!(seen.insert(custom_id.to_owned()), "components: Component custom id cannot be duplicated");
    Ok(())
}

pub(super) fn length(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}
