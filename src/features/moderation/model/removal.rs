//! Members who were made to leave.

use jiff::Timestamp;
use twilight_model::id::{Id, marker::UserMarker};

use super::CaseKind;

/// Somebody who is no member any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaver {
    pub user: Id<UserMarker>,
    /// Since when they were one, if that is known.
    pub since: Option<Timestamp>,
    /// When it was heard that they had left.
    pub at: Timestamp,
}

/// The case that made somebody leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    pub case: i32,
    pub way: Way,
    pub moderator: Id<UserMarker>,
}

/// How somebody is made to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Kicked,
    Banned,
    /// They may come back at once.
    SoftBanned,
}

impl Way {
    /// None: a case of this kind makes nobody leave.
    pub fn of(kind: CaseKind) -> Option<Self> {
        match kind {
            CaseKind::Kick => Some(Self::Kicked),
            CaseKind::Ban => Some(Self::Banned),
            CaseKind::SoftBan => Some(Self::SoftBanned),
            _ => None,
        }
    }
}
