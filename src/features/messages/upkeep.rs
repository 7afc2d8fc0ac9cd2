//! What the clock does for the index of messages.

use async_trait::async_trait;

use super::store;
use crate::platform::{ctx::Ctx, error::Result, feature::Upkeep, sealed};

/// Makes the partitions to come, drops those past retention, starts the tasks that forget sooner, and wraps keys anew after
/// the vault's has changed; at most once an hour, however often it is called.
#[derive(Debug)]
pub struct KeepMessages;

#[async_trait]
impl Upkeep for KeepMessages {
    async fn run(&self, ctx: &Ctx) -> Result<()> {
        if store::keep_messages(&ctx.db).await? {
            sealed::wrap_anew(ctx).await?;
        }
        Ok(())
    }
}
