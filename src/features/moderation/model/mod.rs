//! The rules of moderation. Pure: no I/O, no clock but the one passed in.

mod by_hand;
mod case;
mod hierarchy;
mod lock;
mod people;
mod purge;
mod removal;
mod role;
mod threshold;

pub use by_hand::ByHand;
pub use case::{Case, CaseKind, Ended, audit_reason, audit_words, case_of_ban, subject};
pub use hierarchy::{Hierarchy, Protected, Standing};
pub use lock::{Before, Bits, LOCKABLE, everyone, lock, lock_subject, still_write, unlock};
pub use people::read_people;
pub use purge::{Filter, Found, Picked, authors, pattern};
pub use removal::{Leaver, Removal, Way};
pub use role::{RoleChange, role_subject};
pub use threshold::{LASTING, Penalty, Threshold};
