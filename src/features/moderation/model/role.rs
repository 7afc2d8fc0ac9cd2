//! Giving roles and taking them.

use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};

use crate::platform::effects::Act;

/// What is done with a member's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleChange {
    Give,
    Take,
}

impl RoleChange {
    /// Whether the member has the role afterwards.
    pub fn leaves_it(self) -> bool {
        self == Self::Give
    }

    /// What undoes it.
    pub fn opposite(self) -> Self {
        match self {
            Self::Give => Self::Take,
            Self::Take => Self::Give,
        }
    }

    pub fn act(self, user: Id<UserMarker>, role: Id<RoleMarker>) -> Act {
        match self {
            Self::Give => Act::AddRole { user, role },
            Self::Take => Act::RemoveRole { user, role },
        }
    }
}

/// What tasks and effects of a member's role name as their subject.
pub fn role_subject(user: Id<UserMarker>, role: Id<RoleMarker>) -> String {
    format!("role/{user}/{role}")
}
