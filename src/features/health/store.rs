//! What failed lately. The tenant is the transaction's own.

use twilight_model::id::{Id, marker::GuildMarker};

use crate::db::{Error, Fields, Result, Tx, params};

/// How many tasks of the guild ended dead in the last seven days, and the words of the newest.
pub async fn dead_tasks(tx: &Tx, guild: Id<GuildMarker>) -> Result<(i64, Option<String>)> {
    let row = tx
        .row(
            "select count(*) as count, (array_agg(last_error order by id desc))[1] as newest from tasks
             where guild_id = $1 and state = 'dead' and finished_at > now() - interval '7 days'",
            params![guild],
        )
        .await?;
    let row = row.ok_or_else(|| Error::Statement("nothing was counted".to_owned()))?;
    Ok((row.field("count")?, row.field("newest")?))
}
