//! The commands, one file each; and what /ban and /unban share.

pub mod ban;
pub mod case_reason;
pub mod case_show;
pub mod unban;

use crate::platform::error::Error;

/// The longest reason that is kept, in characters.
pub const REASON: u16 = 1_000;

/// A reason as it is kept: trimmed, at most 1,000 characters, absent if empty.
pub fn read_reason(text: Option<&str>) -> Result<Option<String>, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > usize::from(REASON) {
        return Err(Error::user("That reason is too long: keep it within 1,000 characters."));
    }
    Ok(Some(text.to_owned()))
}
