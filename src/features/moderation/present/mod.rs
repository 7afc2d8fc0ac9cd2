//! Moderation in words, for Discord. Pure, like the model.

mod acted;
mod card;
mod list;
mod log;
mod words;

pub use acted::{Done, acted};
pub use card::{Shown, case, suggestion};
pub use list::page;
pub use log::entry;
pub use words::{protected, title};
