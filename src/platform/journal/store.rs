//! Rows of entries. The tenant is the transaction's own.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::GuildMarker};

use super::{Entry, NewEntry};
use crate::db::{Fields, Result, Row, Tx, params};

/// Writes the entries that are new, in their order. The first of them; None: all were known.
pub async fn insert(tx: &Tx, guild: Id<GuildMarker>, log: &'static str, entries: Vec<NewEntry>) -> Result<Option<i64>> {
    let entries = entries.into_iter().map(|entry| json!({ "key": entry.key, "about": entry.about }));
    let row = tx
        .row(
            "with written as (
               insert into journal_entries (guild_id, log, key, about)
               select $1, $2, entry ->> 'key', entry -> 'about'
               from jsonb_array_elements($3) with ordinality as all_entries (entry, place) order by place
               on conflict do nothing
               returning id)
             select min(id) as first from written",
            params![guild, log, Value::from_iter(entries)],
        )
        .await?;
    row.map_or(Ok(None), |row| row.field("first"))
}

/// Takes at most `most` entries for one message: those that an earlier attempt took, else the oldest that nobody has and that
/// have lain for `delay`. The nonce to post them under, and the entries in their order.
pub async fn take(
    tx: &Tx,
    guild: Id<GuildMarker>,
    log: &'static str,
    delay: SignedDuration,
    most: i64,
) -> Result<Option<(String, Vec<Entry>)>> {
    let rows = tx
        .rows(
            "with first as (
               select id, posted_as from journal_entries
               where guild_id = $1 and log = $2 and posted_at is null
                 and (posted_as is not null or created_at <= now() - make_interval(secs => $4))
               order by posted_as is null, id limit 1
             ), batch as (
               select e.id, coalesce(first.posted_as, 'entry-' || first.id) as nonce from journal_entries e, first
               where e.guild_id = $1 and e.log = $2 and e.posted_at is null
                 and e.posted_as is not distinct from first.posted_as
                 and (e.posted_as is not null or e.created_at <= now() - make_interval(secs => $4))
               order by e.id limit $3
             ), taken as (
               update journal_entries e set posted_as = batch.nonce from batch where e.id = batch.id
               returning e.id, e.posted_as, e.about, e.created_at)
             select posted_as, about, created_at from taken order by id",
            params![guild, log, most, delay.as_secs_f64()],
        )
        .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let nonce = first.field("posted_as")?;
    Ok(Some((nonce, rows.iter().map(read).collect::<Result<_>>()?)))
}

/// In how long the oldest entry that nobody has will have lain for `delay`. None: there is no entry.
pub async fn ripe_in(
    tx: &Tx,
    guild: Id<GuildMarker>,
    log: &'static str,
    delay: SignedDuration,
) -> Result<Option<Duration>> {
    let row = tx
        .row(
            "select extract(epoch from min(created_at) - now())::float8 + $3 as seconds from journal_entries
             where guild_id = $1 and log = $2 and posted_at is null and posted_as is null",
            params![guild, log, delay.as_secs_f64()],
        )
        .await?;
    let seconds: Option<f64> = row.map_or(Ok(None), |row| row.field("seconds"))?;
    Ok(seconds.map(|seconds| Duration::from_secs_f64(seconds.clamp(0.01, 60.0))))
}

/// Says that the entries of this nonce are posted, or need not be.
pub async fn set_posted(tx: &Tx, guild: Id<GuildMarker>, log: &'static str, nonce: &str) -> Result<()> {
    let sql = "update journal_entries set posted_at = now() where guild_id = $1 and log = $2 and posted_as = $3";
    tx.execute(sql, params![guild, log, nonce]).await.map(drop)
}

/// Forgets entries that are older than this, posted or not.
pub async fn forget(tx: &Tx, guild: Id<GuildMarker>, than: Timestamp) -> Result<()> {
    let sql = "delete from journal_entries where guild_id = $1 and created_at < $2";
    tx.execute(sql, params![guild, than]).await.map(drop)
}

fn read(row: &Row) -> Result<Entry> {
    Ok(Entry { about: row.field("about")?, at: row.field("created_at")? })
}
