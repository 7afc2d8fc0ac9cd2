//! The rules of greeting and of giving roles. Pure: no I/O, no clock but the one passed in.

mod greeting;
mod standing;
mod told;

pub use greeting::{Person, Server, greeting, is_news};
pub use standing::{Obstacle, Place, Standing};
pub use told::Told;
