//! Who deleted messages: what entries of the audit log told, and what they may be about.

use jiff::{SignedDuration, Timestamp};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};

use crate::{
    db::{Fields, Result, Row, Tx, params},
    discord::snowflake,
    features::messages::model::{Deletion, DeletionEntry},
};

/// How long an entry is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Writes an entry down, once, and forgets old ones.
pub async fn insert_entry(tx: &Tx, guild: Id<GuildMarker>, entry: &DeletionEntry, now: Timestamp) -> Result<()> {
    let too_old = snowflake::first_of(now.checked_sub(KEPT).unwrap_or_default()).cast_signed();
    let DeletionEntry { id, channel, author, by, messages } = *entry;
    tx.execute(
        "with forgotten as (delete from deletion_entries where guild_id = $1 and entry_id < $7)
         insert into deletion_entries (guild_id, channel_id, entry_id, author_user_id, user_id, messages)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        params![guild, channel, id, author, by, messages, too_old],
    )
    .await
    .map(drop)
}

/// The entries about a channel that are not older than this.
pub async fn deletion_entries(
    tx: &Tx,
    guild: Id<GuildMarker>,
    channel: Id<ChannelMarker>,
    since: Timestamp,
) -> Result<Vec<DeletionEntry>> {
    let rows = tx
        .rows(
            "select entry_id, channel_id, author_user_id, user_id, messages from deletion_entries
             where guild_id = $1 and channel_id = $2 and entry_id >= $3",
            params![guild, channel, snowflake::first_of(since).cast_signed()],
        )
        .await?;
    let read = |row: &Row| {
        Ok(DeletionEntry {
            id: row.id("entry_id")?,
            channel: row.id("channel_id")?,
            author: row.maybe_id("author_user_id")?,
            by: row.id("user_id")?,
            messages: row.field("messages")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Messages of a channel that were deleted since: among its newest thousand, and these.
pub async fn deletions(
    tx: &Tx,
    guild: Id<GuildMarker>,
    channel: Id<ChannelMarker>,
    since: Timestamp,
    also: Vec<i64>,
) -> Result<Vec<Deletion>> {
    let rows = tx
        .rows(
            "with looked_at as (
               (select message_id, author_user_id, deleted_at, deleted_by_user_id from messages
                where guild_id = $1 and channel_id = $2 order by message_id desc limit 1000)
               union
               select message_id, author_user_id, deleted_at, deleted_by_user_id from messages
               where guild_id = $1 and channel_id = $2 and message_id = any ($4))
             select * from looked_at where deleted_at >= $3",
            params![guild, channel, since, also],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Deletion {
            message: row.id("message_id")?,
            author: row.maybe_id("author_user_id")?,
            at: row.field("deleted_at")?,
            by: row.maybe_id("deleted_by_user_id")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Says who deleted these messages.
pub async fn set_deleted_by(
    tx: &Tx,
    guild: Id<GuildMarker>,
    deleted: Vec<(Id<MessageMarker>, Id<UserMarker>)>,
) -> Result<()> {
    let bigint = |id: u64| id.cast_signed();
    let (messages, users): (Vec<i64>, Vec<i64>) =
        deleted.into_iter().map(|(message, user)| (bigint(message.get()), bigint(user.get()))).unzip();
    tx.execute(
        "update messages m set deleted_by_user_id = known.user_id
         from unnest($2::bigint[], $3::bigint[]) as known (message_id, user_id)
         where m.guild_id = $1 and m.message_id = known.message_id and m.deleted_at is not null
           and m.deleted_by_user_id is null",
        params![guild, messages, users],
    )
    .await
    .map(drop)
}
