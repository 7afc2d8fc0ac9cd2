//! The values of a command's options, checked as Discord's client checks them before it sends anything.
//! Source: Discord docs, "Application Commands", Option Structure and Option Type.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

pub(crate) const SUB_COMMAND: u64 = 1;
pub(crate) const SUB_COMMAND_GROUP: u64 = 2;
pub(crate) const STRING: u64 = 3;
pub(crate) const INTEGER: u64 = 4;
pub(crate) const BOOLEAN: u64 = 5;
pub(crate) const USER: u64 = 6;
pub(crate) const CHANNEL: u64 = 7;
pub(crate) const ROLE: u64 = 8;
pub(crate) const MENTIONABLE: u64 = 9;
pub(crate) const NUMBER: u64 = 10;

/// An option of that name.
pub(crate) fn find<'a>(options: &'a Value, name: &str) -> Option<&'a Value> {
    options.as_array()?.iter().find(|option| option["name"] == name)
}

/// The type of what an option's value stands for.
pub(super) fn resolves_to(option: &Value) -> u64 {
    option["type"].as_u64().unwrap_or(STRING)
}

/// The option type of the same kind as a select: user, role, mentionable and channel selects are 5 to 8.
pub(super) fn of_select(component_type: u64) -> u64 {
    match component_type {
        5 => USER,
        6 => ROLE,
        7 => MENTIONABLE,
        8 => CHANNEL,
        _ => STRING,
    }
}

/// Whether the option may have this value.
pub(super) fn check(option: &Value, value: &Value) -> Result<()> {
    let name = option["name"].as_str().unwrap_or_default();
    match resolves_to(option) {
        STRING => {
            let length = value.as_str().with_context(|| format!("{name} is a text"))?.chars().count() as u64;
            let least = option["min_length"].as_u64().unwrap_or(0);
            let most = option["max_length"].as_u64().unwrap_or(6_000);
            ensure!((least..=most).contains(&length), "{name} has {least} to {most} characters");
        }
        INTEGER => {
            // Discord's integers are those that a double holds exactly.
            let number = value.as_i64().with_context(|| format!("{name} is a whole number"))?;
            ensure!(number.unsigned_abs() < 1 << 53, "{name} lies between -2^53 and 2^53");
            check_range(option, name, number as f64)?;
        }
        NUMBER => check_range(option, name, value.as_f64().with_context(|| format!("{name} is a number"))?)?,
        BOOLEAN => ensure!(value.is_boolean(), "{name} is true or false"),
        SUB_COMMAND | SUB_COMMAND_GROUP => bail!("{name} is a subcommand, not an option"),
        _ => ensure!(value.is_string(), "{name} is an id in a string"),
    }
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!(
        choices.is_empty() || choices.iter().any(|choice| &choice["value"] == value),
        "{name} is one of its choices"
    );
    Ok(())
}

/// Whether every required option is there, and a subcommand was chosen where there are some.
pub(super) fn check_complete(declared: &Value, given: &Value) -> Result<()> {
    for option in declared.as_array().into_iter().flatten() {
        let name = option["name"].as_str().unwrap_or_default();
        let number = resolves_to(option);
        ensure!(number != SUB_COMMAND && number != SUB_COMMAND_GROUP, "a subcommand such as {name} must follow");
        ensure!(option["required"] != true || given.get(name).is_some(), "the option {name} is required");
    }
    Ok(())
}

fn check_range(option: &Value, name: &str, number: f64) -> Result<()> {
    let least = option["min_value"].as_f64().unwrap_or(f64::NEG_INFINITY);
    let most = option["max_value"].as_f64().unwrap_or(f64::INFINITY);
    ensure!((least..=most).contains(&number), "{name} lies between {least} and {most}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_held_to_its_options_type_range_and_choices() {
        let days = json!({ "name": "days", "type": INTEGER, "min_value": 1, "max_value": 7 });
        assert!(check(&days, &json!(7)).is_ok());
        assert!(check(&days, &json!(8)).is_err());
        assert!(check(&days, &json!("7")).is_err());
        let window = json!({ "name": "window", "type": STRING, "choices": [{ "name": "An hour", "value": "1h" }] });
        assert!(check(&window, &json!("1h")).is_ok());
        assert!(check(&window, &json!("An hour")).is_err());
    }

    #[test]
    fn a_required_option_and_a_subcommand_must_be_given() {
        let declared = json!([{ "name": "user", "type": USER, "required": true }]);
        assert!(check_complete(&declared, &json!({})).is_err());
        assert!(check_complete(&declared, &json!({ "user": "1" })).is_ok());
        assert!(check_complete(&json!([{ "name": "show", "type": SUB_COMMAND }]), &json!({})).is_err());
    }
}
