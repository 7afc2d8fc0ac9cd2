//! Rows of gateway events.

use serde_json::Value;
use twilight_model::id::{Id, marker::UserMarker};

use super::{Event, GatewayStatus, LEASE_SECONDS};
use crate::{
    db::{Db, Error, Fields, Result, Row, Tx, params},
    discord::limits::shorten,
};

/// The longest `last_error` that is kept, in characters.
const ERROR: usize = 1_000;

/// Says in a listener's transaction that it handles the event. [`Error::LeaseLost`] if it has done so before, or if
/// another attempt holds the event by now: the transaction is to end.
pub async fn claim(tx: &Tx, event: &Event, listener: &'static str) -> Result<()> {
    let changed = tx
        .execute(
            "update gateway_events set handled_by = array_append(handled_by, $3)
             where id = $1 and attempt = $2 and state = 'running' and not $3 = any(handled_by)",
            params![event.id, event.attempt, listener],
        )
        .await?;
    if changed == 1 { Ok(()) } else { Err(Error::LeaseLost) }
}

/// Whether a user is one of the bots that serve this transaction's tenant.
pub async fn is_own_bot(tx: &Tx, user: Id<UserMarker>) -> Result<bool> {
    let row = tx.row("select is_own_bot($1) as is_own", params![user]).await?;
    row.map_or(Ok(false), |row| row.field("is_own"))
}

pub async fn declare(db: &Db, wanted: Vec<Value>) -> Result<()> {
    db.call("select declare_subscriptions($1)", params![Value::Array(wanted)]).await.map(drop)
}

/// Leases what is due.
pub async fn claim_due(db: &Db, wanted: i32) -> Result<Vec<Event>> {
    let rows = db.call("select * from claim_gateway_events($1, $2)", params![wanted, LEASE_SECONDS]).await?;
    rows.iter().map(event).collect()
}

/// Forgets events that are handled: (event, attempt).
pub async fn finish(db: &Db, held: &[(i64, i32)]) -> Result<()> {
    let (ids, attempts): (Vec<i64>, Vec<i32>) = held.iter().copied().unzip();
    db.call("select finish_gateway_events($1, $2)", params![ids, attempts]).await.map(drop)
}

/// Puts an event back for so many seconds; None: for good.
pub async fn fail(db: &Db, event: &Event, handled: Vec<String>, error: &str, seconds: Option<i32>) -> Result<()> {
    let (error, seconds) = (shorten(error, ERROR), seconds.map(f64::from));
    let statement = "select fail_gateway_event($1, $2, $3, $4, $5)";
    db.call(statement, params![event.id, event.attempt, handled, error, seconds]).await.map(drop)
}

/// What /status counts.
pub async fn status(db: &Db) -> Result<GatewayStatus> {
    let row = db.call_row("select * from gateway_status()", params![]).await?;
    Ok(GatewayStatus {
        pending: row.field("pending")?,
        running: row.field("running")?,
        dead: row.field("dead")?,
        oldest_due_seconds: row.field("oldest_due_seconds")?,
        open_gaps: row.field("open_gaps")?,
        oldest_gap_seconds: row.field("oldest_gap_seconds")?,
        rejected: row.field("rejected")?,
    })
}

fn event(row: &Row) -> Result<Event> {
    Ok(Event {
        id: row.field("id")?,
        attempt: row.field("attempt")?,
        application: row.id("application_id")?,
        guild: row.id("guild_id")?,
        name: row.field("event")?,
        payload: row.field("payload")?,
        handled_by: row.field("handled_by")?,
        happened_at: row.field("happened_at")?,
    })
}
