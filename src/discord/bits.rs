//! Permissions as exact bits. twilight drops those that it has no name for, and what was read that way and written back
//! would take away what Discord has named since.

use serde::{Deserialize, Deserializer, de::Error};
use twilight_model::{
    channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType},
    guild::Permissions,
    id::{Id, marker::GenericMarker},
};

/// Reads Discord's string of digits and keeps every bit.
pub fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Permissions, D::Error> {
    let digits = String::deserialize(deserializer)?;
    digits.parse().map(Permissions::from_bits_retain).map_err(Error::custom)
}

/// Reads a channel's overwrites and keeps every bit of them.
pub fn overwrites<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PermissionOverwrite>, D::Error> {
    #[derive(Deserialize)]
    struct Exact {
        id: Id<GenericMarker>,
        #[serde(rename = "type")]
        kind: PermissionOverwriteType,
        #[serde(deserialize_with = "exact")]
        allow: Permissions,
        #[serde(deserialize_with = "exact")]
        deny: Permissions,
    }
    let exact = Vec::<Exact>::deserialize(deserializer)?;
    Ok(exact.into_iter().map(|Exact { id, kind, allow, deny }| PermissionOverwrite { allow, deny, id, kind }).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bit_that_nobody_has_named_is_kept() {
        let (named, unnamed) = (1_u64 << 11, 1_u64 << 60);
        let read = exact(json!((named | unnamed).to_string())).unwrap();
        assert_eq!(read.bits(), named | unnamed);
        let all = json!([{ "id": "5", "type": 0, "allow": "0", "deny": unnamed.to_string() }]);
        assert_eq!(overwrites(all).unwrap()[0].deny.bits(), unnamed);
        assert_eq!(serde_json::to_value(read).unwrap(), json!((named | unnamed).to_string()));
    }
}
