//! What could not be had or not be written, for the operator to see.

use sqlx::{PgConnection, PgPool, Row};

use super::shards::ShardKey;
use crate::frame::Frame;

/// A stretch between two sessions of a shard.
#[derive(Debug)]
pub struct Gap<'a> {
    /// The older session, and its last event that was written.
    pub session: &'a str,
    pub sequence: u64,
    /// Until when nothing is missing, and from when on again, in milliseconds since 1970.
    pub began_ms: Option<i64>,
    pub ended_ms: i64,
}

/// Notes that a new session begins where an older one was: what lies between them is missing.
pub async fn gap(tx: &mut PgConnection, key: ShardKey, gap: &Gap<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_gaps (application_id, shard_id, shard_count, session_id, sequence, began_at, ended_at)
         values ($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0), to_timestamp($7 / 1000.0))",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(key.count)
    .bind(gap.session)
    .bind(gap.sequence.cast_signed())
    .bind(gap.began_ms)
    .bind(gap.ended_ms)
    .execute(tx)
    .await
    .map(drop)
}

/// Notes that a first session under a new number of shards has begun: what shards of another number miss ends here.
pub async fn end_moved(tx: &mut PgConnection, key: ShardKey, ended_ms: i64) -> sqlx::Result<()> {
    sqlx::query(
        "update gateway_gaps set ended_at = greatest(ended_at, to_timestamp($3 / 1000.0))
         where application_id = $1 and shard_count <> $2 and state = 'waiting'",
    )
    .bind(key.application)
    .bind(key.count)
    .bind(ended_ms)
    .execute(tx)
    .await
    .map(drop)
}

/// Notes that what was safe on disk could not be read any more.
pub async fn hole(pool: &PgPool, key: ShardKey) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_gaps (application_id, shard_id, shard_count, began_at)
         select application_id, shard_id, shard_count, recorded_at from gateway_shards where application_id = $1 and shard_id = $2",
    )
    .bind(key.application)
    .bind(key.shard)
    .execute(pool)
    .await
    .map(drop)
}

/// Moves on how far a session was written that another has replaced. Its last event that was written before; none if the
/// session is not known to be replaced.
pub async fn catch_up(
    tx: &mut PgConnection,
    key: ShardKey,
    session: &str,
    sequence: u64,
) -> sqlx::Result<Option<Option<u64>>> {
    let row = sqlx::query(
        "update gateway_gaps g set sequence = greatest(g.sequence, $3)
         from (select id, sequence from gateway_gaps where application_id = $1 and session_id = $2 for update) before
         where g.id = before.id returning before.sequence",
    )
    .bind(key.application)
    .bind(session)
    .bind(sequence.cast_signed())
    .fetch_optional(tx)
    .await?;
    let known = row.map(|row| row.try_get::<Option<i64>, _>(0)).transpose()?;
    Ok(known.map(|known| known.map(i64::cast_unsigned)))
}

/// Whether another session has taken the place of this one.
pub async fn is_replaced(pool: &PgPool, key: ShardKey, session: &str) -> sqlx::Result<bool> {
    let sql = "select exists (select from gateway_gaps where application_id = $1 and session_id = $2)";
    sqlx::query_scalar(sql).bind(key.application).bind(session).fetch_one(pool).await
}

/// Keeps an event that Postgres would not take.
pub async fn reject(tx: &mut PgConnection, key: ShardKey, frame: &Frame, error: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_rejects (application_id, shard_id, event, payload, error) values ($1, $2, $3, $4, left($5, 1000))",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(&frame.name)
    .bind(frame.data.get())
    .bind(error)
    .execute(tx)
    .await
    .map(drop)
}
