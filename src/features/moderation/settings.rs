//! What a server can set about moderation.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use twilight_model::id::{Id, marker::ChannelMarker};

use super::model::Threshold;
use crate::platform::{
    duration::{self, Bounds},
    locale::{Language, Locale, say},
    settings::{Field, Kind, Settings},
};

/// Moderation's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModerationSettings {
    pub log_channel: Option<Id<ChannelMarker>>,
    /// Discord's tag of the language of the log and of direct messages.
    pub language: String,
    pub reason_required: bool,
    pub message_members: bool,
    pub warn_message: String,
    pub timeout_message: String,
    pub kick_message: String,
    pub ban_message: String,
    pub warn_thresholds: Vec<Threshold>,
    pub warnings_expire_after: Option<String>,
    pub keep_evidence: bool,
    pub keep_evidence_for: Option<String>,
}

impl Default for ModerationSettings {
    fn default() -> Self {
        Self {
            log_channel: None,
            language: Language::English.tag().to_owned(),
            reason_required: false,
            message_members: true,
            warn_message: WARN.to_owned(),
            timeout_message: TIMEOUT.to_owned(),
            kick_message: KICK.to_owned(),
            ban_message: BAN.to_owned(),
            warn_thresholds: Vec::new(),
            warnings_expire_after: None,
            keep_evidence: true,
            keep_evidence_for: None,
        }
    }
}

const WARN: &str = "You were warned in {server}. Reason: {reason}";
const TIMEOUT: &str = "You can't write in {server} until {until}. Reason: {reason}";
const KICK: &str = "You were removed from {server}. You may come back. Reason: {reason}";
const BAN: &str = "You are banned from {server} until {until}. Reason: {reason}";
const TEMPLATES: [&str; 4] = [WARN, TIMEOUT, KICK, BAN];

/// What a direct message may hold in braces.
const PLACEHOLDERS: &[&str] = &["server", "reason", "until", "case", "member"];
/// The longest template: with its placeholders replaced it still fits a message.
const TEMPLATE: usize = 800;

impl Settings for ModerationSettings {
    const FEATURE: &'static str = "moderation";
    const FIELDS: &'static [Field] = &[
        Field { name: "log_channel", summary: "The channel where every case is posted", kind: Kind::Channel },
        Field {
            name: "language",
            summary: "The language of the log and of direct messages",
            kind: Kind::Choice(&[("en-US", "English"), ("de", "German")]),
        },
        Field { name: "reason_required", summary: "Whether every act needs a reason", kind: Kind::Switch },
        Field {
            name: "message_members",
            summary: "Whether members are told in a direct message what was done and why",
            kind: Kind::Switch,
        },
        Field { name: "warn_message", summary: "What a warned member is told", kind: TEXT },
        Field { name: "timeout_message", summary: "What a member in timeout is told", kind: TEXT },
        Field { name: "kick_message", summary: "What a kicked member is told", kind: TEXT },
        Field { name: "ban_message", summary: "What a banned member is told", kind: TEXT },
        Field {
            name: "warn_thresholds",
            summary: "What happens by itself at so many warnings",
            kind: Kind::Lines { most: 10, example: "3: timeout 1h", read: read_threshold },
        },
        Field {
            name: "warnings_expire_after",
            summary: "After how long a warning no longer counts",
            kind: Kind::Duration(Bounds {
                least: SignedDuration::from_hours(1),
                most: SignedDuration::from_hours(24 * 365 * 5),
            }),
        },
        Field {
            name: "keep_evidence",
            summary: "Whether a case keeps what its member had written, as it was then",
            kind: Kind::Switch,
        },
        Field {
            name: "keep_evidence_for",
            summary: "How long it is kept; as long as the case unless you say less",
            kind: Kind::Duration(Bounds {
                least: SignedDuration::from_hours(24),
                most: SignedDuration::from_hours(24 * 365 * 5),
            }),
        },
    ];
}

const TEXT: Kind = Kind::Text { longest: TEMPLATE, placeholders: PLACEHOLDERS };

impl ModerationSettings {
    /// The language of the log and of direct messages.
    pub fn language(&self) -> Language {
        Language::of(Some(&self.language))
    }

    /// After how long a warning no longer counts. None: never.
    pub fn warnings_last(&self) -> Option<SignedDuration> {
        self.warnings_expire_after.as_deref().and_then(duration::parse)
    }

    /// How long the evidence of a case is kept. None: as long as the case.
    pub fn keep_evidence_for(&self) -> Option<SignedDuration> {
        self.keep_evidence_for.as_deref().and_then(duration::parse)
    }
}

/// A template in its language, if it is one of ours; staff's own words stay as they are.
pub fn in_language(locale: Locale, template: &str) -> String {
    let ours = TEMPLATES.into_iter().find(|ours| *ours == template);
    ours.map_or(template, |ours| locale.translate(ours)).to_owned()
}

fn read_threshold(locale: Locale, line: &str) -> Result<String, String> {
    Threshold::read(line).map(|threshold| threshold.to_string()).ok_or_else(|| {
        let line = crate::discord::limits::shorten(line, 40);
        say!(
            locale,
            "I can't read “{line}”. Write a number of warnings and what follows, such as “3: timeout 1h”, “5: kick” or “7: ban 30d”.",
            line = line
        )
    })
}
