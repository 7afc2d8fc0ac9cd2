//! The commands, one file each.

pub mod history;
pub mod rollback;
pub mod set;
pub mod show;

use twilight_model::application::command::CommandOption;
use twilight_util::builder::command::StringBuilder;

use crate::platform::{
    error::{Error, Result},
    invocation::Invocation,
    locale::say,
};

/// The longest reason that is kept, in characters.
const REASON: u16 = 300;

/// The option that names a feature.
fn feature_option(is_required: bool) -> CommandOption {
    StringBuilder::new("feature", "Whose settings").autocomplete(true).required(is_required).max_length(32).into()
}

/// The option for a reason.
fn reason_option() -> CommandOption {
    StringBuilder::new("reason", "Why: kept with the version").max_length(REASON).into()
}

/// A reason as it is kept: trimmed, absent if empty.
pub fn reason(call: &Invocation, text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > usize::from(REASON) {
        return Err(Error::user(say!(call.locale, "That reason is too long: keep it within 300 characters.")));
    }
    Ok(Some(text.to_owned()))
}
