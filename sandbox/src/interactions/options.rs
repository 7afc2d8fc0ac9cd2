//! The options of a command: which there must be, and of which type.
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

/// Whether the value is of the option's type. Ranges, lengths and choices are not held against it: a bot must check what
/// a changed client sends, and a test must be able to send it. A typed line is held to them.
pub(super) fn check(option: &Value, value: &Value) -> Result<()> {
    let name = option["name"].as_str().unwrap_or_default();
    match resolves_to(option) {
        STRING => ensure!(value.is_string(), "{name} is a text"),
        INTEGER => {
            // Discord's integers are those that a double holds exactly.
            let number = value.as_i64().with_context(|| format!("{name} is a whole number"))?;
            ensure!(number.unsigned_abs() < 1 << 53, "{name} lies between -2^53 and 2^53");
        }
        NUMBER => ensure!(value.is_number(), "{name} is a number"),
        BOOLEAN => ensure!(value.is_boolean(), "{name} is true or false"),
        SUB_COMMAND | SUB_COMMAND_GROUP => bail!("{name} is a subcommand, not an option"),
        _ => ensure!(value.is_string(), "{name} is an id in a string"),
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_of_its_options_type() {
        let number = json!({ "name": "number", "type": INTEGER });
        assert!(check(&number, &json!(7)).is_ok());
        assert!(check(&number, &json!("7")).is_err());
        assert!(check(&number, &json!(1_u64 << 53)).is_err());
        assert!(check(&json!({ "name": "user", "type": USER }), &json!(7)).is_err());
    }

    #[test]
    fn a_required_option_and_a_subcommand_must_be_given() {
        let declared = json!([{ "name": "user", "type": USER, "required": true }]);
        assert!(check_complete(&declared, &json!({})).is_err());
        assert!(check_complete(&declared, &json!({ "user": "1" })).is_ok());
        assert!(check_complete(&json!([{ "name": "show", "type": SUB_COMMAND }]), &json!({})).is_err());
    }
}
