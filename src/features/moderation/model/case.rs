//! Cases: what each records, when it ends, and how Discord's audit log names it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, UserMarker},
};

use crate::discord::limits::{AUDIT_LOG_REASON, shorten};

/// What a case records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseKind {
    Ban,
    SoftBan,
    Unban,
    Kick,
    Timeout,
    Untimeout,
    Warn,
    Note,
}

impl CaseKind {
    pub const ALL: [Self; 8] =
        [Self::Ban, Self::SoftBan, Self::Unban, Self::Kick, Self::Timeout, Self::Untimeout, Self::Warn, Self::Note];

    pub fn column(self) -> &'static str {
        match self {
            Self::Ban => "ban",
            Self::SoftBan => "softban",
            Self::Unban => "unban",
            Self::Kick => "kick",
            Self::Timeout => "timeout",
            Self::Untimeout => "untimeout",
            Self::Warn => "warn",
            Self::Note => "note",
        }
    }

    pub fn from_column(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.column() == text)
    }

    /// Whether it lasts, until it is over or for good.
    pub fn lasts(self) -> bool {
        matches!(self, Self::Ban | Self::Timeout)
    }

    /// Whether Discord must let the bot do it, so that the bot's own place in the order of roles counts.
    pub fn is_done_by_the_bot(self) -> bool {
        !matches!(self, Self::Warn | Self::Note)
    }

    /// Whether what its member had written is kept with it: where it was done to them.
    pub fn keeps_evidence(self) -> bool {
        matches!(self, Self::Ban | Self::SoftBan | Self::Kick | Self::Timeout | Self::Warn)
    }
}

/// Why a ban or timeout is no longer its case's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Expired,
    /// By a later case.
    Lifted,
    /// By a newer case of the same kind.
    Replaced,
    LiftedByHand,
    ReplacedByHand,
    /// Discord never let it happen.
    Refused,
}

impl Ended {
    const ALL: [Self; 6] =
        [Self::Expired, Self::Lifted, Self::Replaced, Self::LiftedByHand, Self::ReplacedByHand, Self::Refused];

    pub fn column(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Lifted => "lifted",
            Self::Replaced => "replaced",
            Self::LiftedByHand => "lifted_by_hand",
            Self::ReplacedByHand => "replaced_by_hand",
            Self::Refused => "refused",
        }
    }

    pub fn from_column(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ended| ended.column() == text)
    }
}

/// One act of moderation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub number: i32,
    pub kind: CaseKind,
    pub user: Id<UserMarker>,
    pub user_name: String,
    pub moderator: Id<UserMarker>,
    pub moderator_name: String,
    /// Who typed the command, where it was in the moderator's name.
    pub made_by: Option<Id<UserMarker>>,
    pub reason: Option<String>,
    pub expires_at: Option<Timestamp>,
    pub ended: Option<Ended>,
    pub ended_at: Option<Timestamp>,
    /// Whether it was done in Discord itself, by a person or another bot.
    pub is_by_hand: bool,
    pub is_hidden: bool,
    /// Who deleted it and why: only this tombstone is left.
    pub deleted: Option<(Id<UserMarker>, String)>,
    /// Its message in the moderation log.
    pub log: Option<(Id<ChannelMarker>, Id<MessageMarker>)>,
    pub revision: i32,
    /// How many messages were kept as evidence.
    pub messages_kept: i32,
    pub created_at: Timestamp,
}

impl Case {
    /// Whether it is a ban or timeout that still stands, as far as the record knows.
    pub fn runs(&self, now: Timestamp) -> bool {
        self.kind.lasts() && self.ended.is_none() && self.expires_at.is_none_or(|end| end > now)
    }
}

/// What tasks and effects of a case name as their subject.
pub fn subject(number: i32) -> String {
    format!("case/{number}")
}

/// The words for Discord's audit log, as many as it takes. They begin so that our own ban is told from one made by hand.
pub fn audit_reason(number: i32, moderator: &str, reason: Option<&str>) -> String {
    shorten(&(audit_prefix(number) + &audit_words(moderator, reason)), AUDIT_LOG_REASON)
}

/// The words for Discord's audit log, as long as it keeps them, of an act that opens no case.
pub fn audit_words(moderator: &str, reason: Option<&str>) -> String {
    shorten(&format!("{moderator}: {}", reason.unwrap_or("no reason given")), AUDIT_LOG_REASON)
}

/// Which case's a ban is, by its words in Discord's audit log. None: it is none of ours.
pub fn case_of_ban(audit_reason: Option<&str>) -> Option<i32> {
    let (number, _) = audit_reason?.strip_prefix("Case ")?.split_once(" · ")?;
    number.parse().ok()
}

fn audit_prefix(number: i32) -> String {
    format!("Case {number} · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_case_and_end_is_read_back_from_its_column() {
        for kind in CaseKind::ALL {
            assert_eq!(CaseKind::from_column(kind.column()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.column());
        }
        for ended in Ended::ALL {
            assert_eq!(Ended::from_column(ended.column()), Some(ended));
            assert_eq!(serde_json::to_value(ended).unwrap(), ended.column());
        }
        assert_eq!(CaseKind::from_column("spank"), None);
    }

    #[test]
    fn a_ban_is_told_from_one_made_by_hand_and_names_its_case() {
        let words = audit_reason(12, "Ada", None);
        assert_eq!(case_of_ban(Some(&words)), Some(12));
        for by_hand in [None, Some("spam"), Some("Case 12"), Some("Case twelve · Ada: spam")] {
            assert_eq!(case_of_ban(by_hand), None);
        }
        assert_eq!(audit_reason(12, "Ada", Some(&"x".repeat(1_000))).chars().count(), AUDIT_LOG_REASON);
    }
}
