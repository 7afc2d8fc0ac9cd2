//! What a server can set about its members' data.

use serde::{Deserialize, Serialize};

use crate::platform::settings::{Field, Kind, Settings};

/// The settings of privacy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrivacySettings {
    pub members_erase: bool,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self { members_erase: true }
    }
}

impl Settings for PrivacySettings {
    const FEATURE: &'static str = "privacy";
    const FIELDS: &'static [Field] = &[Field {
        name: "members_erase",
        summary: "Whether members may erase by themselves what is kept about them, or have to ask you",
        kind: Kind::Switch,
    }];
}
