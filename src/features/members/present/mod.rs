//! Members in words, for Discord. Pure.

mod log;
mod presence;
mod preview;
mod refused;

pub use log::log;
pub use presence::presence;
pub use preview::preview;
pub use refused::refused;
