//! Members in words, for Discord. Pure.

mod log;
mod preview;
mod refused;

pub use log::log;
pub use preview::preview;
pub use refused::refused;
