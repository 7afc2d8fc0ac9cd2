//! A feature's settings as a JSON Schema (draft 2020-12), for editors and for whoever checks a document elsewhere.

use serde_json::{Map, Value, json};

use super::{Declaration, Field, Kind};

/// The schema of a whole document. `x-kind` tells an editor what a text stands for.
pub fn schema(feature: &str, declaration: &Declaration) -> Value {
    let defaults = declaration.defaults();
    let properties: Map<String, Value> = declaration
        .fields
        .iter()
        .map(|field| {
            let mut property = property(field);
            if let Value::Object(keys) = &mut property {
                keys.insert("description".to_owned(), json!(field.summary));
                keys.insert("default".to_owned(), defaults.get(field.name).cloned().unwrap_or_default());
            }
            (field.name.to_owned(), property)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": feature, "type": "object",
        "properties": properties, "additionalProperties": false,
        "x-order": declaration.fields.iter().map(|field| field.name).collect::<Vec<_>>(),
    })
}

fn property(field: &Field) -> Value {
    const SNOWFLAKE: &str = "^[1-9][0-9]{0,19}$";
    match &field.kind {
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Whole { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Text { longest, placeholders } => {
            json!({ "type": "string", "minLength": 1, "maxLength": longest, "x-kind": "text", "x-placeholders": placeholders })
        }
        Kind::Choice(choices) => {
            json!({ "type": "string", "enum": choices.iter().map(|(value, _)| value).collect::<Vec<_>>() })
        }
        Kind::Duration(_) => json!({ "type": ["string", "null"], "x-kind": "duration" }),
        Kind::Channel => json!({ "type": ["string", "null"], "pattern": SNOWFLAKE, "x-kind": "channel" }),
        Kind::Role => json!({ "type": ["string", "null"], "pattern": SNOWFLAKE, "x-kind": "role" }),
        Kind::Channels { most } => {
            json!({ "type": "array", "items": { "type": "string", "pattern": SNOWFLAKE }, "maxItems": most, "x-kind": "channels" })
        }
        Kind::Roles { most } => {
            json!({ "type": "array", "items": { "type": "string", "pattern": SNOWFLAKE }, "maxItems": most, "x-kind": "roles" })
        }
        Kind::Lines { most, example, .. } => {
            json!({ "type": "array", "items": { "type": "string" }, "maxItems": most, "x-kind": "lines", "examples": [[example]] })
        }
    }
}
