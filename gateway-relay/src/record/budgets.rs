//! Identifies, counted for each bot over Discord's 24 hours.

use sqlx::PgPool;

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

/// Counts one identify before it is made. False: nine tenths of what Discord allows are used.
pub async fn take(pool: &PgPool, application: i64) -> sqlx::Result<bool> {
    let taken = sqlx::query(
        "update gateway_budgets set
           used = case when resets_at <= now() then 1 else used + 1 end,
           resets_at = case when resets_at <= now() then now() + interval '24 hours' else resets_at end
         where application_id = $1 and (resets_at <= now() or used < allowed * 9 / 10)",
    )
    .bind(application)
    .execute(pool)
    .await?;
    Ok(taken.rows_affected() == 1)
}
