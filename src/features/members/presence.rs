//! Who is online, where the server has that kept: switched on and off, looked up, and forgotten. The relay writes it.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use super::{model::Presence, settings::MembersSettings, store};
use crate::{
    db::Tx,
    edge,
    platform::{
        ctx::Ctx,
        error::Result,
        feature::Task,
        invocation::Invocation,
        settings::{self, Document, Follower},
        tasks::{self, Forget, Leased},
    },
};

/// Whether somebody is online, for features that tell moderators. None: that is not kept, or nobody has heard of it yet.
pub async fn presence(tx: &Tx, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<Option<Presence>> {
    let known = store::presence(tx, guild, user).await?;
    Ok(known.map(|(heard_at, stored)| Presence::of(stored.as_ref(), heard_at, edge::now())))
}

/// Follows the setting `presence`. Nothing of it outlives the switch: what was kept goes in the transaction that turns it off.
#[derive(Debug)]
pub struct FollowSetting;

#[async_trait]
impl Follower for FollowSetting {
    async fn follow(&self, _ctx: &Ctx, tx: &Tx, call: &Invocation, before: &Document, after: &Document) -> Result<()> {
        let is_on = |document: &Document| document.get("presence") == Some(&Value::Bool(true));
        match (is_on(before), is_on(after)) {
            (false, true) => store::keep_presences(tx, call.guild).await?,
            (true, false) => store::keep_no_presences(tx, call.guild).await?,
            _ => {}
        }
        Ok(())
    }
}

/// Forgets those who have not been online for as long as the server wants to know. Started once a day where it is kept.
#[derive(Debug)]
pub struct ForgetPresences;

/// People of one transaction.
const BATCH: i64 = 1_000;

#[async_trait]
impl Task for ForgetPresences {
    fn kind(&self) -> &'static str {
        "members.forget_presences"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        tasks::forget(ctx, task, self).await
    }
}

#[async_trait]
impl Forget for ForgetPresences {
    fn batch(&self) -> i64 {
        BATCH
    }
    async fn kept_for(&self, tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<SignedDuration>> {
        Ok(Some(settings::read::<MembersSettings>(tx, guild).await?.presence_kept_for()))
    }
    async fn forget(&self, tx: &Tx, guild: Id<GuildMarker>, older_than: Timestamp) -> Result<u64> {
        Ok(store::forget_presences(tx, guild, older_than, BATCH).await?)
    }
}
