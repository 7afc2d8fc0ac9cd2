//! Rows of tasks.

use twilight_model::id::{Id, marker::GuildMarker};

use super::{Due, Ending, Enqueued, LEASE_SECONDS, Leased, NewTask, QueueStatus};
use crate::{
    db::{Db, Fields, Result, Row, Scope, Tx, params},
    discord::limits::shorten,
};

/// The longest `last_error` that is kept, in characters.
const ERROR: usize = 1_000;

/// Writes the task. Whether it may run at once is decided here, in one statement: not while another of its lane is
/// unfinished. Two that arrive together meet in the index of running lanes, and the second waits.
pub async fn enqueue(tx: &Tx, task: NewTask) -> Result<Enqueued> {
    let at_once = task.due == Due::AtOnce;
    let run_at = match task.due {
        Due::AtOnce => None,
        Due::At(time) => Some(time),
    };
    let row = tx
        .row(
            "with direct as (
               insert into tasks (application_id, guild_id, kind, subject, lane, unique_key, payload, requested_by_user_id, reason,
                                  about_user_id, state, leased_until, attempt)
               select $1, $2, $3, $4, $5, $6, $7, $8, $9, $13, 'running', now() + make_interval(secs => $10), 1
               where $11 and not exists (select from tasks where lane = $5 and state in ('pending', 'running'))
               on conflict do nothing
               returning id, attempt
             ), waiting as (
               insert into tasks (application_id, guild_id, kind, subject, lane, unique_key, payload, requested_by_user_id, reason, about_user_id, run_at)
               select $1, $2, $3, $4, $5, $6, $7, $8, $9, $13, coalesce($12, now())
               where not exists (select from direct)
               on conflict (tenant_id, unique_key) do nothing
               returning id, attempt
             )
             select id, attempt from direct union all select id, attempt from waiting",
            params![
                task.application,
                task.guild,
                task.kind,
                task.subject,
                task.lane,
                task.unique_key,
                task.payload,
                task.requested_by,
                task.reason,
                f64::from(LEASE_SECONDS),
                at_once,
                run_at,
                task.about,
            ],
        )
        .await?;
    let Some(row) = row else { return Ok(Enqueued::Known) };
    match row.field("attempt")? {
        0 => Ok(Enqueued::Waiting),
        attempt => Ok(Enqueued::Leased { id: row.field("id")?, attempt }),
    }
}

/// Whether a task waits in the lane that will see what this transaction writes: it is not begun before this has ended.
pub async fn joins_waiting(tx: &Tx, lane: &str) -> Result<bool> {
    // The lock on the row is the point: whoever leases tasks passes over it.
    let sql = "update tasks set run_at = run_at where lane = $1 and state = 'pending'";
    Ok(tx.execute(sql, params![lane]).await? > 0)
}

/// Cancels what waits in the lane and whose payload contains `like`; how many that were.
pub async fn cancel_lane(tx: &Tx, lane: &str, like: serde_json::Value) -> Result<u64> {
    tx.execute(
        "update tasks set state = 'cancelled', finished_at = now()
         where lane = $1 and state = 'pending' and payload @> $2",
        params![lane, like],
    )
    .await
}

/// Cancels what waits under a kind for these subjects of the guild; how many that were.
pub async fn cancel_subject(tx: &Tx, guild: Id<GuildMarker>, kind: &'static str, subjects: Vec<String>) -> Result<u64> {
    tx.execute(
        "update tasks set state = 'cancelled', finished_at = now()
         where guild_id = $1 and kind = $2 and subject = any($3) and state = 'pending'",
        params![guild, kind, subjects],
    )
    .await
}

/// Has a dead task tried again, at once and as often as a new one; whether it was dead.
pub async fn retry(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<bool> {
    let changed = tx
        .execute(
            "update tasks set state = 'pending', run_at = now(), finished_at = null, attempts_before = attempt
             where guild_id = $1 and id = $2 and state = 'dead'",
            params![guild, id],
        )
        .await?;
    Ok(changed == 1)
}

/// Cancels a task that waits; whether it did.
pub async fn cancel(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<bool> {
    let changed = tx
        .execute(
            "update tasks set state = 'cancelled', finished_at = now() where guild_id = $1 and id = $2 and state = 'pending'",
            params![guild, id],
        )
        .await?;
    Ok(changed == 1)
}

/// Forgets what the tasks of a subject have to say to anybody: their notices, and in the audit log's words all but who
/// did what.
pub async fn forget_words(tx: &Tx, guild: Id<GuildMarker>, subject: String) -> Result<()> {
    tx.execute(
        "update tasks set reason = split_part(reason, ': ', 1), payload = payload - 'notice'
         where guild_id = $1 and subject = $2",
        params![guild, subject],
    )
    .await
    .map(drop)
}

/// Leases what is due: (task, attempt).
pub async fn claim(db: &Db, wanted: i32) -> Result<Vec<(i64, i32)>> {
    let rows = db.call("select task_id, task_attempt from claim_tasks($1, $2)", params![wanted, LEASE_SECONDS]).await?;
    rows.iter().map(|row| Ok((row.field("task_id")?, row.field("task_attempt")?))).collect()
}

/// A task that this attempt holds.
pub async fn load(scope: &Scope, id: i64) -> Result<Option<Leased>> {
    let row = scope
        .read_at_once(async |tx: Tx| {
            tx.row(
                "select id, attempt, attempt - attempts_before as tries, application_id, guild_id, kind, subject, payload, reason, result from tasks where id = $1",
                params![id],
            )
            .await
        })
        .await?;
    row.as_ref().map(leased).transpose()
}

/// Ends the attempt, in the transaction of a scope that holds it. Returns whether it still did.
pub async fn finish(scope: &Scope, id: i64, attempt: i32, ending: &Ending) -> Result<bool> {
    let (state, error, result, seconds) = match ending {
        Ending::Done(result) => ("done", None, Some(result.clone()), 0),
        Ending::Retry { error, seconds, progress } => ("pending", Some(error), progress.clone(), *seconds),
        Ending::Dead { error, progress } => ("dead", Some(error), progress.clone(), 0),
    };
    let error = error.map(|error| shorten(error, ERROR));
    let (error, result) = (&error, &result);
    let changed = scope
        .write_at_once(async |tx: Tx| {
            tx.execute(
                "update tasks set state = $3, last_error = coalesce($4, last_error), result = coalesce($5, result), leased_until = null,
                   run_at = case when $3 = 'pending' then now() + make_interval(secs => $6) else run_at end,
                   finished_at = case when $3 = 'pending' then null else now() end
                 where id = $1 and attempt = $2 and state = 'running'",
                params![id, attempt, state, error.clone(), result.clone(), f64::from(seconds)],
            )
            .await
        })
        .await?;
    Ok(changed == 1)
}

/// What /status counts.
pub async fn queue_status(db: &Db) -> Result<QueueStatus> {
    let row = db.call_row("select * from queue_status()", params![]).await?;
    Ok(QueueStatus {
        pending: row.field("pending")?,
        due: row.field("due")?,
        running: row.field("running")?,
        dead: row.field("dead")?,
        oldest_due_seconds: row.field("oldest_due_seconds")?,
        open_deferrals: row.field("open_deferrals")?,
    })
}

fn leased(row: &Row) -> Result<Leased> {
    Ok(Leased {
        id: row.field("id")?,
        attempt: row.field("attempt")?,
        tries: row.field("tries")?,
        application: row.id("application_id")?,
        guild: row.id("guild_id")?,
        kind: row.field("kind")?,
        subject: row.field("subject")?,
        payload: row.field("payload")?,
        reason: row.field("reason")?,
        progress: row.field("result")?,
    })
}
