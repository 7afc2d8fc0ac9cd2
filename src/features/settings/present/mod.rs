//! Settings in words, for Discord. Pure.

mod history;
mod panel;

pub use history::{changes, history, suggestion};
pub use panel::{conflict, form, form_title, not_saved, overview, panel, suggestions};
