//! Forgetting what a server keeps for less time than the platform would, some at a time.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::GuildMarker};

use super::{Leased, enqueue};
use crate::{
    db::{Scope, Tx},
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
    },
};

/// The pause between two batches.
const PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// A task that forgets, which `keep_messages()` of the database starts once a day where the setting says so.
#[async_trait]
pub trait Forget: Task {
    /// As much as one transaction forgets: so little that it holds nobody up.
    fn batch(&self) -> i64;
    /// How long the server keeps it. None: as long as the platform does.
    async fn kept_for(&self, tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<SignedDuration>>;
    /// Forgets a batch of what is older; how much that was.
    async fn forget(&self, tx: &Tx, guild: Id<GuildMarker>, older_than: Timestamp) -> Result<u64>;
}

/// Runs such a task: one batch, and in the same transaction the task for the next.
pub async fn forget(ctx: &Ctx, task: &Leased, what: &dyn Forget) -> Result<Value> {
    let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
    let forgotten = scope.write(async |tx: Tx| forget_batch(&tx, task, what).await).await?;
    Ok(json!({ "forgotten": forgotten }))
}

async fn forget_batch(tx: &Tx, task: &Leased, what: &dyn Forget) -> Result<u64> {
    let Some(kept_for) = what.kept_for(tx, task.guild).await? else { return Ok(0) };
    let now = edge::now();
    let too_old = now.checked_sub(kept_for).map_err(|error| Error::Internal(error.to_string()))?;
    let forgotten = what.forget(tx, task.guild, too_old).await?;
    if i64::try_from(forgotten).is_ok_and(|forgotten| forgotten >= what.batch()) {
        let next = now.checked_add(PAUSE).map_err(|error| Error::Internal(error.to_string()))?;
        enqueue(tx, task.again(what.kind(), next)).await?;
    }
    Ok(forgotten)
}
