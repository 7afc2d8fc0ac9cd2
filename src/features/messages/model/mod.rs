//! The rules of searching and of the log. Pure: no I/O, no clock but the one passed in.

mod deleted_by;
mod filter;
mod snippet;
mod told;
mod visible;

pub use deleted_by::{Deletion, DeletionEntry, REACH, deleted_by};
pub use filter::{Cursor, Filter, Holds, PART, WORDS, can_be_part, moment};
pub use snippet::{snippet, unmarked};
pub use told::{Cause, Known, Told, Version, cause, is_wanted};
pub use visible::{Channel, Mirror, Searcher, Visible, narrowed, visible};
