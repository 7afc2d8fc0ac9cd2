//! The numbers by which components of one message or modal are told apart. Source: Discord docs, "Component Reference".

use std::collections::HashSet;

use serde_json::{Value, json};

/// The components with an `id` each: those that the bot chose, and for the others the lowest that are free, in the order
/// in which they stand.
pub(crate) fn numbered(mut components: Value) -> Value {
    let mut taken = HashSet::from([0]);
    each(&mut components, &mut |part| taken.extend(part["id"].as_u64()));
    let mut next = 1;
    each(&mut components, &mut |part| {
        // Zero means the same as none.
        if part["id"].as_u64().is_none_or(|id| id == 0) {
            while !taken.insert(next) {
                next += 1;
            }
            part["id"] = json!(next);
        }
    });
    components
}

fn each(parts: &mut Value, change: &mut impl FnMut(&mut Value)) {
    for part in parts.as_array_mut().into_iter().flatten() {
        one(part, change);
    }
}

fn one(part: &mut Value, change: &mut impl FnMut(&mut Value)) {
    change(part);
    if let Some(inner) = part.get_mut("components") {
        each(inner, change);
    }
    for single in ["accessory", "component"] {
        if let Some(inner) = part.get_mut(single).filter(|inner| inner.is_object()) {
            one(inner, change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_numbered_in_order_around_what_the_bot_chose() {
        let button = json!({ "type": 2, "custom_id": "a" });
        let section = json!({ "type": 9, "components": [{ "type": 10, "id": 2 }], "accessory": button });
        let numbered = numbered(json!([{ "type": 17, "components": [section] }, { "type": 10, "id": 0 }]));
        let section = &numbered[0]["components"][0];
        assert_eq!((&numbered[0]["id"], &section["id"]), (&json!(1), &json!(3)));
        assert_eq!((&section["components"][0]["id"], &section["accessory"]["id"]), (&json!(2), &json!(4)));
        assert_eq!(numbered[1]["id"], 5);
    }
}
