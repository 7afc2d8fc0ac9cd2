//! What every act of moderation has in common: who may act on whom, one transaction, the try, the answer.

mod carry_out;
mod change;
mod escalate;
mod notice;
mod ready;
mod request;

pub use carry_out::{FollowUp, Plan, carry_out};
pub use change::{change, erase};
pub use ready::{Acting, hierarchy, ready, target_by_id, tools, unchecked};
pub use request::{REASON, Request, behalf_option, read_reason, reason_option};
