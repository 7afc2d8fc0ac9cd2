//! Deleting many messages of a channel: found a page at a time, deleted a hundred at a time, each hundred a row before it
//! is a request.

mod delete;
mod search;

use twilight_model::id::{Id, marker::ChannelMarker};

pub use delete::Deleted;

use super::{
    act::{Acting, log_line, unchecked},
    model::{Filter, Found},
    present,
};
use crate::platform::{ctx::Ctx, error::Result, invocation::Invocation};

/// What a moderator asks for.
#[derive(Debug)]
pub struct Purge {
    pub channel: Id<ChannelMarker>,
    /// How many messages are to be deleted.
    pub count: usize,
    pub filter: Filter,
    pub reason: Option<String>,
}

/// What became of it.
#[derive(Debug)]
pub struct Purged {
    pub found: Found,
    pub end: End,
    pub deleted: Deleted,
}

/// Deletes the newest messages that fit.
pub async fn purge(ctx: &Ctx, call: &Invocation, purge: &Purge) -> Result<Purged> {
    let acting = unchecked(ctx, call, purge.reason.as_deref()).await?;
    let (found, end) = search::search(ctx, call.locale, &acting.discord, purge).await?;
    if found.picked.is_empty() {
        return Ok(Purged { found, end, deleted: Deleted::default() });
    }
    let deleted = delete::delete(ctx, call, &acting.discord, purge, &found).await?;
    log(ctx, call, &acting, purge, &deleted).await;
    Ok(Purged { found, end, deleted })
}

/// Why a search has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// There are no more messages, or none are wanted.
    Complete,
    /// So many were looked at.
    Limit,
    /// Discord is too slow to go on.
    Time,
}

async fn log(ctx: &Ctx, call: &Invocation, acting: &Acting, purge: &Purge, deleted: &Deleted) {
    if deleted.messages.is_empty() && deleted.queued == 0 {
        return;
    }
    let locale = ctx.locale(acting.settings.language());
    let words = present::purged_line(locale, &call.actor.shown_name(), purge, deleted);
    let line = present::with_reason(words, purge.reason.as_deref());
    log_line(ctx, call, acting, Some(line)).await;
}
