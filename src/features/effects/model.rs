//! When it is too late to retry an effect. Pure.

use jiff::Timestamp;

use crate::platform::effects::Act;

/// What has to hold so that an effect that failed may be retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Its case still runs: otherwise nothing would ever end what it begins.
    CaseRuns,
    /// What was to undo it still waits.
    UndoingWaits,
    /// Nothing but that nothing newer was decided.
    None,
    /// It is too late in any case.
    Never,
}

/// On what it depends whether an act may still be done.
pub fn condition(act: &Act, now: Timestamp) -> Condition {
    match act {
        Act::Timeout { until, .. } if *until <= now => Condition::Never,
        // What the channel was like before is remembered by the lock alone, which is gone with its failure.
        Act::Overwrite { .. } | Act::ClearOverwrite { .. } => Condition::Never,
        Act::Ban { .. } | Act::BanMany { .. } | Act::Timeout { .. } => Condition::CaseRuns,
        Act::AddRole { .. } | Act::RemoveRole { .. } => Condition::UndoingWaits,
        _ => Condition::None,
    }
}

#[cfg(test)]
mod tests {
    use twilight_model::id::Id;

    use super::*;

    #[test]
    fn what_nothing_would_ever_end_is_not_begun_late() {
        let (user, now) = (Id::new(5), Timestamp::UNIX_EPOCH);
        let later = Timestamp::from_second(60).unwrap();
        for (act, expected) in [
            (Act::Ban { user, delete_message_seconds: 0 }, Condition::CaseRuns),
            (Act::Timeout { user, until: later }, Condition::CaseRuns),
            (Act::Timeout { user, until: now }, Condition::Never),
            (Act::ClearOverwrite { channel: Id::new(6), role: Id::new(7) }, Condition::Never),
            (Act::AddRole { user, role: Id::new(7) }, Condition::UndoingWaits),
            (Act::Unban { user }, Condition::None),
            (Act::Kick { user }, Condition::None),
        ] {
            assert_eq!(condition(&act, now), expected, "{act:?}");
        }
    }
}
