//! Grants in words, for Discord. Pure.

mod answer;
mod list;

pub use answer::{barred, explained, hidden, put, revoked, revoked_line};
pub use list::{Ways, page};
