//! A server that keeps its messages for less than the platform does has the older ones deleted.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use super::{settings::MessagesSettings, store};
use crate::{
    db::Tx,
    platform::{
        ctx::Ctx,
        error::Result,
        feature::Task,
        settings,
        tasks::{self, Forget, Leased},
    },
};

/// Forgets older messages.
#[derive(Debug)]
pub struct ForgetMessages;

/// Messages of one transaction.
const BATCH: i64 = 1_000;

#[async_trait]
impl Task for ForgetMessages {
    fn kind(&self) -> &'static str {
        "messages.forget"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        tasks::forget(ctx, task, self).await
    }
}

#[async_trait]
impl Forget for ForgetMessages {
    fn batch(&self) -> i64 {
        BATCH
    }
    async fn kept_for(&self, tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<SignedDuration>> {
        Ok(settings::read::<MessagesSettings>(tx, guild).await?.keep_for())
    }
    async fn forget(&self, tx: &Tx, guild: Id<GuildMarker>, older_than: Timestamp) -> Result<u64> {
        Ok(store::forget(tx, guild, older_than, BATCH).await?)
    }
}
