//! What stands under search results. What a custom_id names is only what to look up.

mod context;
mod search_page;

pub use context::ShowContext;
pub use search_page::SearchPage;
