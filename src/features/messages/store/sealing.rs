//! Messages that are stored sealed, and how far a server is with what it has set. The tenant is the transaction's own.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, MessageMarker},
};

use crate::{
    db::{Error, Fields, Json, Result, Row, Tx, params},
    platform::sealed::Words,
};

/// Those of these messages that are sealed, with what is sealed.
pub async fn sealed(
    tx: &Tx,
    guild: Id<GuildMarker>,
    messages: &[Id<MessageMarker>],
) -> Result<HashMap<Id<MessageMarker>, Vec<u8>>> {
    let ids: Vec<i64> = messages.iter().map(|id| id.get().cast_signed()).collect();
    let rows = tx
        .rows(
            "select message_id, sealed from messages where guild_id = $1 and message_id = any ($2) and sealed is not null",
            params![guild, ids],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("message_id")?, row.field("sealed")?))).collect()
}

/// Where a server stands between plain and sealed messages.
#[derive(Debug, Clone, Copy)]
pub struct Sealing {
    pub is_on: bool,
    /// Which change of that it is.
    pub turn: i32,
    /// They are gone through twice.
    pub round: i32,
    /// Up to this id they are as they should be.
    pub position: i64,
    pub changed: i64,
    pub began_at: Timestamp,
    pub is_finished: bool,
}

/// Notes that messages are to be sealed from now on, or no more, and begins with the first; which change that is.
pub async fn begin_sealing(tx: &Tx, guild: Id<GuildMarker>, is_on: bool) -> Result<i32> {
    let row = tx
        .row(
            "insert into message_sealing as s (guild_id, is_on) values ($1, $2)
             on conflict (tenant_id, guild_id) do update set
               is_on = excluded.is_on, turn = s.turn + 1, round = 1, position = 0, changed = 0, began_at = now(), finished_at = null
             returning turn",
            params![guild, is_on],
        )
        .await?;
    row.ok_or_else(|| Error::Statement("no sealing was begun".to_owned()))?.field("turn")
}

/// How far a server is. None: its messages never were sealed.
pub async fn sealing(tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<Sealing>> {
    let row = tx
        .row(
            "select is_on, turn, round, position, changed, began_at, finished_at from message_sealing where guild_id = $1",
            params![guild],
        )
        .await?;
    row.as_ref().map(read_sealing).transpose()
}

/// The same, and nobody else moves on before this transaction ends.
pub async fn hold_sealing(tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<Sealing>> {
    let row = tx
        .row(
            "select is_on, turn, round, position, changed, began_at, finished_at from message_sealing where guild_id = $1 for update",
            params![guild],
        )
        .await?;
    row.as_ref().map(read_sealing).transpose()
}

/// Writes down how far it is.
pub async fn move_sealing(tx: &Tx, guild: Id<GuildMarker>, sealing: &Sealing) -> Result<()> {
    tx.execute(
        "update message_sealing set round = $2, position = $3, changed = $4, finished_at = case when $5 then now() end
         where guild_id = $1",
        params![guild, sealing.round, sealing.position, sealing.changed, sealing.is_finished],
    )
    .await
    .map(drop)
}

/// The id of the last of the next `limit` messages above `position`. None: there are no more.
pub async fn window_end(tx: &Tx, guild: Id<GuildMarker>, position: i64, limit: i64) -> Result<Option<i64>> {
    let row = tx
        .row(
            "select max(message_id) as last from (
               select message_id from messages where guild_id = $1 and message_id > $2 order by message_id limit $3) next",
            params![guild, position, limit],
        )
        .await?;
    row.map_or(Ok(None), |row| row.field("last"))
}

/// Where words are stored.
#[derive(Debug, Clone, Copy)]
pub enum Table {
    Messages,
    Versions,
}

/// Words as they are stored: in clear, or as an outline beside what is sealed.
#[derive(Debug, Clone)]
pub struct Stored {
    pub message: Id<MessageMarker>,
    /// When an older version came to be.
    pub edited_at: Option<Timestamp>,
    pub words: Words,
    pub sealed: Option<Vec<u8>>,
}

/// What is sealed and should not be, or the reverse, of the messages above `position` up to `end`. Nobody edits them before
/// this transaction ends.
pub async fn unlike(
    tx: &Tx,
    guild: Id<GuildMarker>,
    table: Table,
    is_on: bool,
    position: i64,
    end: i64,
) -> Result<Vec<Stored>> {
    let sql = match table {
        Table::Messages => {
            "select message_id, null::timestamptz as edited_at, content, embeds, attachments, sealed from messages
             where guild_id = $1 and message_id > $2 and message_id <= $3 and (sealed is null) = $4 and author_user_id is not null
             order by message_id for update"
        }
        Table::Versions => {
            "select v.message_id, v.edited_at, v.content, v.embeds, v.attachments, v.sealed
             from messages m join message_versions v on v.message_id = m.message_id
             where m.guild_id = $1 and m.message_id > $2 and m.message_id <= $3 and (v.sealed is null) = $4
             order by v.message_id, v.edited_at for update of v"
        }
    };
    let rows = tx.rows(sql, params![guild, position, end, is_on]).await?;
    rows.iter().map(read_stored).collect()
}

/// Stores them so.
pub async fn store(tx: &Tx, table: Table, stored: Vec<Stored>) -> Result<()> {
    let sql = match table {
        Table::Messages => {
            "update messages m set content = s.content, embeds = s.embeds::jsonb, attachments = s.attachments::jsonb, sealed = s.sealed
             from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bytea[])
               as s (message_id, edited_at, content, embeds, attachments, sealed)
             where m.message_id = s.message_id"
        }
        Table::Versions => {
            "update message_versions v
             set content = s.content, embeds = s.embeds::jsonb, attachments = s.attachments::jsonb, sealed = s.sealed
             from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bytea[])
               as s (message_id, edited_at, content, embeds, attachments, sealed)
             where v.message_id = s.message_id and v.edited_at = to_timestamp(s.edited_at / 1000000.0)"
        }
    };
    let json = |values: &[Value]| Value::from(values.to_vec()).to_string();
    tx.execute(
        sql,
        params![
            stored.iter().map(|one| one.message.get().cast_signed()).collect::<Vec<i64>>(),
            stored.iter().map(|one| one.edited_at.map_or(0, Timestamp::as_microsecond)).collect::<Vec<i64>>(),
            stored.iter().map(|one| one.words.content.clone()).collect::<Vec<String>>(),
            stored.iter().map(|one| json(&one.words.embeds)).collect::<Vec<String>>(),
            stored.iter().map(|one| json(&one.words.attachments)).collect::<Vec<String>>(),
            stored.iter().map(|one| one.sealed.clone()).collect::<Vec<Option<Vec<u8>>>>(),
        ],
    )
    .await
    .map(drop)
}

fn read_sealing(row: &Row) -> Result<Sealing> {
    Ok(Sealing {
        is_on: row.field("is_on")?,
        turn: row.field("turn")?,
        round: row.field("round")?,
        position: row.field("position")?,
        changed: row.field("changed")?,
        began_at: row.field("began_at")?,
        is_finished: row.field::<Option<Timestamp>>("finished_at")?.is_some(),
    })
}

fn read_stored(row: &Row) -> Result<Stored> {
    let words = Words {
        content: row.field("content")?,
        embeds: row.field::<Json<Vec<Value>>>("embeds")?.0,
        attachments: row.field::<Json<Vec<Value>>>("attachments")?.0,
    };
    Ok(Stored {
        message: row.id("message_id")?,
        edited_at: row.field("edited_at")?,
        words,
        sealed: row.field("sealed")?,
    })
}
