//! Messages that are kept with a case, taken from the mirror as they are. The tenant is the transaction's own.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};

use crate::db::{Error, Fields, Json, Result, Row, Tx, params};

/// A statement that keeps the messages which `$taken` selects, each with the `number` of its case and its `distance` from
/// what the case is about, and with the newest five of its older versions: the nearest first, as long as fewer than 64 KiB
/// are kept with that case. Its row says whether the message `$4` is among them.
macro_rules! keep {
    ($taken:literal) => {
        concat!(
            "with taken as materialized (",
            $taken,
            "), whole as (
               select t.*, v.versions,
                 sum(octet_length(t.content) + octet_length(t.attachments::text) + coalesce(octet_length(t.sealed), 0)
                     + octet_length(v.versions::text)) over nearest as bytes_so_far,
                 row_number() over nearest as place
               from taken t
               cross join lateral (
                 select coalesce(jsonb_agg(jsonb_build_object('edited_at', o.edited_at, 'content', o.content,
                   'attachments', o.attachments, 'sealed', encode(o.sealed, 'hex')) order by o.edited_at), '[]') as versions
                 from (select * from message_versions where message_id = t.message_id order by edited_at desc limit 5) o) v
               window nearest as (partition by t.number order by t.distance, t.message_id)
             ), kept as (
               insert into case_evidence (guild_id, case_number, message_id, channel_id, author_user_id, author_name, content,
                                          attachments, versions, edited_at, deleted_at, deleted_by_user_id, sealed)
               select $1, number, message_id, channel_id, author_user_id, author_name, content,
                      attachments, versions, edited_at, deleted_at, deleted_by_user_id, sealed
               from whole where place = 1 or bytes_so_far < 65536
               returning case_number, message_id
             ), counted as (
               update cases set messages_kept = k.count
               from (select case_number, count(*) from kept group by case_number) k
               where cases.guild_id = $1 and cases.number = k.case_number
             )
             select coalesce(bool_or(message_id = $4), false) as has_it from kept"
        )
    };
}

/// Keeps with each case the newest ten messages of its member's that are below the id `before` and not below `since`.
pub async fn keep_newest(
    tx: &Tx,
    guild: Id<GuildMarker>,
    cases: &[(i32, Id<UserMarker>)],
    before: u64,
    since: u64,
) -> Result<()> {
    let (numbers, users): (Vec<i32>, Vec<i64>) =
        cases.iter().map(|(number, user)| (*number, user.get().cast_signed())).unzip();
    tx.row(
        keep!(
            "select c.number, $4 - m.message_id as distance, m.*
             from unnest($2::integer[], $3::bigint[]) as c (number, user_id)
             cross join lateral (
               select message_id, channel_id, author_user_id, author_name, content, attachments, edited_at, deleted_at,
                      deleted_by_user_id, sealed
               from messages
               where guild_id = $1 and author_user_id = c.user_id and message_id < $4 and message_id >= $5
               order by message_id desc limit 10) m"
        ),
        params![guild, numbers, users, before.cast_signed(), since.cast_signed()],
    )
    .await
    .map(drop)
}

/// Keeps a message with a case, and the ten before and after it in its channel. Whether the message itself was mirrored.
pub async fn keep_around(
    tx: &Tx,
    guild: Id<GuildMarker>,
    case: i32,
    channel: Id<ChannelMarker>,
    message: Id<MessageMarker>,
) -> Result<bool> {
    let row = tx
        .row(
            keep!(
                "select $2 as number, abs(m.message_id - $4) as distance, m.*
                 from (
                   (select message_id, channel_id, author_user_id, author_name, content, attachments, edited_at, deleted_at,
                           deleted_by_user_id, sealed
                    from messages
                    where guild_id = $1 and channel_id = $3 and message_id <= $4 and author_user_id is not null
                    order by message_id desc limit 11)
                   union all
                   (select message_id, channel_id, author_user_id, author_name, content, attachments, edited_at, deleted_at,
                           deleted_by_user_id, sealed
                    from messages
                    where guild_id = $1 and channel_id = $3 and message_id > $4 and author_user_id is not null
                    order by message_id limit 10)) m"
            ),
            params![guild, case, channel, message],
        )
        .await?;
    row.map_or(Ok(false), |row| row.field("has_it"))
}

/// A message as it was when its case was made.
#[derive(Debug, Clone)]
pub struct Kept {
    pub case: i32,
    pub id: Id<MessageMarker>,
    pub channel: Id<ChannelMarker>,
    pub author: Id<UserMarker>,
    pub author_name: String,
    pub content: String,
    /// As Discord sends them.
    pub attachments: Vec<Value>,
    /// What it had said before it was edited, oldest first.
    pub versions: Vec<Older>,
    pub is_edited: bool,
    pub is_deleted: bool,
    /// Who deleted it by hand, if that is known.
    pub deleted_by: Option<Id<UserMarker>>,
    /// What it says, if that is sealed.
    pub sealed: Option<Vec<u8>>,
}

/// An older version of a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Older {
    /// As Postgres writes times.
    pub edited_at: String,
    pub content: String,
    pub attachments: Vec<Value>,
    /// In hex.
    pub sealed: Option<String>,
}

/// The messages that are kept with a case, oldest first.
pub async fn evidence_of_case(tx: &Tx, guild: Id<GuildMarker>, case: i32) -> Result<Vec<Kept>> {
    let rows = tx
        .rows(
            "select case_number, message_id, channel_id, author_user_id, author_name, content, attachments, versions, edited_at,
                    deleted_at, deleted_by_user_id, sealed
             from case_evidence where guild_id = $1 and case_number = $2 order by message_id",
            params![guild, case],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// At most `limit` messages that are kept sealed and should not be, or the reverse.
pub async fn unlike_evidence(tx: &Tx, guild: Id<GuildMarker>, is_on: bool, limit: i64) -> Result<Vec<Kept>> {
    let rows = tx
        .rows(
            "select case_number, message_id, channel_id, author_user_id, author_name, content, attachments, versions, edited_at,
                    deleted_at, deleted_by_user_id, sealed
             from case_evidence
             where guild_id = $1 and ((sealed is null) = $2 or exists (
               select from jsonb_array_elements(versions) version where (version ->> 'sealed' is null) = $2))
             limit $3 for update",
            params![guild, is_on, limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Keeps a message as it is given: the same words, sealed or not.
pub async fn store_evidence(tx: &Tx, guild: Id<GuildMarker>, kept: Kept) -> Result<()> {
    let versions = serde_json::to_value(&kept.versions).map_err(|error| Error::Statement(error.to_string()))?;
    tx.execute(
        "update case_evidence set content = $4, attachments = $5, versions = $6, sealed = $7
         where guild_id = $1 and case_number = $2 and message_id = $3",
        params![guild, kept.case, kept.id, kept.content, Value::from(kept.attachments), versions, kept.sealed],
    )
    .await
    .map(drop)
}

/// Deletes what is kept with a case.
pub async fn delete_evidence(tx: &Tx, guild: Id<GuildMarker>, case: i32) -> Result<()> {
    tx.execute("delete from case_evidence where guild_id = $1 and case_number = $2", params![guild, case])
        .await
        .map(drop)
}

/// Deletes what is kept with at most `limit` cases that were made before this; how many cases.
pub async fn forget_evidence(tx: &Tx, guild: Id<GuildMarker>, made_before: Timestamp, limit: i64) -> Result<u64> {
    tx.execute(
        "with old as (
           select number from cases
           where guild_id = $1 and created_at < $2 and messages_kept > 0 order by number limit $3
         ), forgotten as (
           delete from case_evidence e using old where e.guild_id = $1 and e.case_number = old.number
         )
         update cases set messages_kept = 0 from old where cases.guild_id = $1 and cases.number = old.number",
        params![guild, made_before, limit],
    )
    .await
}

fn read(row: &Row) -> Result<Kept> {
    Ok(Kept {
        case: row.field("case_number")?,
        id: row.id("message_id")?,
        channel: row.id("channel_id")?,
        author: row.id("author_user_id")?,
        author_name: row.field("author_name")?,
        content: row.field("content")?,
        attachments: row.field::<Json<Vec<Value>>>("attachments")?.0,
        versions: row.field::<Json<Vec<Older>>>("versions")?.0,
        is_edited: row.field::<Option<Timestamp>>("edited_at")?.is_some(),
        is_deleted: row.field::<Option<Timestamp>>("deleted_at")?.is_some(),
        deleted_by: row.maybe_id("deleted_by_user_id")?,
        sealed: row.field("sealed")?,
    })
}
