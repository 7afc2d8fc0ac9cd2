//! Messages that have had their time.

use jiff::Timestamp;
use twilight_model::id::{Id, marker::GuildMarker};

use crate::{
    db::{Db, Fields, Result, Tx, params},
    discord::snowflake,
};

/// Deletes at most `limit` messages of the guild that are older than this, with what they said before they were edited.
/// How many.
pub async fn forget(tx: &Tx, guild: Id<GuildMarker>, older_than: Timestamp, limit: i64) -> Result<u64> {
    tx.execute(
        "with old as (
           select message_id from messages where guild_id = $1 and message_id < $2 order by message_id limit $3
         ), versions as (
           delete from message_versions v using old where v.message_id = old.message_id
         )
         delete from messages m using old where m.message_id = old.message_id",
        params![guild, snowflake::first_of(older_than).cast_signed(), limit],
    )
    .await
}

/// Sees to partitions and retention if the last time was an hour ago; whether it was.
pub async fn keep_messages(db: &Db) -> Result<bool> {
    db.call_row("select keep_messages() as was_time", params![]).await?.field("was_time")
}
