//! What the database counts of the ways to Discord and back.

use super::Counts;
use crate::db::{Db, Fields, Result, params};

pub async fn counts(db: &Db) -> Result<Counts> {
    let row = db.call_row("select * from path_status()", params![]).await?;
    Ok(Counts {
        runs: row.field("runs")?,
        failed_runs: row.field("failed_runs")?,
        overdue_answers: row.field("overdue_answers")?,
        bots_to_connect: row.field("bots_to_connect")?,
        shards_connected: row.field("shards_connected")?,
        shards_away: row.field("shards_away")?,
        oldest_event_seconds: row.field("oldest_event_seconds")?,
        effects_done: row.field("effects_done")?,
        effects_failing: row.field("effects_failing")?,
        oldest_effect_seconds: row.field("oldest_effect_seconds")?,
    })
}
