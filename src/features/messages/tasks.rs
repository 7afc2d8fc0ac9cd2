//! A server that keeps its messages for less than the platform does has the older ones deleted, some at a time.

use async_trait::async_trait;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{settings::MessagesSettings, store};
use crate::{
    db::{Scope, Tx},
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        settings,
        tasks::{self, Leased},
    },
};

/// Messages of one transaction: few enough to hold nobody up.
const BATCH: i64 = 1_000;
/// The pause between two batches.
const PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// The task, which [`super::upkeep`] starts once a day where the setting says so.
#[derive(Debug)]
pub struct ForgetMessages;

#[async_trait]
impl Task for ForgetMessages {
    fn kind(&self) -> &'static str {
        "messages.forget"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let forgotten = scope.write(async |tx: Tx| forget(&tx, task).await).await?;
        Ok(json!({ "forgotten": forgotten }))
    }
}

/// One batch, and the task for the next in the same transaction. How many messages.
async fn forget(tx: &Tx, task: &Leased) -> Result<u64> {
    let settings = settings::read::<MessagesSettings>(tx, task.guild).await?;
    let Some(keep_for) = settings.keep_for() else { return Ok(0) };
    let now = edge::now();
    let too_old = now.checked_sub(keep_for).map_err(|error| Error::Internal(error.to_string()))?;
    let forgotten = store::forget(tx, task.guild, too_old, BATCH).await?;
    if i64::try_from(forgotten).is_ok_and(|forgotten| forgotten >= BATCH) {
        let next = now.checked_add(PAUSE).map_err(|error| Error::Internal(error.to_string()))?;
        tasks::enqueue(tx, task.again(ForgetMessages.kind(), next)).await?;
    }
    Ok(forgotten)
}
