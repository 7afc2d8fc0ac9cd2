//! Messages that were written ahead of their batch, and of which no listener knows yet.

use sqlx::PgConnection;

use super::shards::ShardKey;

/// How far a batch of a session comes.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    pub session: &'a str,
    /// Of its last event.
    pub sequence: u64,
}

/// Notes messages that their batch, which comes as far as this, has yet to tell of.
pub async fn note(tx: &mut PgConnection, key: ShardKey, reach: Reach<'_>, messages: &[i64]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_ahead (application_id, shard_id, session_id, sequence, message_ids) values ($1, $2, $3, $4, $5)",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(reach.session)
    .bind(reach.sequence.cast_signed())
    .bind(messages)
    .execute(tx)
    .await
    .map(drop)
}

/// Forgets what was noted up to here: a batch tells of it.
pub async fn told(tx: &mut PgConnection, key: ShardKey, reach: Reach<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "delete from gateway_ahead where application_id = $1 and shard_id = $2 and session_id = $3 and sequence <= $4",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(reach.session)
    .bind(reach.sequence.cast_signed())
    .execute(tx)
    .await
    .map(drop)
}
