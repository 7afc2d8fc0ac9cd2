//! What was found, as Discord shows it.

mod asked;
mod context;
mod line;
mod page;

pub use asked::kind;
pub use context::context;
pub use page::page;
