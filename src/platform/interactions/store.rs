//! Rows of interactions.

use std::time::Duration;

use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, InteractionMarker},
};

use super::{Abandoned, CommandRun};
use crate::db::{Db, Fields, Result, Tx, params};

/// The first statement of a transaction that changes something on behalf of an interaction. A replay violates
/// `interaction_claimed_once`, which makes it [`crate::platform::error::Error::Replay`].
pub async fn claim(tx: &Tx, interaction: Id<InteractionMarker>) -> Result<()> {
    tx.execute("insert into interaction_claims (interaction_id) values ($1)", params![interaction]).await.map(drop)
}

pub async fn open_deferral(
    db: &Db,
    interaction: Id<InteractionMarker>,
    application: Id<ApplicationMarker>,
    sealed_token: Vec<u8>,
    ack: &'static str,
    due: Duration,
) -> Result<()> {
    let due_seconds = i32::try_from(due.as_secs()).unwrap_or(i32::MAX);
    db.call(
        "select open_deferral($1, $2, $3, $4, $5)",
        params![interaction, application, sealed_token, ack, due_seconds],
    )
    .await
    .map(drop)
}

pub async fn finish_deferral(db: &Db, interaction: Id<InteractionMarker>) -> Result<()> {
    db.call("select finish_deferral($1)", params![interaction]).await.map(drop)
}

pub async fn claim_deferrals(db: &Db, wanted: i32) -> Result<Vec<Abandoned>> {
    let rows = db
        .call("select interaction_id, application_id, sealed_token, ack from claim_deferrals($1)", params![wanted])
        .await?;
    let read = |row: &crate::db::Row| {
        Ok(Abandoned {
            interaction: row.id("interaction_id")?,
            application: row.id("application_id")?,
            sealed_token: row.field("sealed_token")?,
            is_reply: row.field::<&str>("ack")? == "reply",
        })
    };
    rows.iter().map(read).collect()
}

pub async fn record(db: &Db, runs: &[CommandRun]) -> Result<()> {
    let rows = runs.iter().map(|run| {
        json!({
            "application_id": run.application.get(), "guild_id": run.guild.get(), "interaction_id": run.interaction.get(),
            "user_id": run.user.get(), "command": run.name, "outcome": run.outcome.column(), "deferred": run.deferred,
            "duration_ms": run.duration_ms,
        })
    });
    db.call("select record_runs($1)", params![Value::from_iter(rows)]).await.map(drop)
}

pub async fn forget_old_runs(db: &Db) -> Result<()> {
    db.call_row("select forget_old_runs()", params![]).await.map(drop)
}

pub async fn forget_old_claims(db: &Db) -> Result<()> {
    db.call_row("select forget_old_claims()", params![]).await.map(drop)
}
