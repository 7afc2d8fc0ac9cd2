//! What listeners hear of.

use sqlx::PgConnection;

use super::shards::ShardKey;

/// An event for listeners: its guild, its name, and what happened.
#[derive(Debug)]
pub struct Listened<'a> {
    pub guild: i64,
    pub name: &'a str,
    pub data: &'a str,
}

/// Writes events down for the tenants whose primary bot this is; how many.
pub async fn append(tx: &mut PgConnection, key: ShardKey, events: &[Listened<'_>]) -> sqlx::Result<u64> {
    if events.is_empty() {
        return Ok(0);
    }
    let guilds: Vec<i64> = events.iter().map(|event| event.guild).collect();
    let names: Vec<&str> = events.iter().map(|event| event.name).collect();
    let data: Vec<&str> = events.iter().map(|event| event.data).collect();
    let written = sqlx::query(
        "insert into gateway_events (tenant_id, application_id, guild_id, event, payload)
         select i.tenant_id, $1, heard.guild_id, heard.event, heard.payload::jsonb
         from unnest($2::bigint[], $3::text[], $4::text[]) with ordinality as heard (guild_id, event, payload, place)
         join installations i on i.application_id = $1 and i.guild_id = heard.guild_id and i.is_primary
         order by heard.place",
    )
    .bind(key.application)
    .bind(guilds)
    .bind(names)
    .bind(data)
    .execute(tx)
    .await?;
    Ok(written.rows_affected())
}
