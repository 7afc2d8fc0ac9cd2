//! What the person concerned is told in a direct message.

use super::Acting;
use crate::{
    discord::{
        limits::{CONTENT, shorten},
        markdown::{escape, stamp},
    },
    features::moderation::{model::CaseKind, settings, store::NewCase},
    platform::{
        effects::Notice,
        locale::{Locale, fill, say},
    },
};

/// The message about a case, in the language of the server. None: the server sends none, or the act is none of theirs.
pub fn notice(locale: Locale, acting: &Acting, case: &NewCase, number: i32) -> Option<Notice> {
    let settings = &acting.settings;
    let template = match case.kind {
        CaseKind::Warn => &settings.warn_message,
        CaseKind::Timeout => &settings.timeout_message,
        CaseKind::Kick | CaseKind::SoftBan => &settings.kick_message,
        CaseKind::Ban => &settings.ban_message,
        CaseKind::Unban | CaseKind::Untimeout | CaseKind::Note => return None,
    };
    if !settings.message_members {
        return None;
    }
    let reason = case.reason.as_deref().map_or_else(|| say!(locale, "none given"), escape);
    let until = case.expires_at.map_or_else(|| say!(locale, "further notice"), |time| stamp(time, 'f'));
    let (server, member) = (escape(&acting.server), escape(&case.user_name));
    let text = fill(
        &settings::in_language(locale, template),
        &[("server", &server), ("reason", &reason), ("until", &until), ("case", &number), ("member", &member)],
    );
    Some(Notice { user: case.user, content: shorten(&text, CONTENT) })
}
