//! What somebody changed, with what was before and what is since: written in the transaction of the change, kept for good.

mod store;

use serde::Serialize;
use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use super::ctx::Ctx;
use crate::{
    db::{Result, Tx},
    discord::{interaction::User, limits::shorten},
};

/// A change.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// None: it is about the tenant itself.
    pub guild: Option<Id<GuildMarker>>,
    /// The noun and the verb: `settings.publish`.
    pub action: &'static str,
    /// What was changed: `moderation`, `case/12`, `member/123`. At most 200 characters.
    pub subject: String,
    /// None: there was nothing.
    pub before: Option<Value>,
    /// None: there is nothing any more.
    pub after: Option<Value>,
    /// At most 1,000 characters.
    pub reason: Option<String>,
}

impl Entry {
    /// What was done to what, with nothing more to say of it.
    pub fn of(action: &'static str, subject: impl Into<String>) -> Self {
        Self { guild: None, action, subject: subject.into(), before: None, after: None, reason: None }
    }
}

/// Writes the change down, as made by `actor` in the request of `ctx`.
pub async fn record(ctx: &Ctx, tx: &Tx, actor: &User, entry: Entry) -> Result<()> {
    record_all(ctx, tx, actor, vec![entry]).await
}

/// The same for what was changed at once.
pub async fn record_all(ctx: &Ctx, tx: &Tx, actor: &User, entries: Vec<Entry>) -> Result<()> {
    let via = ctx.access.as_ref().map_or("discord", |access| access.column());
    write(ctx, tx, Some(actor), via, entries).await
}

/// Writes down what the platform changed by itself.
pub async fn record_own(ctx: &Ctx, tx: &Tx, entry: Entry) -> Result<()> {
    write(ctx, tx, None, "platform", vec![entry]).await
}

async fn write(ctx: &Ctx, tx: &Tx, actor: Option<&User>, via: &str, entries: Vec<Entry>) -> Result<()> {
    let fitting = |entry: Entry| {
        let subject = shorten(&entry.subject, 200);
        let reason = entry.reason.as_deref().map(|reason| shorten(reason, 1_000)).filter(|reason| !reason.is_empty());
        Entry { subject, reason, ..entry }
    };
    let entries: Vec<Entry> = entries.into_iter().map(fitting).collect();
    store::insert(tx, &entries, actor, via, &ctx.request_id.to_string()).await
}
