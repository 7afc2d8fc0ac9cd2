//! What Discord takes as `allowed_mentions`. Source: Discord docs, "Message Resource", Allowed Mentions Object.

use serde_json::Value;

use super::{ApiError, form};

const FIELD: &str = "allowed_mentions";

/// At most a hundred ids of a kind, none twice, and none of a kind that is to be parsed as a whole.
pub(super) fn check(body: &Value) -> Result<(), ApiError> {
    let allowed = &body[FIELD];
    let parse = allowed["parse"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (position, kind) in parse.iter().enumerate() {
        if !["users", "roles", "everyone"].iter().any(|known| kind == known) {
            let words = "Value must be one of ('users', 'everyone', 'roles').";
            return Err(ApiError::form(&format!("{FIELD}.parse.{position}"), "BASE_TYPE_CHOICES", words));
        }
    }
    for kind in ["users", "roles"] {
        let field = format!("{FIELD}.{kind}");
        let ids = if allowed[kind].is_null() { Vec::new() } else { form::snowflakes(&allowed[kind], &field)? };
        if ids.len() > 100 {
            return Err(ApiError::form(&field, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length."));
        }
        form::distinct(&ids, &field)?;
        if !ids.is_empty() && parse.iter().any(|parsed| parsed == kind) {
            let words = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            return Err(ApiError::form(FIELD, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", &words));
        }
    }
    Ok(())
}
