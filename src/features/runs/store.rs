//! Rows of command runs.

use twilight_model::id::{Id, marker::GuildMarker};

use super::api::{CommandRun, RunFilter};
use crate::{
    db::{Error, Fields, Result, Row, Scope, Tx, params},
    platform::interactions::RunOutcome,
};

/// Those before the cursor, newest first.
pub async fn runs(
    scope: &Scope,
    guild: Id<GuildMarker>,
    filter: &RunFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<CommandRun>> {
    let command = filter.command.as_ref().map(|command| command.replace('\0', ""));
    let rows = scope
        .read_at_once(async |tx: Tx| {
            tx.rows(
                "select id, interaction_id, application_id, user_id, command, outcome, deferred, duration_ms, created_at
                 from command_runs
                 where tenant_id = (select current_tenant()) and guild_id = $1 and ($2::bigint is null or id < $2)
                   and ($3::bigint is null or user_id = $3) and ($4::text is null or command = $4)
                   and ($5::text is null or outcome = $5)
                 order by id desc limit $6",
                params![guild, before, filter.user_id, command.clone(), filter.outcome.map(RunOutcome::column), limit],
            )
            .await
        })
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<CommandRun> {
    let outcome: &str = row.field("outcome")?;
    Ok(CommandRun {
        id: row.field("id")?,
        interaction_id: row.id("interaction_id")?,
        application_id: row.id("application_id")?,
        user_id: row.id("user_id")?,
        command: row.field("command")?,
        outcome: RunOutcome::from_column(outcome).ok_or_else(|| Error::Statement(format!("no run ends {outcome}")))?,
        deferred: row.field("deferred")?,
        duration_ms: row.field("duration_ms")?,
        created_at: row.field("created_at")?,
    })
}
