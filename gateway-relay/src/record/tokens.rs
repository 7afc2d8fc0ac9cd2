//! The bots' sealed tokens, to be sealed anew.

use sqlx::{PgPool, Row};
use uuid::Uuid;

/// A sealed token.
pub struct Token {
    pub application: i64,
    /// The tenant for whom it is sealed.
    pub owner: Uuid,
    pub sealed: Vec<u8>,
}

/// All there are.
pub async fn all(pool: &PgPool) -> sqlx::Result<Vec<Token>> {
    let sql = "select application_id, tenant_id, sealed_token from bots where sealed_token is not null";
    let rows = sqlx::query(sql).fetch_all(pool).await?;
    rows.into_iter()
        .map(|row| Ok(Token { application: row.try_get(0)?, owner: row.try_get(1)?, sealed: row.try_get(2)? }))
        .collect()
}

/// Puts another record in its place. False: it is not the same any more.
pub async fn replace(pool: &PgPool, token: &Token, record: &[u8]) -> sqlx::Result<bool> {
    let sql = "update bots set sealed_token = $3 where application_id = $1 and sealed_token = $2";
    let replaced = sqlx::query(sql).bind(token.application).bind(&token.sealed).bind(record).execute(pool).await?;
    Ok(replaced.rows_affected() == 1)
}
