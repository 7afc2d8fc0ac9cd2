//! A server that keeps evidence for less time than its cases has the older deleted.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use crate::{
    db::Tx,
    features::moderation::{settings::ModerationSettings, store},
    platform::{
        ctx::Ctx,
        error::Result,
        feature::Task,
        settings,
        tasks::{self, Forget, Leased},
    },
};

/// Forgets the evidence of older cases.
#[derive(Debug)]
pub struct ForgetEvidence;

/// Cases of one transaction.
const BATCH: i64 = 200;

#[async_trait]
impl Task for ForgetEvidence {
    fn kind(&self) -> &'static str {
        "moderation.forget_evidence"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        tasks::forget(ctx, task, self).await
    }
}

#[async_trait]
impl Forget for ForgetEvidence {
    fn batch(&self) -> i64 {
        BATCH
    }
    async fn kept_for(&self, tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<SignedDuration>> {
        Ok(settings::read::<ModerationSettings>(tx, guild).await?.keep_evidence_for())
    }
    async fn forget(&self, tx: &Tx, guild: Id<GuildMarker>, older_than: Timestamp) -> Result<u64> {
        Ok(store::forget_evidence(tx, guild, older_than, BATCH).await?)
    }
}
