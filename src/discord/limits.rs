//! Discord's limits on text, in characters, checked before anything is sent.
//! Source: Discord docs, "Message Resource", "Component Reference", "Audit Log" and "Application Commands".

use super::reply::{Message, Modal};

/// A message's content.
pub const CONTENT: usize = 2_000;
/// The `X-Audit-Log-Reason` header, before percent-encoding.
pub const AUDIT_LOG_REASON: usize = 512;
/// A modal's title.
pub const MODAL_TITLE: usize = 45;
/// A component's or modal's custom_id.
pub const CUSTOM_ID: usize = 100;
/// Choices of an autocomplete answer.
pub const CHOICES: usize = 25;
/// A choice's name or string value.
pub const CHOICE: usize = 100;

/// `text`, shortened to `limit` characters with an ellipsis if it is longer.
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Whether Discord would take the message: content, embeds and components within their limits.
pub fn check_message(message: &Message) -> Result<(), String> {
    twilight_validate::message::content(&message.content).map_err(|error| error.to_string())?;
    twilight_validate::message::embeds(&message.embeds).map_err(|error| error.to_string())?;
    twilight_validate::message::components(&message.components, false).map_err(|error| error.to_string())
}

/// Whether Discord would take the modal.
pub fn check_modal(modal: &Modal) -> Result<(), String> {
    let count = |text: &str| text.chars().count();
    if !(1..=MODAL_TITLE).contains(&count(&modal.title)) {
        return Err(format!("a modal's title has 1 to {MODAL_TITLE} characters"));
    }
    if !(1..=CUSTOM_ID).contains(&count(&modal.custom_id)) {
        return Err(format!("a custom_id has 1 to {CUSTOM_ID} characters"));
    }
    if !(1..=5).contains(&modal.components.len()) {
        return Err("a modal has 1 to 5 inputs".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_stays_and_a_long_one_ends_in_an_ellipsis_within_the_limit() {
        assert_eq!(shorten("ab", 2), "ab");
        assert_eq!(shorten("äöü", 2), "ä…");
        assert_eq!(shorten("🎲🎲🎲", 3), "🎲🎲🎲");
    }
}
