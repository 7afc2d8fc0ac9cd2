//! What is asked of the mirror, and marked in it, when a gap is looked into.

use std::collections::BTreeSet;

use sqlx::{PgConnection, PgPool};

use super::gaps::Gap;

/// Before the gap began, in seconds: clocks differ, and what was on its way did not arrive.
const MARGIN_SECONDS: f64 = 60.0;

/// A channel in which something was written since the gap began.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    pub id: i64,
    /// The newest message that was heard of in time.
    pub after: i64,
}

/// The channels and threads of a server whose newest message is newer than what was heard of before the gap.
pub async fn channels(pool: &PgPool, gap: &Gap, guild: i64) -> sqlx::Result<Vec<Channel>> {
    let channels: Vec<(i64, i64)> = sqlx::query_as(
        "select c.channel_id, heard.after
         from installations i
         join channels c on c.tenant_id = i.tenant_id and c.guild_id = i.guild_id and c.deleted_at is null
         cross join lateral (select snowflake_at(to_timestamp($3 / 1000.0) - make_interval(secs => $4))) as began (id)
         cross join lateral (
           select coalesce(max(m.message_id), began.id) from messages m
           where m.tenant_id = c.tenant_id and m.channel_id = c.channel_id and m.message_id <= began.id) as heard (after)
         where i.application_id = $1 and i.guild_id = $2 and c.last_message_id > heard.after
         order by c.last_message_id desc",
    )
    .bind(gap.application)
    .bind(guild)
    .bind(gap.began_ms)
    .bind(MARGIN_SECONDS)
    .fetch_all(pool)
    .await?;
    Ok(channels.into_iter().map(|(id, after)| Channel { id, after }).collect())
}

/// Those of the messages that somebody has told of. What was only written ahead in the session that was lost, nobody has.
pub async fn known(tx: &mut PgConnection, gap: &Gap, guild: i64, messages: &[i64]) -> sqlx::Result<BTreeSet<i64>> {
    let known: Vec<i64> = sqlx::query_scalar(
        "select m.message_id from installations i
         join messages m on m.tenant_id = i.tenant_id and m.message_id = any($3)
         where i.application_id = $1 and i.guild_id = $2 and not exists (
           select from gateway_gaps g join gateway_ahead a using (application_id, session_id)
           where g.id = $4 and a.sequence > g.sequence and m.message_id = any (a.message_ids))",
    )
    .bind(gap.application)
    .bind(guild)
    .bind(messages)
    .bind(gap.id)
    .fetch_all(tx)
    .await?;
    Ok(known.into_iter().collect())
}

/// Marks messages of which nobody had told; how many there are.
pub async fn mark(tx: &mut PgConnection, gap: &Gap, guild: i64, messages: &[i64]) -> sqlx::Result<u64> {
    let marked = sqlx::query(
        "update messages m set found_by = 'reconcile' from installations i
         where i.application_id = $1 and i.guild_id = $2 and m.tenant_id = i.tenant_id and m.message_id = any($3)",
    )
    .bind(gap.application)
    .bind(guild)
    .bind(messages)
    .execute(tx)
    .await?;
    Ok(marked.rows_affected())
}

/// Those of the messages that were found afterwards.
pub async fn marked(tx: &mut PgConnection, application: i64, messages: &[i64]) -> sqlx::Result<BTreeSet<i64>> {
    let marked: Vec<i64> = sqlx::query_scalar(
        "select m.message_id from messages m
         where m.message_id = any($2) and m.found_by = 'reconcile'
           and m.tenant_id in (select tenant_id from installations where application_id = $1)",
    )
    .bind(application)
    .bind(messages)
    .fetch_all(tx)
    .await?;
    Ok(marked.into_iter().collect())
}

/// Members who joined while nobody heard: when, in milliseconds since 1970, and what Discord would have told of them.
pub async fn joined(tx: &mut PgConnection, gap: &Gap, guild: i64) -> sqlx::Result<Vec<(i64, String)>> {
    sqlx::query_as(
        "select (extract(epoch from m.joined_at) * 1000)::bigint,
                json_build_object(
                  'guild_id', m.guild_id::text, 'nick', m.nick, 'roles', m.role_ids::text[], 'joined_at', m.joined_at,
                  'user', json_build_object('id', m.user_id::text, 'username', m.user_name, 'bot', m.is_bot))::text
         from installations i join members m on m.tenant_id = i.tenant_id and m.guild_id = i.guild_id
         where i.application_id = $1 and i.guild_id = $2 and m.left_at is null
           and m.joined_at > to_timestamp($3 / 1000.0) and m.joined_at <= to_timestamp($4 / 1000.0)
         order by m.joined_at, m.user_id",
    )
    .bind(gap.application)
    .bind(guild)
    .bind(gap.began_ms)
    .bind(gap.ended_ms)
    .fetch_all(tx)
    .await
}
