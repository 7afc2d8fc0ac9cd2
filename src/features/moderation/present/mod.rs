//! Moderation in words, for Discord. Pure, like the model.

mod acted;
mod alone;
mod card;
mod evidence;
mod list;
mod locks;
mod log;
mod many;
mod person;
mod purge;
mod roles;
mod words;

pub use acted::acted;
pub use alone::{log_line, outcome, with_reason};
pub use card::{Shown, case, suggestion};
pub use evidence::evidence;
pub use list::page;
pub use locks::{lock_over_line, locked, locked_already, locked_line, unlocked, unlocked_line};
pub use log::entry;
pub use many::{many_banned, many_banned_entry, nobody_to_ban};
pub use person::{Person, member_card};
pub use purge::{purged, purged_line, purging};
pub use roles::{RoleChanged, protected_role, role, role_already, role_over_line};
pub use words::{protected, title};
