//! What was found and what is logged, as Discord shows it.

mod asked;
mod context;
mod line;
mod log;
mod page;

pub use asked::kind;
pub use context::context;
pub use log::log;
pub use page::page;
