//! What moderation says, in German, by where people read it.

mod acts;
mod cases;
mod commands;
mod settings;

pub use acts::ACTS;
pub use cases::CASES;
pub use commands::COMMANDS;
pub use settings::SETTINGS;
