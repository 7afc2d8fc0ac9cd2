//! Who is online, where the server has that kept: switched on and off, looked up, and forgotten. The relay writes it.

use async_trait::async_trait;
use jiff::SignedDuration;
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use super::{model::Presence, settings::MembersSettings, store};
use crate::{
    db::{Scope, Tx},
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        invocation::Invocation,
        settings::{self, Document, Follower},
        tasks::{self, Leased},
    },
};

/// People who are forgotten in one transaction.
const BATCH: i64 = 1_000;
/// The pause between two batches.
const PAUSE: SignedDuration = SignedDuration::from_secs(5);

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

#[async_trait]
impl Task for ForgetPresences {
    fn kind(&self) -> &'static str {
        "members.forget_presences"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let forgotten = scope.write(async |tx: Tx| forget(&tx, task).await).await?;
        Ok(json!({ "forgotten": forgotten }))
    }
}

/// One batch, and the task for the next in the same transaction. How many people.
async fn forget(tx: &Tx, task: &Leased) -> Result<u64> {
    let settings = settings::read::<MembersSettings>(tx, task.guild).await?;
    let internal = |error: jiff::Error| Error::Internal(error.to_string());
    let now = edge::now();
    let too_old = now.checked_sub(settings.presence_kept_for()).map_err(internal)?;
    let forgotten = store::forget_presences(tx, task.guild, too_old, BATCH).await?;
    if i64::try_from(forgotten).is_ok_and(|forgotten| forgotten >= BATCH) {
        let next = now.checked_add(PAUSE).map_err(internal)?;
        tasks::enqueue(tx, task.again(ForgetPresences.kind(), next)).await?;
    }
    Ok(forgotten)
}
