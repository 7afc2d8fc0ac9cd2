//! A case in the moderation log.

use jiff::Timestamp;

use super::card::{Shown, embed};
use crate::{discord::reply::Message, platform::locale::Locale};

/// The message in the log: the case's card without its buttons and without the notes, which are for moderators alone.
pub fn entry(locale: Locale, shown: Shown, now: Timestamp) -> Message {
    let shown = Shown { notes: Vec::new(), ..shown };
    Message { embeds: vec![embed(locale, &shown, now)], ..Message::default() }
}
