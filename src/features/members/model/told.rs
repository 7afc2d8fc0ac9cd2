//! What the log of members tells of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::RoleMarker};

use super::{Obstacle, Person};
use crate::features::moderation::Leaver;

/// Something that the log tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Told {
    Joined {
        person: Person,
        at: Timestamp,
    },
    Left {
        person: Person,
        /// Since when they were here, if that is known.
        since: Option<Timestamp>,
        /// What they had then.
        roles: Vec<Id<RoleMarker>>,
        at: Timestamp,
    },
    /// A role that new members should get can't be given.
    Refused {
        role: Id<RoleMarker>,
        why: Obstacle,
    },
}

impl Told {
    /// Who left, if somebody did.
    pub fn leaver(&self) -> Option<Leaver> {
        match self {
            Self::Left { person, since, at, .. } => Some(Leaver { user: person.id, since: *since, at: *at }),
            _ => None,
        }
    }

    /// Tells it from everything else in the log. A role is told of again once its entry is forgotten, while it still can't
    /// be given.
    pub fn key(&self) -> String {
        match self {
            Self::Joined { person, at } => format!("joined/{}/{}", person.id, at.as_microsecond()),
            Self::Left { person, since: Some(since), .. } => format!("left/{}/{}", person.id, since.as_microsecond()),
            Self::Left { person, at, .. } => format!("left/{}/at/{}", person.id, at.as_microsecond()),
            Self::Refused { role, .. } => format!("role/{role}"),
        }
    }
}
