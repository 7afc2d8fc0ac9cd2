//! Acts that were done by hand in Discord, or by another bot, as the audit log tells of them.

use jiff::Timestamp;
use twilight_model::id::{Id, marker::UserMarker};

use super::{CaseKind, Ended};
use crate::discord::audit_log::{Entry, action};

/// An act that somebody did without us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByHand {
    pub kind: CaseKind,
    pub user: Id<UserMarker>,
    pub moderator: Id<UserMarker>,
    /// When a timeout ends.
    pub expires_at: Option<Timestamp>,
}

impl ByHand {
    /// None: what the entry tells of is no act on a person.
    pub fn of(entry: &Entry) -> Option<Self> {
        let user = entry.target()?;
        let (kind, expires_at) = match entry.action_type {
            action::MEMBER_KICK => (CaseKind::Kick, None),
            action::MEMBER_BAN_ADD => (CaseKind::Ban, None),
            action::MEMBER_BAN_REMOVE => (CaseKind::Unban, None),
            action::MEMBER_UPDATE => {
                let change = entry.changes.iter().find(|change| change.key == "communication_disabled_until")?;
                let until = change.new_value.as_ref().and_then(|value| value.as_str()?.parse().ok());
                (if until.is_some() { CaseKind::Timeout } else { CaseKind::Untimeout }, until)
            }
            _ => return None,
        };
        Some(Self { kind, user, moderator: entry.user_id?, expires_at })
    }

    /// The kind of cases that still run and that this ends, and what is said of them.
    pub fn ends(&self) -> Option<(CaseKind, Ended)> {
        match self.kind {
            CaseKind::Ban => Some((CaseKind::Ban, Ended::ReplacedByHand)),
            CaseKind::Unban => Some((CaseKind::Ban, Ended::LiftedByHand)),
            CaseKind::Timeout => Some((CaseKind::Timeout, Ended::ReplacedByHand)),
            CaseKind::Untimeout => Some((CaseKind::Timeout, Ended::LiftedByHand)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(action: u16, changes: Value) -> Option<ByHand> {
        let entry = json!({ "id": "9", "action_type": action, "user_id": "2", "target_id": "3", "changes": changes });
        ByHand::of(&serde_json::from_value(entry).unwrap())
    }

    #[test]
    fn acts_on_people_are_recognised_and_other_entries_are_not() {
        for (action, kind) in [(20, CaseKind::Kick), (22, CaseKind::Ban), (23, CaseKind::Unban)] {
            let act = read(action, json!([])).unwrap();
            assert_eq!((act.kind, act.user, act.moderator), (kind, Id::new(3), Id::new(2)));
        }
        assert_eq!(read(1, json!([])), None);
        assert_eq!(read(24, json!([{ "key": "nick", "new_value": "x" }])), None);
    }

    #[test]
    fn a_timeout_is_told_from_its_end_by_its_time() {
        let until = json!([{ "key": "communication_disabled_until", "new_value": "2026-11-22T10:00:00+00:00" }]);
        let act = read(24, until).unwrap();
        assert_eq!((act.kind, act.expires_at), (CaseKind::Timeout, "2026-11-22T10:00:00Z".parse().ok()));
        let lifted =
            read(24, json!([{ "key": "communication_disabled_until", "old_value": "2026-11-22T10:00:00+00:00" }]));
        assert_eq!(lifted.map(|act| act.kind), Some(CaseKind::Untimeout));
    }
}
