//! How many shards are connected.

use sqlx::{PgPool, Row};

/// The shards of the bots that want a connection, and how many of them some relay holds now.
pub async fn shards(pool: &PgPool) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query(
        "select count(*), count(*) filter (where s.leased_until > now() and s.session_id is not null)
         from gateway_shards s join bots b using (application_id)
         where b.uses_gateway and b.gateway_problem is null and s.shard_id < s.shard_count",
    )
    .fetch_one(pool)
    .await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}
