//! Moderation in words, for Discord. Pure, like the model.

mod acted;
mod card;
mod list;
mod log;
mod many;
mod person;
mod words;

pub use acted::{Done, acted, message_deleted};
pub use card::{Shown, case, suggestion};
pub use list::page;
pub use log::entry;
pub use many::{many_banned, many_banned_entry, nobody_to_ban};
pub use person::{Person, member_card};
pub use words::{protected, title};
