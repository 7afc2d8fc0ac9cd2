//! Identifies, counted for each bot over Discord's 24 hours, and when the last ones were.

use std::time::Duration;

use sqlx::{PgConnection, PgPool, Row};

/// Brings the count up to what Discord says: never down, unless its day is over.
pub async fn refresh(
    pool: &PgPool,
    application: i64,
    total: i32,
    remaining: i32,
    reset_seconds: f64,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_budgets (application_id, allowed, used, resets_at)
         values ($1, $2, $2 - $3, now() + make_interval(secs => $4))
         on conflict (application_id) do update set
           allowed = excluded.allowed,
           used = case when gateway_budgets.resets_at <= now() then excluded.used
                       else greatest(gateway_budgets.used, excluded.used) end,
           resets_at = case when gateway_budgets.resets_at <= now() then excluded.resets_at else gateway_budgets.resets_at end",
    )
    .bind(application)
    .bind(total)
    .bind(remaining)
    .bind(reset_seconds)
    .execute(pool)
    .await
    .map(drop)
}

/// Whether less than half of the day's identifies is used: the rest is for sessions that end by themselves.
pub async fn has_room(pool: &PgPool, application: i64) -> sqlx::Result<bool> {
    let sql = "select coalesce(bool_or(resets_at <= now() or used < allowed / 2), false)
               from gateway_budgets where application_id = $1";
    sqlx::query_scalar(sql).bind(application).fetch_one(pool).await
}

/// How long ago sessions began.
#[derive(Debug)]
pub struct Since {
    /// The last one of the bucket.
    pub bucket: Option<Duration>,
    /// That of the shard.
    pub shard: Option<Duration>,
    /// How often in a row the shard had begun anew soon after it had begun.
    pub in_a_row: i32,
}

/// Whether a shard may identify.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is counted.
    Now,
    In(Duration),
    /// Nine tenths of what Discord allows are used.
    Exhausted,
}

/// Counts one identify before it is made, if `pause` says that it has not to wait; with how often in a row that is.
pub async fn take(
    pool: &PgPool,
    application: i64,
    shard: i32,
    bucket: i32,
    pause: impl Fn(&Since) -> (Duration, i32) + Send,
) -> sqlx::Result<Turn> {
    let mut tx = pool.begin().await?;
    // Identifies of one bot take turns from here on.
    let locked = sqlx::query("select from gateway_budgets where application_id = $1 for update").bind(application);
    locked.execute(&mut *tx).await?;
    let (wait, in_a_row) = pause(&since(&mut tx, application, shard, bucket).await?);
    if !wait.is_zero() {
        return Ok(Turn::In(wait));
    }
    let taken = sqlx::query(
        "update gateway_budgets set
           used = case when resets_at <= now() then 1 else used + 1 end,
           resets_at = case when resets_at <= now() then now() + interval '24 hours' else resets_at end
         where application_id = $1 and (resets_at <= now() or used < allowed * 9 / 10)",
    )
    .bind(application)
    .execute(&mut *tx)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(Turn::Exhausted);
    }
    sqlx::query(
        "insert into gateway_identifies (application_id, shard_id, bucket, identified_at, in_a_row)
         values ($1, $2, $3, clock_timestamp(), $4)
         on conflict (application_id, shard_id) do update set
           bucket = excluded.bucket, identified_at = excluded.identified_at, in_a_row = excluded.in_a_row",
    )
    .bind(application)
    .bind(shard)
    .bind(bucket)
    .bind(in_a_row)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Turn::Now)
}

async fn since(tx: &mut PgConnection, application: i64, shard: i32, bucket: i32) -> sqlx::Result<Since> {
    let row = sqlx::query(
        "select extract(epoch from clock_timestamp() - max(identified_at) filter (where bucket = $3))::float8,
                extract(epoch from clock_timestamp() - max(identified_at) filter (where shard_id = $2))::float8,
                max(in_a_row) filter (where shard_id = $2)
         from gateway_identifies where application_id = $1",
    )
    .bind(application)
    .bind(shard)
    .bind(bucket)
    .fetch_one(tx)
    .await?;
    let ago = |seconds: Option<f64>| seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or_default());
    Ok(Since {
        bucket: ago(row.try_get(0)?),
        shard: ago(row.try_get(1)?),
        in_a_row: row.try_get::<Option<i32>, _>(2)?.unwrap_or_default(),
    })
}
