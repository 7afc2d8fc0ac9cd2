//! In whose name a call to Discord may be made.

use sqlx::{PgPool, Row};
use uuid::Uuid;

/// What a call is about.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    pub guild: Option<i64>,
    pub channel: Option<i64>,
}

/// A bot that may make a call.
pub struct Caller {
    /// The tenant that added the bot, for whom its token is sealed.
    pub owner: Uuid,
    pub sealed_token: Vec<u8>,
}

/// The bot, if it serves the tenant, and does so in the guild that is named. A channel that is mirrored must be in such a
/// guild; one that is not, such as that of a direct message, is Discord's to judge.
pub async fn caller(pool: &PgPool, application: i64, tenant: Uuid, names: Names) -> sqlx::Result<Option<Caller>> {
    let row = sqlx::query(
        "select tenant_id, sealed_token from bots
         where application_id = $1 and sealed_token is not null
           and exists (
             select from installations i
             where i.application_id = $1 and i.tenant_id = $2 and ($3::bigint is null or i.guild_id = $3))
           and ($4::bigint is null
             or not exists (select from channels where channel_id = $4)
             or exists (
               select from channels c join installations i using (tenant_id, guild_id)
               where c.channel_id = $4 and i.application_id = $1 and c.tenant_id = $2))",
    )
    .bind(application)
    .bind(tenant)
    .bind(names.guild)
    .bind(names.channel)
    .fetch_optional(pool)
    .await?;
    row.map(|row| Ok(Caller { owner: row.try_get(0)?, sealed_token: row.try_get(1)? })).transpose()
}

/// Whether the application is one of ours.
pub async fn is_known(pool: &PgPool, application: i64) -> sqlx::Result<bool> {
    let sql = "select from bots where application_id = $1";
    Ok(sqlx::query(sql).bind(application).fetch_optional(pool).await?.is_some())
}
