//! What moderation says, in German, by where people read it.

mod acts;
mod cases;
mod channels;
mod commands;
mod personal;
mod roles;
mod settings;

pub use acts::ACTS;
pub use cases::CASES;
pub use channels::CHANNELS;
pub use commands::COMMANDS;
pub use personal::PERSONAL;
pub use roles::ROLES;
pub use settings::SETTINGS;
