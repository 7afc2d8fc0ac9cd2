//! What people do to each other by the menus of Discord itself: by the rules that hold for bots, with the person's own
//! permissions, and with a line in the audit log.

use super::{ApiError, Caller, bans, members};
use crate::Sandbox;

/// What is done to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// And what they wrote in the last so many seconds is deleted.
    Ban(u64),
    Unban,
    Kick,
    /// Until then, in milliseconds since 1970; None ends it.
    Timeout(Option<u64>),
}

/// Does it, if this person may.
pub(crate) fn act(
    sandbox: &Sandbox,
    guild: u64,
    person: u64,
    target: u64,
    deed: Deed,
    reason: Option<String>,
) -> Result<(), ApiError> {
    let caller = Caller { sandbox: sandbox.clone(), bot: person, reason };
    let mut world = sandbox.world();
    match deed {
        Deed::Ban(seconds) => bans::put_ban(&mut world, &caller, guild, target, seconds),
        Deed::Unban => bans::lift_ban(&mut world, &caller, guild, target),
        Deed::Kick => bans::remove_member(&mut world, &caller, guild, target),
        Deed::Timeout(until) => members::time_out(&mut world, &caller, guild, target, until),
    }
}
