//! The rules of searching. Pure: no I/O, no clock but the one passed in.

mod filter;
mod snippet;
mod visible;

pub use filter::{Cursor, Filter, Holds, PART, WORDS, can_be_part, moment};
pub use snippet::snippet;
pub use visible::{Channel, Mirror, Searcher, Visible, narrowed, visible};
