//! The commands, one file each; and what /ban and /unban share.

pub mod ban;
pub mod case_reason;
pub mod case_show;
pub mod unban;

use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use super::{model, store, tasks::LiftBan};
use crate::{
    db::Tx,
    platform::{error::Error, feature::Task as _, tasks},
};

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

/// Ends the bans of a member that still run, with the tasks that would have lifted them; not the case `except`.
async fn end_bans(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    except: i32,
    because: &'static str,
) -> Result<(), Error> {
    let ended = store::end_bans(tx, guild, user, except, because).await?;
    let subjects = ended.into_iter().map(model::subject).collect();
    tasks::cancel_subject(tx, guild, LiftBan.kind(), subjects).await?;
    Ok(())
}
