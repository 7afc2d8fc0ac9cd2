//! Leases and sessions of shards.

use sqlx::{PgConnection, PgPool, Row};
use uuid::Uuid;

use crate::queue::Session;

/// How long a relay owns a shard after its last batch, in seconds. Another takes over within 30.
pub const LEASE_SECONDS: f64 = 15.0;

/// A shard of a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShardKey {
    pub application: i64,
    pub shard: i32,
    pub count: i32,
}

/// A shard that this relay owns, and where its last session can be resumed.
#[derive(Debug)]
pub struct Lease {
    pub epoch: i64,
    pub resume: Option<(Session, u64)>,
}

/// Takes the shard if nobody owns it.
pub async fn lease(pool: &PgPool, key: ShardKey, relay: Uuid) -> sqlx::Result<Option<Lease>> {
    let row = sqlx::query(
        "insert into gateway_shards as s (application_id, shard_id, shard_count, relay, leased_until)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))
         on conflict (application_id, shard_id) do update set
           relay = excluded.relay, epoch = s.epoch + 1, leased_until = excluded.leased_until, shard_count = excluded.shard_count,
           session_id = case when s.shard_count = excluded.shard_count then s.session_id end,
           resume_url = case when s.shard_count = excluded.shard_count then s.resume_url end,
           sequence = case when s.shard_count = excluded.shard_count then s.sequence end
         where s.leased_until <= now() or s.relay = excluded.relay
         returning epoch, session_id, resume_url, sequence",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(key.count)
    .bind(relay)
    .bind(LEASE_SECONDS)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (id, resume_url): (Option<String>, Option<String>) = (row.try_get(1)?, row.try_get(2)?);
    let sequence = row.try_get::<Option<i64>, _>(3)?.map(i64::cast_unsigned);
    let session = id.zip(resume_url).map(|(id, resume_url)| Session { id, resume_url });
    Ok(Some(Lease { epoch: row.try_get(0)?, resume: session.zip(sequence) }))
}

/// How far the session had come before this batch.
#[derive(Debug, PartialEq, Eq)]
pub enum Advance {
    /// The batch is new.
    New,
    /// Another has the lease by now.
    Lost,
    /// The batch was written before: its commit's answer was lost.
    Known,
}

/// Moves the session on, first thing in a batch's transaction, and renews the lease.
pub async fn advance(
    tx: &mut PgConnection,
    key: ShardKey,
    epoch: i64,
    session: &Session,
    sequence: u64,
) -> sqlx::Result<Advance> {
    let row = sqlx::query(
        "update gateway_shards s set
           session_id = $4, resume_url = $5, sequence = $6, recorded_at = now(), leased_until = now() + make_interval(secs => $7)
         from (select session_id, sequence from gateway_shards where application_id = $1 and shard_id = $2 for update) before
         where s.application_id = $1 and s.shard_id = $2 and s.epoch = $3
         returning before.session_id is not distinct from $4 and before.sequence >= $6",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(epoch)
    .bind(&session.id)
    .bind(&session.resume_url)
    .bind(sequence.cast_signed())
    .bind(LEASE_SECONDS)
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(Advance::Lost) };
    Ok(if row.try_get::<Option<bool>, _>(0)? == Some(true) { Advance::Known } else { Advance::New })
}

/// Whether the lease is still this relay's. It stays so until the transaction ends.
pub async fn is_held(tx: &mut PgConnection, key: ShardKey, epoch: i64) -> sqlx::Result<bool> {
    let held =
        sqlx::query("select from gateway_shards where application_id = $1 and shard_id = $2 and epoch = $3 for share")
            .bind(key.application)
            .bind(key.shard)
            .bind(epoch)
            .fetch_optional(tx)
            .await?;
    Ok(held.is_some())
}

/// Renews the lease while nothing happens. False: another has it.
pub async fn renew(pool: &PgPool, key: ShardKey, epoch: i64) -> sqlx::Result<bool> {
    let renewed = sqlx::query(
        "update gateway_shards set leased_until = now() + make_interval(secs => $4), recorded_at = now()
         where application_id = $1 and shard_id = $2 and epoch = $3",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(epoch)
    .bind(LEASE_SECONDS)
    .execute(pool)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Gives the shard back, so that another need not wait for the lease to run out. The session stays.
pub async fn release(pool: &PgPool, key: ShardKey, epoch: i64) -> sqlx::Result<()> {
    let sql =
        "update gateway_shards set leased_until = now() where application_id = $1 and shard_id = $2 and epoch = $3";
    sqlx::query(sql).bind(key.application).bind(key.shard).bind(epoch).execute(pool).await.map(drop)
}
