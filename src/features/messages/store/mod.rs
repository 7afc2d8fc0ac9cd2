//! Rows of the mirror and of the index of messages. The tenant is the transaction's own.

mod deletions;
mod log;
mod mirror;
mod personal;
mod retention;
mod sealing;
mod search;
mod searches;

pub use deletions::{deletion_entries, deletions, insert_entry, set_deleted_by};
pub use log::{acts_that_delete, known, place};
pub use mirror::{channels, roles};
pub use personal::PERSONAL;
pub use retention::{forget, keep_messages};
pub use sealing::{
    Sealing, Stored, Table, begin_sealing, hold_sealing, move_sealing, sealed, sealing, store, unlike, window_end,
};
pub use search::{Hit, Looked, around, search};
pub use searches::{insert_search, search_of};
