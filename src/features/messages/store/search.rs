//! Messages that fit, and those around one.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};

use crate::{
    db::{Fields, Result, Row, Tx, params},
    discord::snowflake,
    features::messages::model::{Cursor, Filter, Holds, Visible},
};

/// A message that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    pub id: Id<MessageMarker>,
    pub channel: Id<ChannelMarker>,
    pub author: Id<UserMarker>,
    pub author_name: String,
    /// Its text with the words of embeds and file names; for [`crate::features::messages::model::snippet`].
    pub shown: String,
    pub holds: Vec<Holds>,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    /// Who deleted it by hand, if that is known.
    pub deleted_by: Option<Id<UserMarker>>,
}

/// What is looked for, where, and how many messages of it.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    pub filter: &'a Filter,
    pub visible: &'a Visible,
    /// How words are stemmed: `english` or `german`, as Postgres names them.
    pub stemmed_as: &'static str,
    pub cursor: Cursor,
    pub limit: i32,
}

/// The messages of the guild that fit, nearest to the cursor, newest first.
pub async fn search(tx: &Tx, guild: Id<GuildMarker>, looked: Looked<'_>) -> Result<Vec<Hit>> {
    let Looked { filter, visible, stemmed_as, cursor, limit } = looked;
    let first = |moment: Timestamp| snowflake::first_of(moment).cast_signed();
    // A moment's own first id is within, so the bound below it is one less.
    let after = filter.after.map_or(0, |moment| first(moment).saturating_sub(1));
    let before = filter.before.map_or(i64::MAX, first);
    let (after, before, newest_first) = match cursor {
        Cursor::Newest => (after, before, true),
        Cursor::OlderThan(id) => (after, before.min(id.get().cast_signed()), true),
        Cursor::NewerThan(id) => (after.max(id.get().cast_signed()), before, false),
    };
    let deleted_in = if filter.with_deleted { ids(&visible.managed) } else { Vec::new() };
    let rows = tx
        .rows(
            "select found.message_id, found.channel_id, m.author_user_id, found.author_name, found.shown, found.holds, found.edited_at,
               found.deleted_at, m.deleted_by_user_id
             from search_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) found
             cross join lateral (
               select author_user_id, deleted_by_user_id from messages m where m.message_id = found.message_id offset 0) m
             order by found.message_id desc",
            params![
                guild,
                ids(&visible.readable),
                deleted_in,
                filter.words.as_deref(),
                stemmed_as,
                filter.part.as_deref(),
                filter.author,
                filter.mentions,
                filter.holds.map(Holds::column),
                after,
                before,
                newest_first,
                limit,
            ],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// A message with `each_side` of those before and after it in its channel, oldest first. Nothing: it is not visible.
pub async fn around(
    tx: &Tx,
    guild: Id<GuildMarker>,
    visible: &Visible,
    message: Id<MessageMarker>,
    each_side: i64,
) -> Result<Vec<Hit>> {
    let rows = tx
        .rows(
            // The place is one value, so that an index gives the messages nearest in it and the rest of the channel is not read.
            "with place as materialized (
               select channel_id from messages
               where guild_id = $1 and message_id = $4 and channel_id = any ($2) and (deleted_at is null or channel_id = any ($3)))
             select message_id, channel_id, author_user_id, author_name, holds, edited_at, deleted_at, deleted_by_user_id,
               message_text(content, embeds, attachments) as shown
             from (
               (select * from messages
                where channel_id = (select channel_id from place) and message_id <= $4 and author_user_id is not null
                  and (deleted_at is null or channel_id = any ($3))
                order by message_id desc limit $5 + 1)
               union all
               (select * from messages
                where channel_id = (select channel_id from place) and message_id > $4 and author_user_id is not null
                  and (deleted_at is null or channel_id = any ($3))
                order by message_id limit $5)
             ) nearest order by message_id",
            params![guild, ids(&visible.readable), ids(&visible.managed), message, each_side],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn ids(channels: &[Id<ChannelMarker>]) -> Vec<i64> {
    channels.iter().map(|channel| channel.get().cast_signed()).collect()
}

fn read(row: &Row) -> Result<Hit> {
    let holds: Vec<&str> = row.field("holds")?;
    Ok(Hit {
        id: row.id("message_id")?,
        channel: row.id("channel_id")?,
        author: row.id("author_user_id")?,
        author_name: row.field("author_name")?,
        shown: row.field("shown")?,
        holds: holds.into_iter().filter_map(Holds::from_column).collect(),
        edited_at: row.field("edited_at")?,
        deleted_at: row.field("deleted_at")?,
        deleted_by: row.maybe_id("deleted_by_user_id")?,
    })
}
