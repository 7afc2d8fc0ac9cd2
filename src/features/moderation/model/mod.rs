//! The rules of moderation. Pure: no I/O, no clock but the one passed in.

mod case;
mod hierarchy;
mod people;
mod threshold;

pub use case::{Case, CaseKind, Ended, audit_reason, is_of_case, subject};
pub use hierarchy::{Hierarchy, Protected, Standing};
pub use people::read_people;
pub use threshold::{LASTING, Penalty, Threshold};
