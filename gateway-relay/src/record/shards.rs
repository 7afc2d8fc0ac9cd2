//! Leases and sessions of shards.

use sqlx::{PgConnection, PgExecutor, PgPool, Row};
use uuid::Uuid;

use crate::{metrics::OfShard, queue::Session};

/// How long a relay owns a shard after its last batch, in seconds. Another takes over within 30.
pub const LEASE_SECONDS: f64 = 15.0;

/// A shard of a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShardKey {
    pub application: i64,
    pub shard: i32,
    pub count: i32,
}

impl ShardKey {
    /// As it is counted.
    pub fn labels(self) -> OfShard {
        OfShard { application: self.application, shard: self.shard }
    }
}

/// A shard that this relay owns, and where its last session can be resumed.
#[derive(Debug)]
pub struct Lease {
    pub epoch: i64,
    pub resume: Option<(Session, u64)>,
}

/// Takes the shard if nobody owns it, and nobody owns one of this bot's under another number of shards: while one relay
/// has not heard of a new number, two would be told of the same servers.
pub async fn lease(pool: &PgPool, key: ShardKey, relay: Uuid) -> sqlx::Result<Option<Lease>> {
    let mut tx = pool.begin().await?;
    retire(&mut tx, key).await?;
    // Whoever had it may be in the middle of something: see is_held.
    let sql = "select from gateway_shards
               where application_id = $1 and shard_id = $2 and (leased_until <= now() or relay = $3) for update";
    sqlx::query(sql).bind(key.application).bind(key.shard).bind(relay).execute(&mut *tx).await?;
    let row = sqlx::query(
        "insert into gateway_shards as s (application_id, shard_id, shard_count, relay, leased_until)
         select $1, $2, $3, $4, now() + make_interval(secs => $5)
         where not exists (
           select from gateway_shards other
           where other.application_id = $1 and other.shard_count <> $3 and other.leased_until > now())
         on conflict (application_id, shard_id) do update set
           relay = excluded.relay, epoch = s.epoch + 1, leased_until = excluded.leased_until, shard_count = excluded.shard_count
         where s.leased_until <= now() or s.relay = excluded.relay
         returning epoch, session_id, resume_url, sequence, intents",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(key.count)
    .bind(relay)
    .bind(LEASE_SECONDS)
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(None) };
    let (id, resume_url): (Option<String>, Option<String>) = (row.try_get(1)?, row.try_get(2)?);
    let sequence = row.try_get::<Option<i64>, _>(3)?.map(i64::cast_unsigned);
    let intents = row.try_get::<i64, _>(4)?.cast_unsigned();
    let session = id.zip(resume_url).map(|(id, resume_url)| Session { id, resume_url, intents });
    Ok(Some(Lease { epoch: row.try_get(0)?, resume: session.zip(sequence) }))
}

/// Ends the sessions of this bot's shards under other numbers of shards, which cannot be resumed, and notes what is missing
/// from then on.
async fn retire(tx: &mut PgConnection, key: ShardKey) -> sqlx::Result<()> {
    sqlx::query(
        "with ended as (
           select * from gateway_shards
           where application_id = $1 and shard_count <> $2 and session_id is not null and leased_until <= now()
           for update
         ), emptied as (
           update gateway_shards s set session_id = null, resume_url = null, sequence = null
           from ended where s.application_id = ended.application_id and s.shard_id = ended.shard_id
         )
         insert into gateway_gaps (application_id, shard_id, shard_count, session_id, sequence, began_at)
         select application_id, shard_id, shard_count, session_id, sequence, recorded_at from ended",
    )
    .bind(key.application)
    .bind(key.count)
    .execute(tx)
    .await
    .map(drop)
}

/// How far a session has come with a batch.
#[derive(Debug)]
pub struct Reached<'a> {
    pub session: &'a Session,
    pub sequence: u64,
    /// When its last event was heard, in milliseconds since 1970.
    pub at_ms: i64,
}

/// How far the shard had come before.
#[derive(Debug)]
pub struct Before {
    /// The session and its last event's sequence number.
    pub session: Option<(String, u64)>,
    /// Until when nothing is missing, in milliseconds since 1970.
    pub at_ms: Option<i64>,
}

/// Moves the session on, first thing in a batch's transaction, and renews the lease. None: another has it by now.
pub async fn advance(
    tx: &mut PgConnection,
    key: ShardKey,
    epoch: i64,
    reached: &Reached<'_>,
) -> sqlx::Result<Option<Before>> {
    let row = sqlx::query(
        "update gateway_shards s set
           session_id = $4, resume_url = $5, sequence = $6, recorded_at = to_timestamp($7 / 1000.0),
           leased_until = now() + make_interval(secs => $8), intents = $9
         from (
           select session_id, sequence, (extract(epoch from recorded_at) * 1000)::bigint as recorded_ms
           from gateway_shards where application_id = $1 and shard_id = $2 for no key update) before
         where s.application_id = $1 and s.shard_id = $2 and s.epoch = $3
         returning before.session_id, before.sequence, before.recorded_ms",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(epoch)
    .bind(&reached.session.id)
    .bind(&reached.session.resume_url)
    .bind(reached.sequence.cast_signed())
    .bind(reached.at_ms)
    .bind(LEASE_SECONDS)
    .bind(reached.session.intents.cast_signed())
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (session, sequence): (Option<String>, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
    Ok(Some(Before { session: session.zip(sequence.map(i64::cast_unsigned)), at_ms: row.try_get(2)? }))
}

/// Whether the lease is still this relay's. Nobody else can take it until the transaction ends, while [`advance`] may go on.
pub async fn is_held(tx: &mut PgConnection, key: ShardKey, epoch: i64) -> sqlx::Result<bool> {
    let held = sqlx::query(
        "select from gateway_shards where application_id = $1 and shard_id = $2 and epoch = $3 for key share",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(epoch)
    .fetch_optional(tx)
    .await?;
    Ok(held.is_some())
}

/// Renews the lease without a batch. `is_whole`: nothing is missing until now. False: another has it.
pub async fn renew(db: impl PgExecutor<'_>, key: ShardKey, epoch: i64, is_whole: bool) -> sqlx::Result<bool> {
    let renewed = sqlx::query(
        "update gateway_shards set
           leased_until = now() + make_interval(secs => $4), recorded_at = case when $5 then now() else recorded_at end
         where application_id = $1 and shard_id = $2 and epoch = $3",
    )
    .bind(key.application)
    .bind(key.shard)
    .bind(epoch)
    .bind(LEASE_SECONDS)
    .bind(is_whole)
    .execute(db)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Gives the shard back, so that another need not wait for the lease to run out. The session stays.
pub async fn release(pool: &PgPool, key: ShardKey, epoch: i64) -> sqlx::Result<()> {
    let sql =
        "update gateway_shards set leased_until = now() where application_id = $1 and shard_id = $2 and epoch = $3";
    sqlx::query(sql).bind(key.application).bind(key.shard).bind(epoch).execute(pool).await.map(drop)
}
