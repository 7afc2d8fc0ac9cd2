//! What could not be had or not be written, for the operator to see.

use sqlx::{PgConnection, PgPool};

use super::shards::ShardKey;
use crate::frame::Frame;

/// Notes that a new session begins where an older one was: what lies between them is missing.
pub async fn gap(tx: &mut PgConnection, key: ShardKey) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_gaps (application_id, shard_id, began_at)
         select application_id, shard_id, recorded_at from gateway_shards where application_id = $1 and shard_id = $2",
    )
    .bind(key.application)
    .bind(key.shard)
    .execute(tx)
    .await
    .map(drop)
}

/// Keeps an event that Postgres would not take.
pub async fn reject(pool: &PgPool, key: ShardKey, frame: &Frame, error: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_rejects (application_id, shard_id, event, payload, error) values ($1, $2, $3, $4, left($5, 1000))",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(&frame.name)
    .bind(frame.data.get())
    .bind(error)
    .execute(pool)
    .await
    .map(drop)
}
