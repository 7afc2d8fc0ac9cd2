//! Buttons and forms, found by their custom_id. What a custom_id names is only what to look up.

mod case;
mod case_page;
mod delete_case;
mod evidence;
mod member_act;
mod warn_and_delete;

pub use case::{AskReason, GiveReason, RefreshCase};
pub use case_page::CasePage;
pub use delete_case::DeleteCase;
pub use evidence::{EvidencePage, ShowEvidence};
pub use member_act::{AskAct, DoAct};
pub use warn_and_delete::WarnAndDelete;

use crate::platform::{
    error::{Error, Result},
    invocation::Invocation,
    locale::say,
};

/// The case that a custom_id names.
fn number(call: &Invocation) -> Result<i32> {
    let number = call.custom_id.arg(0).filter(|number| *number > 0);
    number.ok_or_else(|| Error::user(say!(call.locale, "This button names no case. Use /case show instead.")))
}
