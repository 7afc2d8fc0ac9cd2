//! Who is online, where servers have that kept. Of a tenant's bots in a server only the primary one writes it.

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::shards::ShardKey;
use crate::presence::{Kept, News, Presence, Reach};

/// Which servers have it kept now.
pub async fn kept(pool: &PgPool) -> sqlx::Result<Kept> {
    let rows: Vec<(i64, i64, bool)> = sqlx::query_as(
        "select i.application_id, p.guild_id, p.told_at is not null
         from presence_guilds p
         join installations i on i.tenant_id = p.tenant_id and i.guild_id = p.guild_id and i.is_primary",
    )
    .fetch_all(pool)
    .await?;
    let mut kept = Kept::new();
    for (application, guild, is_told) in rows {
        kept.entry(application).or_default().insert(guild, is_told);
    }
    Ok(kept)
}

/// Has Discord asked again about all servers of the shard.
pub async fn ask_anew(pool: &PgPool, key: ShardKey) -> sqlx::Result<()> {
    sqlx::query(
        "update presence_guilds p set told_at = null from installations i
         where i.application_id = $1 and i.is_primary and (i.guild_id >> 22) % $2 = $3
           and p.tenant_id = i.tenant_id and p.guild_id = i.guild_id",
    )
    .bind(key.application)
    .bind(i64::from(key.count))
    .bind(i64::from(key.shard))
    .execute(pool)
    .await
    .map(drop)
}

/// Writes what is new. To write it again changes nothing.
pub async fn write(tx: &mut PgConnection, application: i64, news: &BTreeMap<i64, News>) -> sqlx::Result<()> {
    let held = if news.is_empty() { BTreeMap::new() } else { hold(tx, application, news).await? };
    let of = |reach: Reach| {
        let news = held.iter().filter_map(move |(guild, tenant)| Some((*tenant, *guild, news.get(guild)?)));
        news.filter(move |(_, _, news)| news.reach == reach)
    };
    let people = of(Reach::Some).chain(of(Reach::All)).flat_map(|(tenant, guild, news)| {
        news.people.iter().map(move |(user, presence)| Row { tenant, guild, user: *user, presence })
    });
    let mut people: Vec<Row<'_>> = people.collect();
    people.sort_by_key(|row| (row.tenant, row.guild, row.user));
    upsert(tx, &people).await?;
    let whole: Vec<(Uuid, i64)> = of(Reach::All).map(|(tenant, guild, _)| (tenant, guild)).collect();
    let lost: Vec<(Uuid, i64)> = of(Reach::Lost).map(|(tenant, guild, _)| (tenant, guild)).collect();
    set_others_offline(tx, application, &whole, &people).await?;
    set_told(tx, &whole, true).await?;
    set_told(tx, &lost, false).await
}

/// Somebody of whom something is written.
struct Row<'a> {
    tenant: Uuid,
    guild: i64,
    user: i64,
    presence: &'a Presence,
}

/// The tenants of those servers that still have it kept. Whoever wants no more of it waits until the transaction ends, and
/// deletes what it has written.
async fn hold(
    tx: &mut PgConnection,
    application: i64,
    news: &BTreeMap<i64, News>,
) -> sqlx::Result<BTreeMap<i64, Uuid>> {
    let held: Vec<(i64, Uuid)> = sqlx::query_as(
        "select p.guild_id, p.tenant_id
         from installations i join presence_guilds p on p.tenant_id = i.tenant_id and p.guild_id = i.guild_id
         where i.application_id = $1 and i.is_primary and i.guild_id = any($2)
         order by p.tenant_id, p.guild_id for key share of p",
    )
    .bind(application)
    .bind(news.keys().copied().collect::<Vec<_>>())
    .fetch_all(tx)
    .await?;
    Ok(held.into_iter().collect())
}

async fn upsert(tx: &mut PgConnection, people: &[Row<'_>]) -> sqlx::Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    // Arrays of arrays have one length in Postgres, so each one's clients go as a text.
    sqlx::query(
        "insert into presences as p (tenant_id, guild_id, user_id, status, clients, since, last_online_at)
         select heard.tenant_id, heard.guild_id, heard.user_id, heard.status, heard.clients::text[], heard.at,
                case when heard.status = 'offline' then heard.at end
         from (select tenant_id, guild_id, user_id, status, clients, to_timestamp(at_ms / 1000.0) as at
               from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[]) with ordinality
                 as told (tenant_id, guild_id, user_id, status, clients, at_ms, place)
               order by place) heard
         on conflict (tenant_id, guild_id, user_id) do update set
           status = excluded.status, clients = excluded.clients,
           since = case when p.status = excluded.status then p.since else excluded.since end,
           last_online_at = excluded.last_online_at
         where p.status <> excluded.status or p.clients <> excluded.clients",
    )
    .bind(people.iter().map(|row| row.tenant).collect::<Vec<_>>())
    .bind(people.iter().map(|row| row.guild).collect::<Vec<_>>())
    .bind(people.iter().map(|row| row.user).collect::<Vec<_>>())
    .bind(people.iter().map(|row| row.presence.status.column()).collect::<Vec<_>>())
    .bind(people.iter().map(|row| row.presence.clients.column()).collect::<Vec<_>>())
    .bind(people.iter().map(|row| row.presence.at_ms).collect::<Vec<_>>())
    .execute(tx)
    .await
    .map(drop)
}

/// Of these servers all who are online are among these people. The others went at some moment since a gap began, if there is
/// one: until then they were online.
async fn set_others_offline(
    tx: &mut PgConnection,
    application: i64,
    whole: &[(Uuid, i64)],
    online: &[Row<'_>],
) -> sqlx::Result<()> {
    if whole.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "update presences p set status = 'offline', clients = '{}', since = whole.at, last_online_at = whole.at
         from (
           select w.tenant_id, w.guild_id, coalesce(gap.began_at, now()) as at
           from unnest($2::uuid[], $3::bigint[]) as w (tenant_id, guild_id)
           left join lateral (
             select g.began_at from gateway_gaps g
             where g.application_id = $1 and g.state <> 'finished' and (w.guild_id >> 22) % g.shard_count = g.shard_id
             order by g.id desc limit 1) gap on true
         ) whole
         where p.tenant_id = whole.tenant_id and p.guild_id = whole.guild_id and p.status <> 'offline'
           and not exists (
             select from unnest($4::bigint[], $5::bigint[]) as here (guild_id, user_id)
             where here.guild_id = p.guild_id and here.user_id = p.user_id)",
    )
    .bind(application)
    .bind(whole.iter().map(|(tenant, _)| *tenant).collect::<Vec<_>>())
    .bind(whole.iter().map(|(_, guild)| *guild).collect::<Vec<_>>())
    .bind(online.iter().map(|row| row.guild).collect::<Vec<_>>())
    .bind(online.iter().map(|row| row.user).collect::<Vec<_>>())
    .execute(tx)
    .await
    .map(drop)
}

/// Notes whether Discord has told of everybody in these servers.
async fn set_told(tx: &mut PgConnection, guilds: &[(Uuid, i64)], is_told: bool) -> sqlx::Result<()> {
    if guilds.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "update presence_guilds p set told_at = case when $3 then now() end
         from unnest($1::uuid[], $2::bigint[]) as of (tenant_id, guild_id)
         where p.tenant_id = of.tenant_id and p.guild_id = of.guild_id",
    )
    .bind(guilds.iter().map(|(tenant, _)| *tenant).collect::<Vec<_>>())
    .bind(guilds.iter().map(|(_, guild)| *guild).collect::<Vec<_>>())
    .bind(is_told)
    .execute(tx)
    .await
    .map(drop)
}

/// Forgets people who have left a server: by server and user. As whenever something is written, the servers are held first.
pub async fn forget(tx: &mut PgConnection, application: i64, people: Vec<(i64, i64)>) -> sqlx::Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let (guilds, users): (Vec<i64>, Vec<i64>) = people.into_iter().unzip();
    sqlx::query(
        "with held as materialized (
           select p.tenant_id, p.guild_id
           from installations i join presence_guilds p on p.tenant_id = i.tenant_id and p.guild_id = i.guild_id
           where i.application_id = $1 and i.guild_id = any($2)
           order by p.tenant_id, p.guild_id for key share of p)
         delete from presences p using held, unnest($2::bigint[], $3::bigint[]) as gone (guild_id, user_id)
         where gone.guild_id = held.guild_id
           and p.tenant_id = held.tenant_id and p.guild_id = held.guild_id and p.user_id = gone.user_id",
    )
    .bind(application)
    .bind(guilds)
    .bind(users)
    .execute(tx)
    .await
    .map(drop)
}

/// Forgets everybody in servers that the bot is leaving. Another of its tenant's that takes its place there asks anew.
pub async fn forget_guilds(tx: &mut PgConnection, application: i64, guilds: &[i64]) -> sqlx::Result<()> {
    if guilds.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "with left_behind as (
           update presence_guilds p set told_at = null from installations i
           where i.application_id = $1 and i.guild_id = any($2) and i.is_primary
             and p.tenant_id = i.tenant_id and p.guild_id = i.guild_id
           returning p.tenant_id, p.guild_id)
         delete from presences p using left_behind
         where p.tenant_id = left_behind.tenant_id and p.guild_id = left_behind.guild_id",
    )
    .bind(application)
    .bind(guilds)
    .execute(tx)
    .await
    .map(drop)
}
