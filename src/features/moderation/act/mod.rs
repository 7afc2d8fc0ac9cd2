//! What every act of moderation has in common: who may act on whom, one transaction, the try, the answer.

mod alone;
mod carry_out;
mod change;
mod escalate;
mod evidence;
mod notice;
mod opened;
mod place;
mod ready;
mod request;
mod role;

pub use alone::{carry_out_alone, effect_alone, entry_alone, log_line};
pub use carry_out::{Acted, FollowUp, Plan, carry_out};
pub use change::{change, delete, read_because};
pub use evidence::{About, keep_evidence, keep_evidence_of_many};
pub use opened::opened;
pub use place::{Place, channel_option};
pub use ready::{Acting, checked, hierarchy, ready, target_by_id, tools, unchecked};
pub use request::{
    REASON, Request, audit_option, behalf, behalf_option, end_of, member_option, read_lasting, read_reason,
    reason_input, reason_option,
};
pub use role::{RoleWish, change_role, role_options, tell_role_change};
