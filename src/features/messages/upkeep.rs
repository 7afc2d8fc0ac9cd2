//! What the clock does for the index of messages.

use super::store;
use crate::platform::{ctx::Ctx, error::Result};

/// Makes the partitions to come, drops those past retention and starts the tasks that forget sooner; at most once an hour,
/// however often it is called.
pub async fn keep(ctx: &Ctx) -> Result<()> {
    Ok(store::keep_messages(&ctx.db).await?)
}
