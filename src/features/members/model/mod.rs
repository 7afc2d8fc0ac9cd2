//! The rules of greeting, of giving roles, and of what it means that somebody is online. Pure: no I/O, no clock but the one passed in.

mod greeting;
mod presence;
mod standing;
mod told;

pub use greeting::{Person, Server, greeting, is_news};
pub use presence::{Presence, Stored};
pub use standing::{Obstacle, Place, Standing};
pub use told::Told;
