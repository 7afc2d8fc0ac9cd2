//! A server that keeps evidence for less time than its cases has the older deleted, some at a time.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{SOON, later};
use crate::{
    db::{Scope, Tx},
    edge,
    features::moderation::{settings::ModerationSettings, store},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        settings,
        tasks::{self, Leased},
    },
};

/// Cases of one transaction.
const BATCH: i64 = 200;

/// The task, which is started once a day where the setting says so (`keep_messages()` of the database).
#[derive(Debug)]
pub struct ForgetEvidence;

#[async_trait]
impl Task for ForgetEvidence {
    fn kind(&self) -> &'static str {
        "moderation.forget_evidence"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let forgotten = scope.write(async |tx: Tx| forget(&tx, task).await).await?;
        Ok(json!({ "cases": forgotten }))
    }
}

/// One batch, and the task for the next in the same transaction. How many cases.
async fn forget(tx: &Tx, task: &Leased) -> Result<u64> {
    let settings = settings::read::<ModerationSettings>(tx, task.guild).await?;
    let Some(keep_for) = settings.keep_evidence_for() else { return Ok(0) };
    let too_old = edge::now().checked_sub(keep_for).map_err(|error| Error::Internal(error.to_string()))?;
    let forgotten = store::forget_evidence(tx, task.guild, too_old, BATCH).await?;
    if i64::try_from(forgotten).is_ok_and(|forgotten| forgotten >= BATCH) {
        tasks::enqueue(tx, task.again(ForgetEvidence.kind(), later(SOON)?)).await?;
    }
    Ok(forgotten)
}
