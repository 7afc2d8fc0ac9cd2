//! Whether somebody is online, in words.

use crate::{
    discord::markdown::stamp,
    features::members::model::Presence,
    platform::locale::{Locale, say},
};

/// A few words, with the time.
pub fn presence(locale: Locale, presence: Presence) -> String {
    let ago = |time| stamp(time, 'R');
    match presence {
        Presence::Online(since) => say!(locale, "Online since {ago}", ago = ago(since)),
        Presence::Idle(since) => say!(locale, "Idle since {ago}", ago = ago(since)),
        Presence::Busy(since) => say!(locale, "Do not disturb since {ago}", ago = ago(since)),
        Presence::LastSeen(time) => say!(locale, "Last seen {ago}", ago = ago(time)),
        Presence::Unseen => say!(locale, "Not online"),
    }
}
