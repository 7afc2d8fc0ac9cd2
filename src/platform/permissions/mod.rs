//! Who may use what: Discord's permissions, and beside them the grants of a server.
//!
//! Discord hides a command from whoever lacks its permission, unless a server says otherwise there; we check again, and
//! a server's grants may let somebody use what Discord's permission would not, or keep them from it. They never bind the
//! owner and administrators, so that nobody can be locked out.

mod change;
mod decision;
mod gate;
mod grant;
mod held;
mod names;
mod store;
mod words;

pub use change::{Put, forget_channel, forget_role, put, revoke};
pub use decision::{Asked, Because, Person, decide};
pub use gate::{Rights, Wanted, admit};
pub use grant::{Effect, Grant, Key, Subject, Target};
pub use held::held;
pub use names::{missing, named};
pub use store::{Filter, Listed, find, of_key, of_person, page};
pub use words::{granted, reason, refusal, whom};

/// The most grants that a server can have.
pub const MOST: i64 = 500;
