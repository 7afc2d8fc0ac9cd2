//! What Discord takes as `allowed_mentions`. Source: Discord docs, "Message Resource", Allowed Mentions Object.

use serde_json::Value;

use super::{Checked, Problem, at, check_list};

const FIELD: &str = "allowed_mentions";

/// At most a hundred ids of a kind, none twice, and none of a kind that is to be parsed as a whole.
pub(super) fn check(data: &Value) -> Checked {
    let allowed = &data[FIELD];
    let parse = check_list(allowed, "parse", FIELD, 0..=3)?;
    for (position, kind) in parse.iter().enumerate() {
        if !["users", "roles", "everyone"].iter().any(|known| kind == known) {
            let words = "Value must be one of ('users', 'everyone', 'roles').";
            return Err(Problem::new(&at("allowed_mentions.parse", position), "BASE_TYPE_CHOICES", words));
        }
    }
    for kind in ["users", "roles"] {
        let ids = check_list(allowed, kind, FIELD, 0..=100)?;
        for (position, id) in ids.iter().enumerate() {
            let place = at(&at(FIELD, kind), position);
            if id.as_str().is_none_or(|text| text.parse::<u64>().is_err()) && !id.is_u64() {
                let words = format!("Value \"{id}\" is not snowflake.");
                return Err(Problem::new(&place, "NUMBER_TYPE_COERCE", words));
            }
            if ids.iter().take(position).any(|other| other == id) {
                let words = "The set already contains this value";
                return Err(Problem::new(&place, "SET_TYPE_ALREADY_CONTAINS_VALUE", words));
            }
        }
        if !ids.is_empty() && parse.iter().any(|parsed| parsed == kind) {
            let words = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            return Err(Problem::new(FIELD, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words));
        }
    }
    Ok(())
}
