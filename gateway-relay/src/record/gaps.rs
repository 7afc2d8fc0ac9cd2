//! Stretches that no session could bring back: who looks into them, and what was found.

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgPool, Row};

use super::{mirror::Gone, shards::ShardKey};

/// How long whoever looks into a gap owns it after their last sign of life, in seconds.
const LEASE_SECONDS: f64 = 60.0;
/// How long a server's members are waited for after the server.
const MEMBERS_SECONDS: f64 = 600.0;

/// A gap whose lease we hold.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    pub id: i64,
    attempt: i32,
    pub application: i64,
    /// Until when nothing is missing, and from when on again, in milliseconds since 1970.
    pub began_ms: i64,
    pub ended_ms: i64,
}

/// A server of a gap.
#[derive(Debug, Clone, Copy)]
pub struct GapGuild {
    pub guild: i64,
    /// What the new session tells of it is in the mirror.
    pub is_ready: bool,
}

/// What was found in a server beside its messages.
#[derive(Debug, Default)]
pub struct Found {
    pub audit_entries: usize,
    pub members_joined: usize,
    pub channels_unread: usize,
    pub is_cut: bool,
}

/// Takes one of the bot's gaps that are not finished and that nobody looks into, the one first that was looked into least
/// often.
pub async fn claim(pool: &PgPool, application: i64) -> sqlx::Result<Option<Gap>> {
    let row = sqlx::query(
        "update gateway_gaps g set
           state = 'running', attempt = g.attempt + 1, leased_until = now() + make_interval(secs => $2)
         from (
           select id from gateway_gaps
           where application_id = $1 and shard_count is not null
             and (state = 'waiting' or state = 'running' and leased_until <= now())
           order by attempt, id limit 1 for update skip locked) due
         where g.id = due.id
         returning g.id, g.attempt, (extract(epoch from coalesce(g.began_at, g.ended_at)) * 1000)::bigint,
                   (extract(epoch from g.ended_at) * 1000)::bigint",
    )
    .bind(application)
    .bind(LEASE_SECONDS)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (id, attempt, began_ms, ended_ms) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
    Ok(Some(Gap { id, attempt, application, began_ms, ended_ms }))
}

/// Renews the lease, first thing in each transaction that writes for the gap. False: it is another's.
pub async fn hold(tx: &mut PgConnection, gap: &Gap) -> sqlx::Result<bool> {
    let held = sqlx::query(
        "update gateway_gaps set leased_until = now() + make_interval(secs => $3)
         where id = $1 and attempt = $2 and state = 'running'",
    )
    .bind(gap.id)
    .bind(gap.attempt)
    .bind(LEASE_SECONDS)
    .execute(tx)
    .await?;
    Ok(held.rows_affected() == 1)
}

/// Puts the gap back, or ends it: its report is complete.
pub async fn put_back(pool: &PgPool, gap: &Gap, is_finished: bool) -> sqlx::Result<()> {
    sqlx::query(
        "with back as (
           update gateway_gaps set
             state = case when $3 then 'finished' else 'waiting' end, leased_until = null,
             finished_at = case when $3 then now() end
           where id = $1 and attempt = $2 and state = 'running' returning application_id, session_id
         )
         delete from gateway_ahead a using back
         where $3 and a.application_id = back.application_id and a.session_id = back.session_id",
    )
    .bind(gap.id)
    .bind(gap.attempt)
    .bind(is_finished)
    .execute(pool)
    .await
    .map(drop)
}

/// The servers of the gap that are not finished. `hears_members`: their members are on their way.
pub async fn guilds(pool: &PgPool, gap: &Gap, hears_members: bool) -> sqlx::Result<Vec<GapGuild>> {
    let guilds: Vec<(i64, bool)> = sqlx::query_as(
        "select i.guild_id,
                coalesce(i.arrived_at >= g.created_at
                  and (not $2 or f.members_at is not null or i.arrived_at < now() - make_interval(secs => $3)), false)
         from gateway_gaps g
         join installations i on i.application_id = g.application_id and i.left_at is null
           and (i.guild_id >> 22) % g.shard_count = g.shard_id
         left join gateway_gap_guilds f on f.gap_id = g.id and f.guild_id = i.guild_id
         where g.id = $1 and f.finished_at is null
         order by i.guild_id",
    )
    .bind(gap.id)
    .bind(hears_members)
    .bind(MEMBERS_SECONDS)
    .fetch_all(pool)
    .await?;
    Ok(guilds.into_iter().map(|(guild, is_ready)| GapGuild { guild, is_ready }).collect())
}

/// The newest open gap of each of these servers, and when it began, in milliseconds since 1970.
async fn open(tx: &mut PgConnection, application: i64, guilds: &[i64]) -> sqlx::Result<BTreeMap<i64, (i64, i64)>> {
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select distinct on (of.guild_id) of.guild_id, g.id,
                (extract(epoch from coalesce(g.began_at, g.ended_at)) * 1000)::bigint
         from unnest($2::bigint[]) as of (guild_id)
         join gateway_gaps g on g.application_id = $1 and g.state <> 'finished'
           and (of.guild_id >> 22) % g.shard_count = g.shard_id
         order by of.guild_id, g.id desc",
    )
    .bind(application)
    .bind(guilds)
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|(guild, gap, began_ms)| (guild, (gap, began_ms))).collect())
}

/// Writes into the reports what a batch found gone. For each server that has an open gap, when that began, in milliseconds
/// since 1970.
pub async fn note_gone(tx: &mut PgConnection, key: ShardKey, gone: &Gone) -> sqlx::Result<BTreeMap<i64, i64>> {
    let mut counts: BTreeMap<i64, [i32; 3]> = gone.whole.iter().map(|guild| (*guild, [0; 3])).collect();
    let left: Vec<i64> = gone.left.iter().map(|left| left.guild).collect();
    for (kind, guilds) in [&gone.channels, &gone.roles, &left].into_iter().enumerate() {
        for guild in guilds {
            if let Some(count) = counts.entry(*guild).or_default().get_mut(kind) {
                *count = count.saturating_add(1);
            }
        }
    }
    if counts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let guilds: Vec<i64> = counts.keys().copied().collect();
    let gaps = open(tx, key.application, &guilds).await?;
    for (guild, [channels, roles, members]) in counts {
        let Some((gap, _)) = gaps.get(&guild) else { continue };
        sqlx::query(
            "insert into gateway_gap_guilds as g (gap_id, guild_id, channels_gone, roles_gone, members_left, members_at)
             values ($1, $2, $3, $4, $5, case when $6 then now() end)
             on conflict (gap_id, guild_id) do update set
               channels_gone = g.channels_gone + excluded.channels_gone, roles_gone = g.roles_gone + excluded.roles_gone,
               members_left = g.members_left + excluded.members_left, members_at = coalesce(excluded.members_at, g.members_at)",
        )
        .bind(gap)
        .bind(guild)
        .bind(channels)
        .bind(roles)
        .bind(members)
        .bind(gone.whole.contains(&guild))
        .execute(&mut *tx)
        .await?;
    }
    Ok(gaps.into_iter().map(|(guild, (_, began_ms))| (guild, began_ms)).collect())
}

/// Adds messages to a server's report.
pub async fn note_messages(tx: &mut PgConnection, gap: &Gap, guild: i64, messages: u64) -> sqlx::Result<()> {
    sqlx::query(
        "insert into gateway_gap_guilds as g (gap_id, guild_id, messages) values ($1, $2, $3)
         on conflict (gap_id, guild_id) do update set messages = g.messages + excluded.messages",
    )
    .bind(gap.id)
    .bind(guild)
    .bind(i32::try_from(messages).unwrap_or(i32::MAX))
    .execute(tx)
    .await
    .map(drop)
}

/// Ends a server's report.
pub async fn finish_guild(tx: &mut PgConnection, gap: &Gap, guild: i64, found: &Found) -> sqlx::Result<()> {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    sqlx::query(
        "insert into gateway_gap_guilds as g
           (gap_id, guild_id, audit_entries, members_joined, channels_unread, is_cut, finished_at)
         values ($1, $2, $3, $4, $5, $6, now())
         on conflict (gap_id, guild_id) do update set
           audit_entries = excluded.audit_entries, members_joined = excluded.members_joined,
           channels_unread = excluded.channels_unread, is_cut = excluded.is_cut, finished_at = excluded.finished_at",
    )
    .bind(gap.id)
    .bind(guild)
    .bind(count(found.audit_entries))
    .bind(count(found.members_joined))
    .bind(count(found.channels_unread))
    .bind(found.is_cut)
    .execute(tx)
    .await
    .map(drop)
}
