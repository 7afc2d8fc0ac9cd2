//! What /health looks at: whether the log of messages can be written, and how far sealing them has come.

mod log_channel;
mod resealing;

pub use log_channel::LogChannel;
pub use resealing::Resealing;
