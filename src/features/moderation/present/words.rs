//! What things are called.

use crate::{
    features::moderation::model::{CaseKind, Ended, Protected},
    platform::locale::{Locale, say},
};

/// What a case of this kind is called.
pub fn title(locale: Locale, kind: CaseKind) -> String {
    match kind {
        CaseKind::Ban => say!(locale, "Ban"),
        CaseKind::SoftBan => say!(locale, "Soft ban"),
        CaseKind::Unban => say!(locale, "Unban"),
        CaseKind::Kick => say!(locale, "Kick"),
        CaseKind::Timeout => say!(locale, "Timeout"),
        CaseKind::Untimeout => say!(locale, "End of timeout"),
        CaseKind::Warn => say!(locale, "Warning"),
        CaseKind::Note => say!(locale, "Note"),
    }
}

/// Why a case ended.
pub fn ended(locale: Locale, ended: Ended) -> String {
    match ended {
        Ended::Expired => say!(locale, "ended: its time was over"),
        Ended::Lifted => say!(locale, "ended by a later case"),
        Ended::Replaced => say!(locale, "replaced by a newer case"),
        Ended::LiftedByHand => say!(locale, "lifted by hand in Discord"),
        Ended::ReplacedByHand => say!(locale, "replaced by hand in Discord"),
        Ended::Refused => say!(locale, "never took effect: Discord refused it"),
    }
}

/// Why somebody may not be acted on, and what helps.
pub fn protected(locale: Locale, why: Protected) -> String {
    match why {
        Protected::Yourself => say!(locale, "You can't do that to yourself."),
        Protected::Me => {
            say!(locale, "I can't do that to myself. To be rid of me, remove me in the server's settings.")
        }
        Protected::Owner => say!(locale, "Nobody can do that to the server's owner."),
        Protected::NotBelowYou => say!(locale, "You can't do that to them: their highest role is not below yours."),
        Protected::NotBelowMe => say!(
            locale,
            "I can't do that to them: their highest role is not below mine. Move my role up in the server's settings."
        ),
    }
}
