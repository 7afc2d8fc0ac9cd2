//! What listeners hear of.

use sqlx::PgConnection;

use super::shards::ShardKey;

/// An event for listeners: its guild, its name, and what happened.
#[derive(Debug)]
pub struct Listened<'a> {
    pub guild: i64,
    pub name: &'a str,
    pub data: &'a str,
    /// Where only reconciliation found it: when it happened, or the earliest moment at which it may have, in milliseconds
    /// since 1970.
    pub found_at_ms: Option<i64>,
}

/// Writes events down for the tenants whose primary bot this is; how many.
pub async fn append(tx: &mut PgConnection, key: ShardKey, events: &[Listened<'_>]) -> sqlx::Result<u64> {
    if events.is_empty() {
        return Ok(0);
    }
    let guilds: Vec<i64> = events.iter().map(|event| event.guild).collect();
    let names: Vec<&str> = events.iter().map(|event| event.name).collect();
    let data: Vec<&str> = events.iter().map(|event| event.data).collect();
    let found: Vec<Option<i64>> = events.iter().map(|event| event.found_at_ms).collect();
    let written = sqlx::query(
        "insert into gateway_events (tenant_id, application_id, guild_id, event, payload, found_by, happened_at)
         select i.tenant_id, $1, heard.guild_id, heard.event, heard.payload::jsonb,
                case when heard.found_ms is not null then 'reconcile' end, to_timestamp(heard.found_ms / 1000.0)
         from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[]) with ordinality
           as heard (guild_id, event, payload, found_ms, place)
         join installations i on i.application_id = $1 and i.guild_id = heard.guild_id and i.is_primary
         order by heard.place",
    )
    .bind(key.application)
    .bind(guilds)
    .bind(names)
    .bind(data)
    .bind(found)
    .execute(tx)
    .await?;
    Ok(written.rows_affected())
}
